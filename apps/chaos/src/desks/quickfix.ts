import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { canInstallWithApt, installWithApt } from '../../../dev/src/embedded/apt';
import { findOnPath } from '../../../dev/src/embedded/find-on-path';
import { runCommand } from '../../../dev/src/embedded/run-command';

const HEADER = '/usr/include/quickfix/Session.h';
const SOURCE = join(__dirname, 'quickfix-desk.cpp');

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const hasQuickFix = (): boolean => existsSync(HEADER) && findOnPath('g++') !== undefined;

/** Whether the library is here, or can be installed. */
export const mayUseQuickFix = (): boolean => hasQuickFix() || canInstallWithApt();

/** Compiles the desk on QuickFIX. @returns the program */
export async function compileQuickFixDesk(folder: string): Promise<string> {
  for (const name of ['g++', 'libquickfix-dev']) {
    if (!hasQuickFix()) await installWithApt(name, hasQuickFix, say);
  }
  const program = join(folder, 'quickfix-desk');
  const flags = ['-std=c++14', '-O1', '-w'];
  await runCommand('g++', [...flags, SOURCE, '-lquickfix', '-lpthread', '-o', program]);
  return program;
}

/** Wireshark's command line, installed if it is missing and can be; undefined otherwise. */
export async function findTshark(): Promise<string | undefined> {
  const find = () => findOnPath('tshark');
  if (!find() && canInstallWithApt()) {
    await installWithApt('tshark', () => find() !== undefined, say);
  }
  return find();
}
