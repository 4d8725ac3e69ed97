import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { mongo } from 'mongoose';
import { startMongoDb } from './mongodb';
import { startRedis } from './redis';
import type { RunningService } from './running';

const silently = () => undefined;

let dataDir: string;
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'ome-services-'))));
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function ready(starting: Promise<RunningService>): Promise<RunningService> {
  const service = await starting;
  await service.ready;
  return service;
}

async function withNotes<T>(
  url: string,
  use: (notes: mongo.Collection<{ _id: string }>) => Promise<T>,
): Promise<T> {
  const client = await mongo.MongoClient.connect(url);
  try {
    return await use(client.db().collection<{ _id: string }>('notes'));
  } finally {
    await client.close();
  }
}

async function withRedis<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

it('keeps acknowledged MongoDB writes through kill -9 and a clean stop', async () => {
  const journaled = { writeConcern: { w: 'majority', journal: true } } as const;

  const first = await ready(startMongoDb(dataDir, silently));
  await withNotes(first.url, (notes) => notes.insertOne({ _id: 'before the kill' }, journaled));
  first.kill();
  await first.ended;

  const second = await ready(startMongoDb(dataDir, silently));
  expect(second.url).toBe(first.url);
  await withNotes(second.url, (notes) => notes.insertOne({ _id: 'before the stop' }, journaled));
  await second.stop();

  const third = await ready(startMongoDb(dataDir, silently));
  const kept = await withNotes(third.url, (notes) => notes.find().sort({ _id: 1 }).toArray());
  await third.stop();
  expect(kept.map((note) => note._id)).toEqual(['before the kill', 'before the stop']);
}, 90_000);

it('keeps acknowledged Redis writes through a clean stop and, a second later, kill -9', async () => {
  const first = await ready(startRedis(dataDir, silently));
  await withRedis(first.url, (redis) => redis.set('before the stop', 'kept'));
  await first.stop();

  const second = await ready(startRedis(dataDir, silently));
  expect(second.url).toBe(first.url);
  expect(await withRedis(second.url, (redis) => redis.get('before the stop'))).toBe('kept');
  second.kill();
  await second.ended;

  const third = await ready(startRedis(dataDir, silently));
  expect(await withRedis(third.url, (redis) => redis.get('before the stop'))).toBe('kept');
  await third.stop();
});
