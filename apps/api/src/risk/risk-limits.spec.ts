import { Readable } from 'node:stream';
import { EventFeed, PositionProjector, SAMPLE_SOURCE } from '@ome/engine';
import { FLATTRADE, readScripMaster } from '@ome/execution-links';
import { FLATTRADE_SAMPLE } from '@ome/listings';
import { InstrumentStore } from '@ome/persistence';
import { type Answer, newOrder, TestApi, TestStore } from '../testing/test-api';

/** Two processes on one store: what one counts the other must know. */
describe('limits', () => {
  let store: TestStore;
  let apis: TestApi[];
  let account = 1_000;

  beforeAll(async () => {
    store = await TestStore.create();
    const instruments = new InstrumentStore(store.connection.db!.collection('instruments'));
    for (const { name, text } of FLATTRADE_SAMPLE) {
      const rows = readScripMaster({ name, content: Readable.from([text]) });
      await instruments.write({ broker: FLATTRADE, source: SAMPLE_SOURCE, rows });
    }
    apis = [await TestApi.start({}, store), await TestApi.start({}, store)];
  });
  afterAll(async () => {
    for (const api of apis) await api.stop();
    await store.drop();
  });
  beforeEach(() => (account += 1));

  const order = (fields: object = {}) => newOrder({ account: String(account), ...fields });
  const set = async (rules: object, scope: object = { account: String(account) }) => {
    const answer = await apis[0].put('/risk/limits', { ...scope, ...rules });
    expect(answer).toMatchObject({ status: 200 });
    return answer.body;
  };
  const place = (fields: object = {}, process = 1): Promise<Answer> =>
    apis[process].placeUnderLoad({ account: String(account), ...fields });
  /** As a worker does all the time. */
  const followPositions = async () => {
    const { entries } = await apis[0].app.get(EventFeed).page(null, 10_000);
    await apis[0].app.get(PositionProjector).project(entries);
  };
  /** Many at once, through both processes; how many passed, and why the others did not. */
  async function race(count: number, fields: (index: number) => object = () => ({})) {
    const answers = await Promise.all(
      Array.from({ length: count }, (_, index) => place(fields(index), index % 2)),
    );
    const refused = answers.filter(({ status }) => status === 409).map(({ body }) => body.code);
    const passed = answers.filter(({ status }) => status === 201);
    expect(passed.length + refused.length).toBe(count);
    return { passed, refused: [...new Set(refused)] };
  }

  const NIFTY = { symbol: 'NIFTY29DEC26F', exchange: 'NFO', quantity: '65' };

  test('are off until set, and every rule is shown', async () => {
    expect((await place({ quantity: '0.001', price: '99999999' })).status).toBe(201);
    const { body } = await apis[0].get(`/risk/limits?account=${account}`);
    expect(body.rules).toHaveLength(17);
    expect(body.scopes.map(({ scope }: { scope: string }) => scope)).toEqual(['engine', 'account']);
    expect(Object.values(body.scopes[1].rules)).toEqual(
      Array.from({ length: 17 }, () => ({ value: null, from: null })),
    );
    expect(body.use).toEqual([]);
  });

  test.each<[object, object, string, string]>([
    [
      { lotSize: true },
      { ...NIFTY, quantity: '76' },
      'NOT_IN_LOTS',
      'NIFTY orders must be in multiples of 65',
    ],
    [
      { lotSize: true },
      { ...NIFTY, symbol: 'BANKNIFTY29DEC26F', quantity: '20' },
      'NOT_IN_LOTS',
      'BANKNIFTY orders must be in multiples of 30',
    ],
    [
      { knownInstrument: true },
      { symbol: 'NOBODY' },
      'UNKNOWN_INSTRUMENT',
      'The instrument is not known',
    ],
    [
      { maxOrderQty: '99' },
      {},
      'ABOVE_MAX_ORDER_QTY',
      'The quantity 100 is above the maximum order quantity of 99',
    ],
    [
      { maxOrderNotional: '1000' },
      { ordType: 'MARKET', price: undefined, symbol: 'UNTRADED' },
      'PRICE_UNKNOWN',
      'The order value cannot be computed: there is no last price',
    ],
  ])('%j refuses %j', async (rules, fields, code, detail) => {
    await set(rules);
    expect(await place(fields)).toMatchObject({ status: 409, body: { code, detail } });
    expect(await store.collection('orders').countDocuments({ account: String(account) })).toBe(0);
    await set(Object.fromEntries(Object.keys(rules).map((rule) => [rule, null])));
    expect((await place(fields)).status).toBe(201);
  });

  test.each([
    [{ notExpired: true }, '65', 'INSTRUMENT_EXPIRED', 'The instrument has expired'],
    [{}, '65', 'INSTRUMENT_EXPIRED', 'The instrument has expired'],
    // The lot example of the first program of this kind.
    [{ lotSize: true }, '20', 'NOT_IN_LOTS', 'BANKNIFTY orders must be in multiples of 15'],
    [{ lotSize: true }, '15', 'INSTRUMENT_EXPIRED', 'The instrument has expired'],
  ])('%j or not, an expired contract is refused', async (rules, quantity, code, detail) => {
    if (Object.keys(rules).length > 0) await set(rules);
    const answer = await place({ ...NIFTY, symbol: 'BANKNIFTY21AUG25P51000', quantity });
    expect(answer).toMatchObject({ status: 409, body: { code, detail } });
  });

  test('lots in whole numbers pass, BANKNIFTY by its own', async () => {
    await set({ lotSize: true, knownInstrument: true });
    expect((await place(NIFTY)).status).toBe(201);
    expect((await place({ ...NIFTY, symbol: 'BANKNIFTY29DEC26F', quantity: '30' })).status).toBe(
      201,
    );
  });

  test('the order entry gateway is told in its own words', async () => {
    await set({ maxOrderQty: '5' });
    const { status, body } = await apis[1].post('/order_endpoint', {
      type: 1,
      user_id: 7,
      product_id: 'INFY',
      side: 0,
      price_instruction: 'LIMIT',
      ask_price: 10,
      total_qty: 6,
      exchange_id: 'NSE',
      account,
    });
    expect({ status, body }).toEqual({
      status: 200,
      body: { success: false, comment: 'The quantity 6 is above the maximum order quantity of 5' },
    });
  });

  test('open orders: of many at once exactly as many pass, and one more for each that closes', async () => {
    await set({ maxOpenOrders: 5 });
    const { passed, refused } = await race(40);
    expect({ passed: passed.length, refused }).toEqual({
      passed: 5,
      refused: ['TOO_MANY_OPEN_ORDERS'],
    });

    await apis[0].report({ ClOrdID: passed[0].body.orderId, OrdStatus: '4' });
    expect((await race(10)).passed).toHaveLength(1);
  });

  test('exposure: two that race for the last of it, and replaces by the difference', async () => {
    await set({ maxExposure: '1000' });
    const { passed, refused } = await race(20, () => ({ quantity: '3', price: '100' }));
    expect({ passed: passed.length, refused }).toEqual({
      passed: 3,
      refused: ['ABOVE_MAX_EXPOSURE'],
    });

    const raced = await Promise.all(
      passed.map(({ body }, index) =>
        apis[index % 2].put(`/orders/${body.orderId}`, { quantity: '4' }),
      ),
    );
    expect(raced.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    const { body } = await apis[0].get(`/risk/limits?account=${account}`);
    expect(body.use).toEqual([
      expect.objectContaining({ openOrders: 3, exposure: '1000', ordersLastSecond: {} }),
    ]);
    // What gets out is never refused.
    const smaller = await apis[0].put(`/orders/${passed[0].body.orderId}`, { quantity: '1' });
    expect(smaller.status).toBe(202);
  });

  test('orders per second, per exchange', async () => {
    await set({ maxOrdersPerSecond: 7 });
    const began = performance.now();
    const { passed, refused } = await race(30);
    // One, unless the machine needs longer for them all.
    const seconds = 1 + Math.floor((performance.now() - began) / 1_000);
    expect(passed.length).toBeGreaterThanOrEqual(7);
    expect(passed.length).toBeLessThanOrEqual(7 * seconds);
    expect(refused).toEqual(passed.length < 30 ? ['TOO_MANY_ORDERS_PER_SECOND'] : []);
    expect((await place({ exchange: 'BSE' })).status).toBe(201);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await place()).status).toBe(201);
  });

  test('the same order again: one of many passes', async () => {
    await set({ repeatWindowMs: 60_000 });
    const { passed, refused } = await race(20);
    expect({ passed: passed.length, refused }).toEqual({ passed: 1, refused: ['REPEATED_ORDER'] });
    expect((await place({ quantity: '101' })).status).toBe(201);
  });

  test('a repeat of one request is the same order, and counts once', async () => {
    await set({ maxOpenOrders: 1, repeatWindowMs: 60_000, maxOrdersPerSecond: 1 });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => place({ clOrdId: `once-${account}` }, index % 2)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(9).fill(200), 201]);
    expect((await place({ clOrdId: `other-${account}` })).status).toBe(409);
  });

  test('orders that were open before the limit count', async () => {
    await place();
    await place();
    await set({ maxOpenOrders: 3 });
    expect((await race(10)).passed).toHaveLength(1);
  });

  test('counters outlive the process', async () => {
    await set({ maxOpenOrders: 2 });
    await place();
    const next = await TestApi.start({}, store);
    expect((await next.post('/orders', order())).status).toBe(201);
    expect((await next.post('/orders', order())).body.code).toBe('TOO_MANY_OPEN_ORDERS');
    await next.stop();
  });

  test("the day's loss, at last prices", async () => {
    await set({ maxDailyLoss: '500' });
    const symbol = `LOSS${account}`;
    const bought = await place({ symbol, quantity: '10', price: '100' });
    await apis[0].fill(bought.body.orderId, '10', '100', `b-${account}`);
    const other = await apis[0].place({ symbol, quantity: '1', price: '51' });
    await apis[0].fill(other.orderId, '1', '51', `o-${account}`);
    await followPositions();
    expect((await place({ symbol })).status).toBe(201);
    const lower = await apis[0].place({ symbol, quantity: '1', price: '50' });
    await apis[0].fill(lower.orderId, '1', '50', `l-${account}`);
    await followPositions();
    expect(await place({ symbol })).toMatchObject({
      status: 409,
      body: {
        code: 'DAILY_LOSS_REACHED',
        detail: 'The maximum daily loss is reached: the limit is 500',
      },
    });
    const { body } = await apis[0].get(`/risk/limits?account=${account}`);
    expect(body.scopes[1].rules.maxDailyLoss).toEqual({ value: '500', from: 'account' });
  });

  test('the most specific scope wins, DELETE takes it back, and it is written down who did what', async () => {
    const symbol = { account: String(account), symbol: 'INFY' };
    await set({ maxOrderQty: '10' });
    await set({ maxOrderQty: '200' }, symbol);
    expect((await place()).status).toBe(409);
    expect((await place({ symbol: 'INFY-EQ' })).status).toBe(201);
    const removed = await apis[1].call('DELETE', `/risk/limits?account=${account}&symbol=INFY`);
    expect(removed.status).toBe(204);
    expect((await place({ symbol: 'INFY' }, 0)).status).toBe(409);

    const { body } = await apis[0].get('/risk/changes?limit=3');
    expect(body.items).toEqual([
      expect.objectContaining({
        action: 'limitsRemoved',
        before: { maxOrderQty: '200' },
        after: null,
      }),
      expect.objectContaining({ action: 'limitsSet', after: { maxOrderQty: '200' } }),
      expect.objectContaining({ action: 'limitsSet', before: null, after: { maxOrderQty: '10' } }),
    ]);
  });

  test('rules that are changed at the same moment all hold, and each change was written down', async () => {
    const rules = [{ maxOrderQty: '9' }, { maxOpenOrders: 8 }, { lotSize: true }];
    const more = [{ maxExposure: '7' }, { priceBandPercent: '6' }, { notExpired: true }];
    await Promise.all(
      [...rules, ...more].map((rule, index) =>
        apis[index % 2].put('/risk/limits', { account: String(account), ...rule }),
      ),
    );
    const { body } = await apis[0].get(`/risk/limits?account=${account}`);
    const all = Object.assign({}, ...rules, ...more) as Record<string, unknown>;
    for (const [rule, value] of Object.entries(all)) {
      expect(body.scopes[1].rules[rule]).toEqual({ value, from: 'account' });
    }
    const { body: changes } = await apis[0].get('/risk/changes?limit=6');
    expect(changes.items.map(({ action }: { action: string }) => action)).toEqual(
      Array.from({ length: 6 }, () => 'limitsSet'),
    );
    const sizes = changes.items.map(({ after }: { after: object }) => Object.keys(after).length);
    expect(sizes.toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('of two who edited the same version one is refused, and told what to do', async () => {
    const { version } = await set({ maxOrderQty: '10' });
    const edit = (maxOrderQty: string, seen: number) =>
      apis[1].put('/risk/limits', { account: String(account), maxOrderQty, version: seen });
    const answers = await Promise.all([edit('20', version), edit('30', version)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'LIMITS_CHANGED',
      detail: 'The limits have changed since you read them: read them again and send their version',
    });
    const stands = answers.find(({ status }) => status === 200)!.body.version;
    expect((await edit('40', stands)).status).toBe(200);
    await apis[0].call('DELETE', `/risk/limits?account=${account}`);
    await set({ maxOrderQty: '10' });
    expect((await edit('50', version)).status).toBe(409);
    expect((await edit('60', 0)).status).toBe(409);
  });

  test('of two who edit and remove the same version one is refused, whoever comes first', async () => {
    const remove = (seen: unknown) =>
      apis[1].call('DELETE', `/risk/limits?account=${account}&version=${String(seen)}`);
    const { version } = await set({ maxOrderQty: '10' });
    expect(await remove('seven')).toMatchObject({
      status: 400,
      body: { detail: 'version must be a whole number' },
    });
    const edit = { account: String(account), maxOrderQty: '20', version };
    const answers = await Promise.all([remove(version), apis[0].put('/risk/limits', edit)]);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(1);

    const { version: stands } = await set({ maxOrderQty: '30' });
    expect((await remove(version)).body.code).toBe('LIMITS_CHANGED');
    expect((await remove(stands)).status).toBe(204);
    expect((await remove(stands)).status).toBe(409);
    expect((await remove(0)).status).toBe(204);
  });

  test('limits that were stored without a version can be changed', async () => {
    await set({ maxOrderQty: '10' });
    const stored = store.collection('risk_limits');
    await stored.updateOne({ account: String(account) }, { $unset: { version: '' } });
    const body = { account: String(account), maxOpenOrders: 3, version: 0 };
    expect((await apis[0].put('/risk/limits', body)).body.rules).toMatchObject({
      maxOrderQty: { value: '10' },
      maxOpenOrders: { value: 3 },
    });
  });

  test.each<[object, string]>([
    [{ account: '1' }, 'body must contain a rule'],
    [{ symbol: 'INFY', lotSize: true }, 'account is required with exchange or symbol'],
    [
      { account: '1', exchange: 'NSE', symbol: 'INFY', lotSize: true },
      'symbol must be left out with exchange',
    ],
    [{ maxOpenOrders: -1 }, 'maxOpenOrders must not be less than 0'],
    [{ maxExposure: '0' }, 'maxExposure must be greater than zero'],
    [{ repeatWindowMs: 60_001 }, 'repeatWindowMs must not be greater than 60000'],
  ])('PUT %j: 400', async (body, detail) => {
    expect(await apis[0].put('/risk/limits', body)).toMatchObject({
      status: 400,
      body: { detail },
    });
  });
});
