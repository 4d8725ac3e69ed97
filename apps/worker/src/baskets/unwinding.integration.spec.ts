import type { Json } from '../../../api/src/testing/test-api';
import { eventually } from '../../../simulator/src/testing/harness';
import { BrokerDesk } from '../testing/broker-desk';

let desk: BrokerDesk;

beforeAll(async () => {
  desk = await BrokerDesk.start();
  await desk.logIn('flattrade');
});
afterAll(() => desk.stop());

const LEG = {
  link: 'flattrade',
  exchange: 'NSE',
  product: 'CNC',
  side: 'BUY',
  ordType: 'LIMIT',
  price: '100',
  quantity: 10,
};

const stop = (account: string, mode: 'block-new' | 'block-all') =>
  desk.api.post('/risk/kill-switch', { scope: 'account', id: account, mode, reason: 'enough' });
const limit = (account: string, rules: object) =>
  desk.api.put('/risk/limits', { account, ...rules });

/** The basket once its first leg was filled and the rest is decided under these settings. */
async function basketUnder(account: string, forbid: () => Promise<unknown>): Promise<Json> {
  const late = { parts: 1, partDelayMs: { min: 3_000, max: 3_000 } };
  await desk.sim.call('PUT', '/control', { behaviour: 'fill', ...late });
  const { status, body } = await desk.api.post('/baskets', {
    basketClOrdId: account,
    account,
    proceedWhen: 'FILLED',
    stageTimeoutMs: 60_000,
    onFailure: 'UNWIND',
    legs: [
      { ...LEG, stage: 1, symbol: 'INFY' },
      { ...LEG, stage: 2, symbol: 'TCS' },
    ],
  });
  expect(status).toBe(201);
  const [{ orderId }] = body.legs;
  await eventually(async () => expect(await desk.statusOf(orderId)).toBe('New'));
  await forbid();
  await desk.sim.call('PUT', '/control', { behaviour: 'fill', parts: 1 });
  return eventually(async () => {
    const shown = (await desk.api.get(`/baskets/${body.basketId}`)).body;
    if (shown.outcome === null) throw new Error('The basket is not over');
    return shown;
  });
}

test.each<[string, (account: string) => Promise<unknown>, string]>([
  ['the kill switch', (account) => stop(account, 'block-new'), 'TRADING_STOPPED'],
  ['a limit of exposure', (account) => limit(account, { maxExposure: '1' }), 'ABOVE_MAX_EXPOSURE'],
  [
    'a limit of one order',
    (account) => limit(account, { maxOrderQty: '1' }),
    'ABOVE_MAX_ORDER_QTY',
  ],
])('%s refuses the next leg, and lets the basket unwind what it bought', async (...row) => {
  const [name, forbid, code] = row;
  const account = name.replaceAll(' ', '-');
  const basket = await basketUnder(account, () => forbid(account));
  expect(basket).toMatchObject({
    outcome: 'UNWOUND',
    legs: [
      { order: { cumQty: '10' }, unwinding: [{ ordStatus: 'Filled', side: 'SELL' }] },
      { refusal: { code } },
    ],
  });
  await eventually(async () => {
    const { items } = (await desk.api.get(`/positions?account=${account}`)).body;
    expect(items).toMatchObject([{ symbol: 'INFY', netQty: '0' }]);
  });
});
