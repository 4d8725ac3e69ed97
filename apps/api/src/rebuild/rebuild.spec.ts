import { eventually, type Json, TestApi } from '../testing/test-api';

describe('rebuild', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  const show = async (): Promise<Json> => (await api.get('/rebuild')).body;
  /** The lease is let go right after the end is told. */
  const freed = () =>
    eventually(async () => expect(await api.store.collection('leases').countDocuments()).toBe(0));
  const begin = async () => {
    await freed();
    expect((await eventually(() => api.post('/rebuild'))).status).toBe(202);
  };
  const ended = () =>
    eventually(async () => {
      const view = await show();
      expect(view.state).not.toBe('running');
      return view;
    });

  test('corrects what differs from the journal, and says what it was', async () => {
    expect(await show()).toMatchObject({ state: 'never', startedAt: null });
    const spoilt = await api.place();
    const lost = await api.place();
    await api.store
      .collection('orders')
      .updateOne({ _id: spoilt.orderId }, { $set: { account: 'x' } });
    await api.store.collection('orders').deleteOne({ _id: lost.orderId });

    const { status, body } = await api.post('/rebuild');
    expect([status, body.state, body.step]).toEqual([202, 'running', 'orders']);
    const view = await ended();
    expect(view).toMatchObject({
      state: 'done',
      orders: 2,
      fills: 0,
      events: 2,
      positions: 0,
      differenceCount: 2,
      step: null,
      error: null,
      startedAt: body.startedAt,
    });
    expect(view.differences).toEqual(
      expect.arrayContaining([
        { collection: 'orders', id: spoilt.orderId, kind: 'different' },
        { collection: 'orders', id: lost.orderId, kind: 'missing' },
      ]),
    );
    expect((await api.order(spoilt.orderId)).account).toBe('42');
    expect((await api.order(lost.orderId)).orderId).toBe(lost.orderId);

    await begin();
    expect(await ended()).toMatchObject({ state: 'done', differenceCount: 0, differences: [] });
  });

  test('counts the histories that it cannot read, and ops are told of each', async () => {
    const events = api.store.collection('order_events');
    const orderIds: string[] = [];
    for (let order = 0; order < 3; order += 1) orderIds.push((await api.place()).orderId);
    await events.updateMany({ orderId: { $in: orderIds } }, { $set: { seq: 2 } });
    await begin();
    expect(await ended()).toMatchObject({ state: 'done', unreadable: 3 });
    await eventually(async () => {
      const { items } = (await api.get('/ops/set-aside')).body;
      expect(items.map(({ id }: Json) => id).sort()).toEqual([...orderIds].sort());
    });
    await events.updateMany({ orderId: { $in: orderIds } }, { $set: { seq: 1 } });
  });

  test('one at a time: another is refused, and so it is while another process has the lease', async () => {
    await freed();
    const [first, second] = await Promise.all([api.post('/rebuild'), api.post('/rebuild')]);
    expect([first.status, second.status].sort()).toEqual([202, 409]);
    await ended();
    await freed();
    const leases = api.store.collection('leases');
    const expiresAt = new Date(Date.now() + 60_000);
    await leases.insertOne({ _id: 'rebuild' as never, holder: 'another process', expiresAt });
    expect((await api.post('/rebuild')).status).toBe(409);
    await leases.deleteOne({ _id: 'rebuild' as never });
  });

  test('one whose process died is broken off, and can be started again', async () => {
    const dead = { ...(await show()), state: 'running', finishedAt: null, startedAt: new Date() };
    await api.store
      .collection('operations')
      .updateOne({ _id: 'rebuild' as never }, { $set: { progress: dead } });

    expect((await show()).state).toBe('brokenOff');
    await begin();
    expect((await ended()).state).toBe('done');
  });

  test('one that fails says why', async () => {
    await api.store
      .collection('order_events')
      .insertOne({ orderId: 'x', seq: 1, type: 'NewOrder' } as never);
    await begin();
    expect(await ended()).toMatchObject({ state: 'failed', error: expect.any(String) });
  });
});
