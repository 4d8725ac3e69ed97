import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder';
import { findOnPath } from './find-on-path';
import { waitForLock } from './lock-file';
import { runCommand } from './run-command';
import { sayWhile, type Say } from './say';

/** True on Debian-based systems for root, the one user who may install packages. */
export function canInstallWithApt(): boolean {
  return process.getuid?.() === 0 && findOnPath('apt-get') !== undefined;
}

/** Installs a package unless another lock holder has installed it meanwhile. */
export async function installWithApt(
  packageName: string,
  isInstalled: () => boolean,
  say: Say,
): Promise<void> {
  mkdirSync(cacheFolder(), { recursive: true });
  const lock = await waitForLock(join(cacheFolder(), 'apt.lock'), 'install', ({ pid }) =>
    say(`Waiting for process ${pid}, which is installing packages ...`),
  );
  try {
    if (isInstalled()) return;
    await sayWhile(say, `Installing ${packageName} with apt`, install(packageName));
  } finally {
    lock.release();
  }
}

async function install(packageName: string): Promise<void> {
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  const options = ['-qq', '-o', 'DPkg::Lock::Timeout=120'];
  await runCommand('apt-get', [...options, 'update'], environment);
  const allowServices = forbidServiceStarts();
  try {
    const args = [...options, 'install', '-y', '--no-install-recommends', packageName];
    await runCommand('apt-get', args, environment);
  } finally {
    allowServices();
  }
}

// Debian starts a service when its package is installed. The engine runs its own Redis, and a
// second one on the usual port would get in the way. policy-rc.d is Debian's switch for that.
const policyFile = '/usr/sbin/policy-rc.d';

function forbidServiceStarts(): () => void {
  if (existsSync(policyFile)) return () => undefined;
  writeFileSync(policyFile, '#!/bin/sh\nexit 101\n');
  chmodSync(policyFile, 0o755);
  return () => rmSync(policyFile, { force: true });
}
