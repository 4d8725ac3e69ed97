import { Queue, Worker } from 'bullmq';
import { createConnection } from 'mongoose';
import type { EngineProcess } from '../../dev/src/engine-process/engine-process';
import { type Figure, rate } from './figures';
import { ORDER } from './load';

const BATCH = 100;
const JOBS = 5_000;

/** What MongoDB and BullMQ can do by themselves, on this machine, in this run. */
export async function measureStores(engine: EngineProcess, seconds: number): Promise<Figure[]> {
  const { mongoUrl, redisUrl } = engine.state;
  return [
    {
      what: `MongoDB alone, ${BATCH} documents an insert`,
      value: rate(await insertsPerSecond(mongoUrl!, seconds)),
    },
    { what: 'BullMQ alone, jobs added and done', value: rate(await jobsPerSecond(redisUrl!)) },
  ];
}

async function insertsPerSecond(mongoUrl: string, seconds: number): Promise<number> {
  const connection = await createConnection(mongoUrl).asPromise();
  const collection = connection.db!.collection('yardstick');
  const startedAt = performance.now();
  let inserted = 0;
  while (performance.now() - startedAt < seconds * 1_000) {
    const batch = Array.from({ length: BATCH }, () => ({ ...ORDER, at: new Date() }));
    await collection.insertMany(batch, {
      ordered: false,
      writeConcern: { w: 'majority', j: true },
    });
    inserted += BATCH;
  }
  const tookMs = performance.now() - startedAt;
  await connection.close();
  return (inserted / tookMs) * 1_000;
}

async function jobsPerSecond(redisUrl: string): Promise<number> {
  const connection = { url: redisUrl, maxRetriesPerRequest: null };
  const queue = new Queue('bench', { connection });
  const startedAt = performance.now();
  const worker = new Worker('bench', () => Promise.resolve(), { connection, concurrency: 50 });
  let done = 0;
  const finished = new Promise<void>((resolve) => {
    worker.on('completed', () => void (++done === JOBS && resolve()));
  });
  for (let added = 0; added < JOBS; added += BATCH) {
    await queue.addBulk(
      Array.from({ length: BATCH }, (_, index) => ({ name: 'job', data: { n: added + index } })),
    );
  }
  await finished;
  const tookMs = performance.now() - startedAt;
  await worker.close();
  await queue.obliterate({ force: true });
  await queue.close();
  return (JOBS / tookMs) * 1_000;
}
