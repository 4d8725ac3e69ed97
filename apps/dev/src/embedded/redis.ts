import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import { canInstallWithApt, installWithApt } from './apt';
import { findOnPath } from './find-on-path';
import { keptPort, loopback } from './free-port';
import { runningChild } from './running-child';
import type { Running, RunningService } from './running';
import type { Say } from './say';

/** Starts a Redis on a loopback port of its own, its data kept in `<dataDir>/redis`. */
export async function startRedis(dataDir: string, say: Say): Promise<RunningService> {
  const program = await redisProgram(say);
  const folder = resolve(dataDir, 'redis');
  mkdirSync(folder, { recursive: true });
  const port = await keptPort(join(dataDir, 'redis.port'));
  const child = spawn(program, redisArguments(port, folder), {
    // A process group of its own: a Ctrl-C in the terminal must not reach it before the processes
    // that still need it have finished.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lastLine = followOutput(child);
  const running = await runningChild(child);
  await untilReady(port, running, lastLine);
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

// Read for as long as Redis lives: it would stop at a full pipe.
function followOutput(child: ChildProcess): () => string {
  let last = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    last = chunk.trim().split('\n').at(-1) ?? last;
  });
  return () => last;
}

async function untilReady(port: number, running: Running, lastLine: () => string): Promise<void> {
  // Retries for ever, and waits while the data is still being loaded.
  const client = new Redis({
    host: loopback,
    port,
    maxRetriesPerRequest: null,
    retryStrategy: () => 50,
  });
  client.on('error', () => undefined);
  try {
    const failed = running.ended.then(() => {
      throw new Error(`Redis ended while it was starting: ${lastLine()}`);
    });
    await Promise.race([client.ping(), failed]);
  } finally {
    client.disconnect();
  }
}
