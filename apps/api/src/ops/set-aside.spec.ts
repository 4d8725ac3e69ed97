import { eventually, TestApi } from '../testing/test-api';

let api: TestApi;
/** Another process of the installation. What it wrote it does not read again. */
let writer: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
  writer = await TestApi.start({}, api.store);
});
afterAll(async () => {
  await writer.stop();
  await api.stop();
});

/** An order of whose history an event was lost, with the read model that was made of it. */
async function damaged(): Promise<string> {
  const { orderId } = await writer.place();
  await writer.fill(orderId, '10', '100', 'lost-1');
  await writer.fill(orderId, '10', '100', 'kept-1');
  const { deletedCount } = await api.store
    .collection('order_events')
    .deleteOne({ orderId, execId: 'lost-1' });
  expect(deletedCount).toBe(1);
  await api.store.collection('orders').deleteOne({ _id: orderId as never });
  return orderId;
}

const feedOf = async (orderId: string) =>
  (await api.get('/events')).body.items.filter(
    (item: { orderId: string }) => item.orderId === orderId,
  );

test('an order whose history has a gap is shown to ops, and everything else goes on', async () => {
  const orderId = await damaged();
  const answer = await api.get(`/orders/${orderId}`);
  expect({ status: answer.status, detail: answer.body.detail }).toEqual({
    status: 500,
    detail: `The history of order ${orderId} cannot be read from event 2 on: event 2 is missing; see /ops/set-aside`,
  });
  // It is noted beside the answer, which does not wait for that.
  await eventually(async () => {
    const { body: listed } = await api.get('/ops/set-aside');
    expect(listed).toEqual({
      items: [
        {
          stream: 'order',
          id: orderId,
          seq: 2,
          kind: 'broken',
          reason: 'event 2 is missing',
          since: expect.any(String),
        },
      ],
      nextCursor: null,
    });
  });
  const { body: ready } = await api.get('/health/ready');
  expect(ready).toMatchObject({
    status: 'degraded',
    checks: { histories: { state: 'setAside', count: 1 } },
  });
  expect((await api.get('/metrics')).text).toContain('ome_histories_set_aside 1');

  const next = await api.place();
  expect(await feedOf(next.orderId)).toHaveLength(1);
});

test('reports on it are kept, and booked once the history can be read', async () => {
  const orderId = await damaged();
  const events = api.store.collection('order_events');
  const trade = {
    ClOrdID: orderId,
    ExecType: 'F',
    OrdStatus: '1',
    ExecID: 'late-1',
    LastQty: 10,
    LastPx: 100,
  };
  const { body } = await api.post('/execution_endpoint', trade);
  expect(body).toMatchObject({ success: false });
  const kept = (await api.get('/ops/unmatched-reports')).body.items;
  expect(kept).toMatchObject([{ keptFor: 'unknown', report: { execId: 'late-1' } }]);

  await events.updateOne({ orderId, seq: 3 }, { $set: { seq: 2 } });
  await api.sweepReports();
  expect((await api.get('/ops/unmatched-reports')).body.items).toEqual([]);
  expect((await api.order(orderId)).cumQty).toBe('20');
});

test('an event of a newer engine gives 503 with Retry-After', async () => {
  const { orderId } = await writer.place();
  // As it would be after a newer engine changed the order.
  const newer = { $set: { schemaVersion: 99 } };
  for (const name of ['order_events', 'orders']) {
    const { modifiedCount } = await api.store
      .collection(name)
      .updateOne({ $or: [{ orderId }, { _id: orderId as never }] }, newer);
    expect(modifiedCount).toBe(1);
  }
  for (const answer of [
    await api.post(`/orders/${orderId}/cancel`, {}),
    await api.get(`/orders/${orderId}/events`),
  ]) {
    const { status, headers, body } = answer;
    expect({ status, retryAfter: headers['retry-after'] }).toEqual({
      status: 503,
      retryAfter: '2',
    });
    expect(body.detail).toContain('NewOrder is in schema version 99, and this engine knows 3');
  }
  await eventually(async () => {
    const { body } = await api.get('/ops/set-aside');
    expect(body.items).toContainEqual(expect.objectContaining({ id: orderId, kind: 'newer' }));
  });
});
