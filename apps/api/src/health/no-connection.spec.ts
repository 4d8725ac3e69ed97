import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { connectionOptions } from '../../../../libs/persistence/src/persistence.module';
import { eventually, newOrder, TestApi } from '../testing/test-api';

const NEWS = 'news';
const { maxPoolSize, waitQueueTimeoutMS } = connectionOptions;

/** As long as the server lets them: the client gives up after 10 s. */
const HELD_MS = 9_000;

/** Takes every connection of a process, as readers did that wait for news; others wait for one. */
async function holdAll(store: Connection, process: Connection): Promise<void> {
  for (let each = 0; each < maxPoolSize; each += 1) {
    const reader = process
      .db!.collection(NEWS)
      .watch([], { maxAwaitTimeMS: HELD_MS, readConcern: { level: 'majority' } });
    void reader.tryNext().finally(() => reader.close());
  }
  const waiting = {
    active: true,
    ns: `${store.db!.databaseName}.${NEWS}`,
    'command.getMore': { $exists: true },
  };
  const admin = store.getClient().db('admin');
  await eventually(async () => {
    const found = admin.aggregate([{ $currentOp: {} }, { $match: waiting }]);
    expect(await found.toArray()).toHaveLength(maxPoolSize);
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
  await holdAll(api.store.connection, api.app.get<Connection>(getConnectionToken()));
  const begin = performance.now();
  const { status, headers } = await api.post('/orders', newOrder());
  const tookMs = performance.now() - begin;
  expect({ status, retryAfter: headers['retry-after'] }).toEqual({ status: 503, retryAfter: '2' });
  expect(tookMs).toBeGreaterThanOrEqual(waitQueueTimeoutMS - 100);
  // Had it been tried a second time, it would have waited a second time.
  expect(tookMs).toBeLessThan(1.8 * waitQueueTimeoutMS);
  await api.store.collection(NEWS).insertOne({ _id: NEWS });

  await eventually(() => api.place());
  expect(await count()).toBe(2);
});
