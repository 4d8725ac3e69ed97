import { linkQueue, NUDGE_JOB_VERSION, type NudgeJob } from '@ome/contracts';
import type { ExecutionLink, SendCommands } from '@ome/engine';
import { readEngineSettings } from '@ome/execution-links';
import { Queue, QueueEvents } from 'bullmq';
import { Dispatchers } from './dispatchers';
import { LinkConsumers } from './link-consumers';

const ROUTE = 'consumers-spec';

let queue: Queue<NudgeJob>;
let done: QueueEvents;
let consumers: LinkConsumers;
let advanced: string[];

beforeEach(async () => {
  const connection = { url: process.env.REDIS_URL! };
  queue = new Queue<NudgeJob>(linkQueue(ROUTE), { connection });
  await queue.obliterate({ force: true });
  done = new QueueEvents(linkQueue(ROUTE), { connection });
  await done.waitUntilReady();
  advanced = [];
  const link = { name: ROUTE, route: ROUTE, concurrency: 1, isUp: () => true } as ExecutionLink;
  const advance = async (orderId: string) => void advanced.push(orderId);
  const sending = { advance } as unknown as SendCommands;
  const dispatchers = new Dispatchers([link], sending, { failed: () => undefined });
  const { MONGO_URL, REDIS_URL } = process.env as Record<string, string>;
  consumers = new LinkConsumers(dispatchers, readEngineSettings({ MONGO_URL, REDIS_URL }));
  consumers.onModuleInit();
});
afterEach(async () => {
  await consumers.beforeApplicationShutdown();
  await done.close();
  await queue.close();
});

async function consumed(job: NudgeJob): Promise<void> {
  await (await queue.add('nudge', job)).waitUntilFinished(done);
}

test('a job of a newer version is left to the sweeper, and others are processed', async () => {
  await consumed({ orderIds: ['of version 1'], urgent: false });
  const newer = NUDGE_JOB_VERSION + 1;
  await consumed({ schemaVersion: newer, orderIds: ['of a newer one'], urgent: true });
  const known = NUDGE_JOB_VERSION;
  await consumed({ schemaVersion: known, orderIds: ['of this version'], urgent: false });
  await consumers.beforeApplicationShutdown();
  expect(advanced).toEqual(['of version 1', 'of this version']);
  expect(await queue.getFailedCount()).toBe(0);
});
