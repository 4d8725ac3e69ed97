import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { canInstallWithApt, installWithApt } from './apt';
import { cacheFolder } from './cache-folder';
import { findOnPath, isExecutable } from './find-on-path';
import { runCommand } from './run-command';
import { sayWhile, type Say } from './say';

export interface Wine {
  readonly program: string;
  /** The folder with its Windows prefix. */
  readonly prefix: string;
}

/** Wine, installed if possible, and a Windows prefix for it. */
export async function provideWine(say: Say): Promise<Wine> {
  if (!findWine() && canInstallWithApt()) {
    await installWithApt('wine64', () => findWine() !== undefined, say);
  }
  const program = findWine();
  if (!program) {
    throw new Error(
      'MongoDB is missing: install mongod or, to run the one from npm, wine64; or set MONGO_URL to a running one.',
    );
  }
  return { program, prefix: await providePrefix(program, say) };
}

// Debian keeps the loader outside the PATH. It comes first because the scripts on the PATH may
// start it as a child, and then the process id is not that of the program it runs.
function findWine(): string | undefined {
  const loader = '/usr/lib/wine/wine64';
  return isExecutable(loader) ? loader : findOnPath('wine64', 'wine');
}

// Named after the version of wine, because a prefix made by another version may not start.
async function providePrefix(program: string, say: Say): Promise<string> {
  const version = await runCommand(program, ['--version']);
  const prefix = join(cacheFolder(), version.match(/[\w.]+/g)?.join('-') ?? 'wine');
  if (!existsSync(prefix)) {
    await sayWhile(say, 'Preparing wine', createPrefix(program, prefix));
  }
  return prefix;
}

async function createPrefix(program: string, prefix: string): Promise<void> {
  const draft = await mkdtemp(`${prefix}-draft-`);
  try {
    // Returns when the last service it starts has ended, for they keep its output open. Without the
    // override it would look for .NET and a browser engine, and offer to download them.
    await runCommand(program, ['wineboot', '--init'], {
      WINEPREFIX: draft,
      WINEDEBUG: '-all',
      WINEDLLOVERRIDES: 'mscoree,mshtml=',
    });
    await renameUnlessThere(draft, prefix);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function renameUnlessThere(draft: string, target: string): Promise<void> {
  try {
    await rename(draft, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}
