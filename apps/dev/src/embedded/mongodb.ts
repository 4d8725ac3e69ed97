import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MongoInstance } from 'mongodb-memory-server';
import { keptPort, loopback } from './free-port';
import { mongodProgram } from './mongod-program';
import { becomePrimary, replicaSetName } from './replica-set';
import type { RunningService } from './running';
import { endingOf } from './running-child';
import type { Say } from './say';

const databaseName = 'ome';

/**
 * Starts a MongoDB replica set of one on a loopback port of its own, its data kept in
 * `<dataDir>/mongodb`.
 *
 * The set is initiated here and not by mongodb-memory-server's MongoMemoryReplSet, which can only
 * open an earlier data folder again on the very same port.
 */
export async function startMongoDb(dataDir: string, say: Say): Promise<RunningService> {
  const program = await mongodProgram(say);
  const dbPath = resolve(dataDir, 'mongodb');
  mkdirSync(dbPath, { recursive: true });
  const port = await keptPort(join(dataDir, 'mongodb.port'));
  const instance = new MongoInstance({
    instance: {
      ip: loopback,
      port,
      dbPath,
      replSet: replicaSetName,
      storageEngine: 'wiredTiger',
      launchTimeout: 60_000,
      args: ['--wiredTigerCacheSizeGB', '0.25'],
    },
    binary: { systemBinary: program.path, version: program.version },
    // A process group of its own: a Ctrl-C in the terminal must not reach it before the processes
    // that still need it have finished.
    spawn: { detached: true },
  });
  await instance.start();
  const child = instance.mongodProcess as ChildProcess;
  const stop = async () => void (await instance.stop());
  try {
    await becomePrimary(`${loopback}:${port}`);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: `mongodb://${loopback}:${port}/${databaseName}?replicaSet=${replicaSetName}`,
    pid: child.pid as number,
    ended: endingOf(child),
    stop,
    kill: () => void child.kill('SIGKILL'),
  };
}
