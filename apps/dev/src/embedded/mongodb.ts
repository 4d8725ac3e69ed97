import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findMongod } from './find-mongod';
import { keptPort, loopback } from './free-port';

import { askToShutDown, becomePrimary, replicaSetName } from './replica-set';
import type { RunningService } from './running';
import type { Say } from './say';
import { startService } from './service-process';

const databaseName = 'ome';

/**
 * Starts a MongoDB replica set of one on a loopback port of its own, its data kept in
 * `<dataDir>/mongodb`.
 * mongodb-memory-server only finds or downloads the program. Its own replica set opens a data
 * folder again only on the very same port, and its mongod can outlive this process by seconds,
 * during which the next start meets it.
 */
export async function startMongoDb(dataDir: string, say: Say): Promise<RunningService> {
  const { command, args, environment, pathFor } = await findMongod(say);
  const folder = resolve(dataDir, 'mongodb');
  mkdirSync(folder, { recursive: true });
  const port = await keptPort(join(dataDir, 'mongodb.port'));
  const address = `${loopback}:${port}`;
  const running = await startService({
    name: 'MongoDB',
    command,
    args: [...args, ...mongodArguments(port, pathFor(folder))],
    environment,
    untilReady: (ended) => becomePrimary(address, ended),
    askToStop: () => askToShutDown(address),
  });
  return { ...running, url: `mongodb://${address}/${databaseName}?replicaSet=${replicaSetName}` };
}

function mongodArguments(port: number, folder: string): string[] {
  return [
    ['--port', String(port)],
    ['--bind_ip', loopback],
    ['--dbpath', folder],
    ['--replSet', replicaSetName],
    ['--storageEngine', 'wiredTiger'],
    ['--wiredTigerCacheSizeGB', '0.25'],
  ].flat();
}
