import { Harness } from '../testing/harness';

let sim: Harness;
beforeAll(async () => {
  sim = await Harness.start();
});
afterAll(() => sim.stop());
afterEach(async () => {
  await sim.call('DELETE', '/control');
  await sim.call('DELETE', '/ledger');
});

const deliver = (orderId: string, fillId: string) =>
  sim.call('POST', '/trade_post', {
    order_id: orderId,
    state: '1',
    fill: { price: 100, qtydone: 4, exchange_id: 'NSE', fill_id: fillId },
  });
const control = (behaviour: object) => sim.call('PUT', '/control/trade_post', behaviour);

it('accepts a delivery and shows it', async () => {
  expect(await deliver('t1', 'f1')).toMatchObject({ status: 200, json: { success: true } });
  await deliver('t2', 'f1');
  const { json } = await sim.call('GET', '/trade_post/deliveries?orderId=t1');
  expect(json.items).toEqual([
    expect.objectContaining({
      kind: 'delivery',
      orderId: 't1',
      fillId: 'f1',
      taken: true,
      body: expect.objectContaining({ state: '1' }),
    }),
  ]);
});

it.each([
  ['refuse', 200, { success: false, comment: 'Refused by the trade post' }],
  ['fail', 500, { success: false, comment: 'Internal error' }],
])('%s records the delivery as not accepted', async (behaviour, status, json) => {
  await control({ behaviour });
  expect(await deliver('t3', 'f1')).toMatchObject({ status, json });
  expect(await sim.summary()).toMatchObject({ deliveries: 1, fillsDelivered: 0 });
});

it('drop records the delivery and cuts the connection', async () => {
  await control({ behaviour: 'drop' });
  await expect(deliver('t4', 'f1')).rejects.toThrow('fetch failed');
  await control({ behaviour: 'take' });
  await deliver('t4', 'f1');
  expect(await sim.summary()).toMatchObject({ deliveries: 2, fillsDelivered: 1 });
});

it('delay answers late', async () => {
  await control({ behaviour: 'delay', delayMs: 200 });
  const startedAt = Date.now();
  expect((await deliver('t5', 'f1')).status).toBe(200);
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(190);
});

it.each([[{}], [{ order_id: 't6' }], [{ order_id: 't6', fill: {} }], [[]]])(
  'refuses %j',
  async (body) => {
    const answer = await sim.call('POST', '/trade_post', body);
    expect(answer).toMatchObject({ status: 400, json: { success: false } });
  },
);
