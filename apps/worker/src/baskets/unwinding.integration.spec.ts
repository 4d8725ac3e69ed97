import type { Json } from '../../../api/src/testing/test-api';
import { eventually } from '../../../simulator/src/testing/harness';
import { BrokerDesk } from '../testing/broker-desk';

/** While only the broker lacks what was filled just now, the basket waits. */
const PATIENCE_MS = 60_000;

jest.setTimeout(2 * PATIENCE_MS);

const LINKS = ['flattrade', 'breeze'];

let desk: BrokerDesk;

beforeAll(async () => {
  desk = await BrokerDesk.start();
  for (const link of LINKS) await desk.logIn(link);
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

/** The id of a basket whose first leg is filled, and whose rest is decided, under these settings. */
async function basketUnder(
  account: string,
  forbid: () => Promise<unknown>,
  link = 'flattrade',
): Promise<string> {
  const late = { parts: 1, partDelayMs: { min: 3_000, max: 3_000 } };
  await desk.sim.call('PUT', '/control', { behaviour: 'fill', ...late });
  const { status, body } = await desk.api.post('/baskets', {
    basketClOrdId: account,
    account,
    proceedWhen: 'FILLED',
    stageTimeoutMs: 60_000,
    onFailure: 'UNWIND',
    legs: [
      { ...LEG, link, stage: 1, symbol: 'INFY' },
      { ...LEG, link, stage: 2, symbol: 'TCS' },
    ],
  });
  expect(status).toBe(201);
  const [{ orderId }] = body.legs;
  await eventually(async () => expect(await desk.statusOf(orderId)).toBe('New'));
  await forbid();
  await desk.sim.call('PUT', '/control', { behaviour: 'fill', parts: 1 });
  return body.basketId;
}

const over = (basketId: string): Promise<Json> =>
  eventually(async () => {
    const shown = (await desk.api.get(`/baskets/${basketId}`)).body;
    if (shown.outcome === null) throw new Error('The basket is not over');
    return shown;
  }, PATIENCE_MS);

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
  const basket = await over(await basketUnder(account, () => forbid(account)));
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

test.each(LINKS)(
  'at %s a switch that blocks all keeps what was bought until it is lifted',
  async (link) => {
    const account = `blocked-${link}`;
    const basketId = await basketUnder(account, () => stop(account, 'block-all'), link);
    const shown = async () => (await desk.api.get(`/baskets/${basketId}`)).body;
    await eventually(async () => {
      const { legs, alerts } = await shown();
      expect(legs[0]).toMatchObject({ order: { cumQty: '10' }, unwinding: [] });
      expect(alerts).toMatchObject([{ code: 'UNWIND_WAITS', leg: 1 }]);
      expect(alerts[0].text).toContain('enough');
    }, PATIENCE_MS);
    const { items } = (await desk.api.get(`/orders?account=${account}`)).body;
    expect(items.filter(({ side }: Json) => side === 'SELL')).toEqual([]);

    await desk.api.call('DELETE', `/risk/kill-switch/account/${account}`);
    expect(await over(basketId)).toMatchObject({
      outcome: 'UNWOUND',
      legs: [{ unwinding: [{ ordStatus: 'Filled', cumQty: '10' }] }, {}],
    });
    const query = `/positions?account=${account}&symbol=INFY`;
    await eventually(async () => {
      expect((await desk.api.get(query)).body.items).toMatchObject([{ netQty: '0' }]);
    });
  },
);

describe('what somebody closed before is not closed again', () => {
  /** Each test has a share of its own, as accounts share the session. */
  let account: string;
  let symbol: string;
  const has = async (ours: number, theirs: number) =>
    eventually(async () => {
      const query = `/positions?account=${account}&symbol=${symbol}&broker=true`;
      const { items, brokers } = (await desk.api.get(query)).body;
      const held = brokers[0].items.find((net: Json) => net.symbol === symbol);
      const nets = [items[0]?.netQty ?? '0', brokers[0].fault ?? held?.brokerNetQty ?? '0'];
      expect(nets).toEqual([String(ours), String(theirs)]);
    }, PATIENCE_MS);

  beforeEach(async () => {
    await desk.sim.call('PUT', '/control', { behaviour: 'fill', parts: 1 });
    await desk.sim.call('PUT', '/control/symbols/TCS-EQ', { behaviour: 'rest' });
  });
  afterEach(() => desk.sim.call('DELETE', '/control'));

  /** The basket whose first leg bought 10, and whose second one rests. */
  async function basketOf(share: string, more: object = {}, name = 'first'): Promise<string> {
    [account, symbol] = [`closed-${share}`, share];
    const { body } = await desk.api.post('/baskets', {
      basketClOrdId: `${name}-${account}`,
      account,
      proceedWhen: 'FILLED',
      stageTimeoutMs: 600_000,
      onFailure: 'UNWIND',
      legs: [
        { ...LEG, stage: 1, symbol, ...more },
        { ...LEG, stage: 2, symbol: 'TCS' },
      ],
    });
    await eventually(async () => {
      const { legs } = (await desk.api.get(`/baskets/${body.basketId}`)).body;
      expect(legs[1].order?.ordStatus).toBe('New');
    });
    return body.basketId;
  }
  const atTerminal = (trantype: 'B' | 'S', quantity: number, behaviour = 'fill') =>
    desk.sim.call('POST', '/control/brokers/flattrade/users/FT1/terminal', {
      act: 'place',
      behaviour,
      fields: {
        exch: 'NSE',
        tsym: `${symbol}-EQ`,
        prd: 'C',
        trantype,
        qty: String(quantity),
        prctyp: 'LMT',
        prc: '100',
        ret: 'DAY',
      },
    });
  const unwind = (basketId: string) =>
    desk.api.post(`/baskets/${basketId}/cancel`, { unwind: true });
  const notHeld = (quantity: number) => ({
    code: 'NOT_HELD',
    leg: 1,
    text: `${quantity} of leg 1 was closed by somebody else: the position has less`,
  });

  test('what a client would close once more by a resting order is canceled first', async () => {
    const basketId = await basketOf('WIPRO');
    await desk.sim.call('PUT', '/control/symbols/WIPRO-EQ', { behaviour: 'rest' });
    const { link, exchange, product } = LEG;
    const { body: resting } = await desk.api.post('/orders', {
      clOrdId: `rests-${account}`,
      account,
      symbol,
      link,
      exchange,
      product,
      side: 'SELL',
      ordType: 'LIMIT',
      price: '200',
      quantity: 10,
    });
    await eventually(async () => expect(await desk.statusOf(resting.orderId)).toBe('New'));
    await desk.sim.call('PUT', '/control/symbols/WIPRO-EQ', { behaviour: 'fill', parts: 1 });
    await unwind(basketId);

    expect(await over(basketId)).toMatchObject({ outcome: 'UNWOUND' });
    expect(await desk.statusOf(resting.orderId)).toBe('Canceled');
    await has(0, 0);
  });

  test('all of it at the terminal', async () => {
    const basketId = await basketOf('SBIN');
    await atTerminal('S', 10);
    await has(0, 0);
    await unwind(basketId);
    const { alerts, legs, outcome } = await over(basketId);
    expect({ alerts, outcome }).toMatchObject({ alerts: [notHeld(10)], outcome: 'PARTIAL' });
    expect(legs[0].unwinding).toEqual([]);
    await has(0, 0);
  });

  test('a part of it at the terminal: the rest is closed', async () => {
    const basketId = await basketOf('ITC');
    await atTerminal('S', 4);
    await has(6, 6);
    await unwind(basketId);
    const { alerts, legs } = await over(basketId);
    expect(alerts).toMatchObject([notHeld(4)]);
    expect(legs[0].unwinding).toMatchObject([{ orderQty: '6', ordStatus: 'Filled' }]);
    await has(0, 0);
  });

  test('all of it by close-all', async () => {
    const basketId = await basketOf('RELIANCE');
    await desk.api.post('/positions/close-all', { account, cancelResting: false });
    await has(0, 0);
    await unwind(basketId);
    expect((await over(basketId)).alerts).toMatchObject([notHeld(10)]);
    await has(0, 0);
  });

  test('where another strategy holds the other side, all but what was closed is', async () => {
    const basketId = await basketOf('HDFCBANK');
    await atTerminal('S', 4);
    await has(6, 6);
    await desk.api.place({ ...LEG, account, symbol, side: 'SELL', quantity: 25 });
    await has(-19, -19);
    await unwind(basketId);
    const { alerts, legs } = await over(basketId);
    expect(alerts).toMatchObject([notHeld(4)]);
    expect(legs[0].unwinding).toMatchObject([{ orderQty: '6' }]);
    await has(-25, -25);
  });

  test('what another basket sold was closed by nobody: each closes its own', async () => {
    const bought = await basketOf('LT');
    const sold = await basketOf('LT', { side: 'SELL', quantity: 6 }, 'second');
    await has(4, 4);
    await unwind(bought);
    expect(await over(bought)).toMatchObject({
      outcome: 'UNWOUND',
      alerts: [],
      legs: [{ unwinding: [{ orderQty: '10', ordStatus: 'Filled' }] }, {}],
    });
    await has(-6, -6);
    await unwind(sold);
    expect(await over(sold)).toMatchObject({ outcome: 'UNWOUND', alerts: [] });
    await has(0, 0);
  });

  test('while an order of the terminal may close it, and while the books cannot be read, it waits', async () => {
    const basketId = await basketOf('ICICIBANK');
    await atTerminal('S', 10, 'rest');
    await eventually(async () => {
      const { items } = (await desk.api.get(`/orders?account=${account}&open=true`)).body;
      expect(items.map(({ origin }: Json) => origin)).toContain('venue');
    });
    await unwind(basketId);
    await eventually(async () => {
      const { legs } = (await desk.api.get(`/baskets/${basketId}`)).body;
      expect(legs[1].order.ordStatus).toBe('Canceled');
    });
    await desk.sim.call('PUT', '/control/lookup', { behaviour: 'error' });
    const { items } = (await desk.api.get(`/orders?account=${account}&open=true`)).body;
    const [resting] = items.filter(({ origin }: Json) => origin === 'venue');
    await desk.api.post(`/orders/${resting.orderId}/cancel`, {});
    await eventually(async () => expect(await desk.statusOf(resting.orderId)).toBe('Canceled'));
    const unread = {
      code: 'UNWIND_WAITS',
      text: expect.stringContaining('flattrade cannot say what it holds'),
    };
    await eventually(async () => {
      expect((await desk.api.get(`/baskets/${basketId}`)).body).toMatchObject({
        status: 'ALERT',
        alerts: [unread],
        legs: [{ unwinding: [] }, {}],
      });
    });
    await desk.sim.call('PUT', '/control/lookup', { behaviour: 'answer' });
    expect(await over(basketId)).toMatchObject({ outcome: 'UNWOUND', alerts: [unread] });
    await has(0, 0);
  });
});
