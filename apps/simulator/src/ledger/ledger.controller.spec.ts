import { Harness } from '../testing/harness';

let sim: Harness;
beforeAll(async () => {
  sim = await Harness.start();
});
afterAll(() => sim.stop());
afterEach(() => sim.call('DELETE', '/ledger'));

it('shows requests in order of arrival, with their results', async () => {
  await sim.call('PUT', '/control/symbols/RELIANCE', { behaviour: 'rest' });
  await sim.newOrder('l1');
  await sim.cancel('l1', 'l1-c');
  await sim.call('GET', '/link/orders/l1-c');
  await sim.quiet();
  const { json } = await sim.call('GET', '/ledger?orderId=l1');
  expect(json.nextCursor).toBeNull();
  expect(json.items).toEqual([
    expect.objectContaining({
      kind: 'request',
      type: 'new',
      clOrdId: 'l1',
      orderQty: '10',
      price: '100.5',
      behaviour: 'rest',
      done: 'accepted',
    }),
    expect.objectContaining({
      kind: 'order',
      clOrdId: 'l1-c',
      ordStatus: '4',
      executions: [
        expect.objectContaining({ execType: '0', clOrdId: 'l1', acknowledgedByEngine: true }),
        expect.objectContaining({ execType: '4', clOrdId: 'l1-c', acknowledgedByEngine: true }),
      ],
    }),
    expect.objectContaining({ kind: 'request', type: 'cancel', origClOrdId: 'l1' }),
    expect.objectContaining({ kind: 'lookup', clOrdId: 'l1-c', status: 200 }),
  ]);
});

it('pages through many orders without losing or repeating one', async () => {
  const orderIds = Array.from({ length: 200 }, (_, index) => `l2-${index}`);
  await Promise.all(orderIds.map((orderId) => sim.newOrder(orderId)));
  await sim.quiet();
  const seen: string[] = [];
  let cursor: string | null = '0';
  while (cursor !== null) {
    const { json } = await sim.call('GET', `/ledger?kind=order&limit=30&after=${cursor}`);
    expect(json.items.length).toBeLessThanOrEqual(30);
    seen.push(...json.items.map((order) => order.orderId));
    cursor = json.nextCursor;
  }
  expect(seen.sort()).toEqual(orderIds.sort());
});

it.each(['limit=0x', 'limit=10001', 'after=-1'])('refuses %s', async (query) => {
  expect((await sim.call('GET', `/ledger?${query}`)).status).toBe(400);
});

it('says that it is well', async () => {
  expect((await sim.call('GET', '/health')).json).toEqual({ status: 'ok' });
});
