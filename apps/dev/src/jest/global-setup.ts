import { randomUUID } from 'node:crypto';
import { mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMongoDb } from '../embedded/mongodb';
import { startRedis } from '../embedded/redis';
import type { Running } from '../embedded/running';

/**
 * Services that the global set-up starts and the global tear-down stops; both run in one process.
 */
export const testServices: { dataDir?: string; running: Running[] } = { running: [] };

/** Linux's in-memory file system, which waits for no disk. */
const MEMORY = '/dev/shm';
/** More than a test run writes. */
const ROOM_BYTES = 4 * 2 ** 30;

const say = (line: string) => process.stderr.write(`${line}\n`);

/**
 * Gives the whole test run one MongoDB and one Redis, in MONGO_URL and REDIS_URL. Each spec that
 * uses them puts its own database name into the URL. OME_TEST_RUN names the run.
 */
export default async function globalSetup(): Promise<void> {
  const dataDir = await mkdtemp(join(await fastestFolder(), 'ome-test-'));
  testServices.dataDir = dataDir;
  process.env.OME_TEST_RUN ??= randomUUID();
  if (!process.env.MONGO_URL) {
    const mongo = await startMongoDb(dataDir, say);
    testServices.running.push(mongo);
    await mongo.ready;
    process.env.MONGO_URL = mongo.url;
  }
  if (!process.env.REDIS_URL) {
    const redis = await startRedis(dataDir, say);
    testServices.running.push(redis);
    await redis.ready;
    process.env.REDIS_URL = redis.url;
  }
}

/**
 * The stores of a test run need not survive the machine, so their journals may be flushed to
 * memory.
 */
async function fastestFolder(): Promise<string> {
  try {
    const { bavail, bsize } = await statfs(MEMORY);
    if (bavail * bsize >= ROOM_BYTES) return MEMORY;
  } catch {
    // Not a Linux machine.
  }
  return tmpdir();
}
