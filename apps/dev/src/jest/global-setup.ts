import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMongoDb } from '../embedded/mongodb';
import { startRedis } from '../embedded/redis';
import { testServices } from './test-services';

const say = (line: string) => process.stderr.write(`${line}\n`);

/**
 * Gives the whole test run one MongoDB and one Redis, in MONGO_URL and REDIS_URL. Each spec that
 * uses them puts the name of a database of its own into the URL. OME_TEST_RUN names the run.
 */
export default async function globalSetup(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ome-test-'));
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
