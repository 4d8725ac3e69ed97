import { getConnectionToken } from '@nestjs/mongoose';
import { linkQueue } from '@ome/contracts';
import { connectionOptions, FeedPositions, Leases, MODELS } from '@ome/persistence';
import { Queue } from 'bullmq';
import type { Connection } from 'mongoose';
import { eventually, type Json, TestApi } from '../testing/test-api';

describe('inspection', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  const inspect = async (): Promise<Json> => (await api.get('/inspection')).body;

  test('every collection, with its size and age', async () => {
    const before = Date.now();
    const { createdAt } = await api.place();
    await api.place();
    const { collections } = await inspect();

    expect(collections.map(({ name }: Json) => name).sort()).toEqual(
      MODELS.map(({ schema }) => schema.get('collection')).sort(),
    );
    const of = (name: string) => collections.find((one: Json) => one.name === name);
    expect(of('orders')).toMatchObject({
      documents: 2,
      sizeBytes: expect.any(Number),
      storageBytes: expect.any(Number),
      oldest: createdAt,
    });
    expect(of('orders').indexes).toContainEqual({ name: '_id_', sizeBytes: expect.any(Number) });
    expect(Date.parse(of('order_events').newest)).toBeGreaterThanOrEqual(before - 1_000);
    expect(of('instruments')).toMatchObject({ documents: 0, oldest: null, newest: null });
  });

  test('orders have connections to the store while several inspect it', async () => {
    const client = api.app.get<Connection>(getConnectionToken()).getClient();
    let [open, most] = [0, 0];
    client.on('connectionCheckedOut', () => (most = Math.max(most, (open += 1))));
    client.on('connectionCheckedIn', () => (open -= 1));
    await Promise.all([inspect(), inspect(), inspect()]);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThan(connectionOptions.maxPoolSize);
  });

  test('queues, feed consumers, and leases', async () => {
    const queue = new Queue(linkQueue('rest'), {
      connection: { url: api.store.environment.REDIS_URL },
    });
    await queue.add('nudge', { orderIds: [], urgent: false }, { delay: 60_000 });
    await queue.close();
    await api.app.get(FeedPositions).save('announcements', 'a cursor');

    const rest = await eventually(async () => {
      const { queues } = await inspect();
      return queues.find(({ route }: Json) => route === 'rest');
    });
    expect(rest).toMatchObject({
      name: 'ome-link-rest',
      paused: false,
      counts: { delayed: 1, active: 0, failed: 0 },
    });
    const { body } = await api.get('/inspection/ome-link-rest');
    expect(body.items).toContainEqual(
      expect.objectContaining({ data: { orderIds: [], urgent: false }, delay: 60_000 }),
    );
    await api.app.get(Leases).hold('sweep');
    const { followers, leases } = await inspect();
    expect(followers).toEqual([
      { name: 'announcements', at: expect.any(String), ageSeconds: expect.any(Number) },
    ]);
    expect(leases).toContainEqual(
      expect.objectContaining({ name: 'sweep', holder: expect.stringContaining(':'), held: true }),
    );
  });

  test('the newest documents of a collection, as they are stored', async () => {
    const orders = [await api.place(), await api.place()];
    const { body } = await api.get('/inspection/orders?limit=2');
    expect(body).toMatchObject({
      name: 'orders',
      items: orders.reverse().map(({ orderId, orderQty, createdAt }: Json) => ({
        _id: orderId,
        createdAt: { $date: createdAt },
        orderQty: { $numberDecimal: orderQty },
      })),
    });
  });
});
