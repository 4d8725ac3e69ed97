import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import { canInstallWithApt, installWithApt } from './apt';
import { findOnPath } from './find-on-path';
import { keptPort, loopback } from './free-port';
import type { RunningService } from './running';
import type { Say } from './say';
import { startService } from './service-process';

/** Starts a Redis on a loopback port of its own, its data kept in `<dataDir>/redis`. */
export async function startRedis(dataDir: string, say: Say): Promise<RunningService> {
  const command = await redisProgram(say);
  const folder = resolve(dataDir, 'redis');
  mkdirSync(folder, { recursive: true });
  const port = await keptPort(join(dataDir, 'redis.port'));
  const running = await startService({
    name: 'Redis',
    command,
    args: redisArguments(port, folder),
    untilReady: (ended) => untilItAnswers(port, ended),
  });
  return { ...running, url: `redis://${loopback}:${port}` };
}

async function redisProgram(say: Say): Promise<string> {
  const find = () => findOnPath('redis-server', 'valkey-server');
  if (!find() && canInstallWithApt()) {
    await installWithApt('redis-server', () => find() !== undefined, say);
  }
  const program = find();
  if (!program) {
    throw new Error(
      'Redis is missing: install redis-server or valkey-server, or set REDIS_URL to one that runs.',
    );
  }
  return program;
}

function redisArguments(port: number, folder: string): string[] {
  return [
    ['--port', String(port)],
    ['--bind', loopback],
    ['--dir', folder],
    ['--appendonly', 'yes'],
    // The append-only file is enough; snapshots besides it would only cost forks.
    ['--save', ''],
    ['--daemonize', 'no'],
  ].flat();
}

async function untilItAnswers(port: number, ended: AbortSignal): Promise<void> {
  // Retries forever, and waits while the data is still being loaded.
  const client = new Redis({
    host: loopback,
    port,
    maxRetriesPerRequest: null,
    retryStrategy: () => 50,
  });
  client.on('error', () => undefined);
  try {
    await Promise.race([client.ping(), once(ended, 'abort')]);
  } finally {
    client.disconnect();
  }
}
