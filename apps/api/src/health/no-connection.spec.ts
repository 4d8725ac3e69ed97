import { setTimeout as sleep } from 'node:timers/promises';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { connectionOptions } from '../../../../libs/persistence/src/persistence.module';
import { eventually, newOrder, TestApi } from '../testing/test-api';

const NEWS = 'news';
const { maxPoolSize, waitQueueTimeoutMS } = connectionOptions;

/** As long as the server lets them: the client gives up after 10 s. */
const HELD_MS = 9_000;

/** Takes every connection of a process, as readers did that wait for news; others wait for one. */
async function holdAll(connection: Connection): Promise<void> {
  const client = connection.getClient();
  let held = 0;
  client.on('connectionCheckedOut', () => (held += 1));
  client.on('connectionCheckedIn', () => (held -= 1));
  for (let each = 0; each < maxPoolSize; each += 1) {
    const reader = connection
      .db!.collection(NEWS)
      .watch([], { maxAwaitTimeMS: HELD_MS, readConcern: { level: 'majority' } });
    void reader.tryNext().finally(() => reader.close());
  }
  await eventually(async () => {
    expect(held).toBe(maxPoolSize);
    await sleep(200);
    expect(held).toBe(maxPoolSize);
  });
}

let api: TestApi;

beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());

test('an order that gets no connection is refused within the limit, and not tried again', async () => {
  await api.place();
  const count = () => api.store.collection('order_events').countDocuments({ type: 'NewOrder' });
  await holdAll(api.app.get<Connection>(getConnectionToken()));
  const begin = performance.now();
  const { status, headers } = await api.post('/orders', newOrder());
  const tookMs = performance.now() - begin;
  expect({ status, retryAfter: headers['retry-after'] }).toEqual({ status: 503, retryAfter: '2' });
  expect(tookMs).toBeGreaterThanOrEqual(waitQueueTimeoutMS - 100);
  // Had it been tried a second time, it would have waited a second time.
  expect(tookMs).toBeLessThan(1.8 * waitQueueTimeoutMS);
  await api.store.collection(NEWS).insertOne({ _id: NEWS });

  await api.place();
  expect(await count()).toBe(2);
});
