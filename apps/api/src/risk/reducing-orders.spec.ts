import { EventFeed, PositionProjector } from '@ome/engine';
import { type Answer, eventually, TestApi, TestStore } from '../testing/test-api';

/** Two processes on one store: what one lets pass the other must know. */
describe('orders that only reduce a position', () => {
  let store: TestStore;
  let apis: TestApi[];
  let account = 9_000;
  let executions = 0;

  beforeAll(async () => {
    store = await TestStore.create();
    apis = [await TestApi.start({}, store), await TestApi.start({}, store)];
  });
  afterAll(async () => {
    for (const api of apis) await api.stop();
    await store.drop();
  });
  beforeEach(() => (account += 1));

  const place = (fields: object = {}, process = 1): Promise<Answer> =>
    apis[process].placeUnderLoad({ account: String(account), ...fields });
  const sell = (quantity: string, fields: object = {}, process = 1) =>
    place({ side: 'SELL', quantity, price: '100', ...fields }, process);
  async function traded(side: string, quantity: string, fields: object = {}): Promise<string> {
    const { body } = await place({ side, quantity, price: '100', ...fields });
    await fill(body.orderId, quantity);
    return body.orderId;
  }
  const fill = (orderId: string, quantity: string) =>
    apis[0].fill(orderId, quantity, '100', `R${(executions += 1)}`);
  const held = (quantity = '10', fields: object = {}) => traded('BUY', quantity, fields);
  const pull = async (fields: object = {}) => {
    const body = { scope: 'account', id: String(account), reason: 'stop', ...fields };
    const answer = await apis[0].post('/risk/kill-switch', body);
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const release = () => apis[0].call('DELETE', `/risk/kill-switch/account/${account}`);
  const limit = async (rules: object) => {
    const answer = await apis[0].put('/risk/limits', { account: String(account), ...rules });
    expect(answer.status).toBe(200);
  };
  const codes = (answers: Answer[]) =>
    answers.map(({ status, body }) => (status === 201 ? 'passed' : body.code)).sort();

  test('pass a kill switch, and nothing else does', async () => {
    await held('10');
    expect(await pull()).toMatchObject({ mode: 'block-new' });
    expect(codes([await place({ quantity: '1' })])).toEqual(['TRADING_STOPPED']);
    expect(codes([await sell('11')])).toEqual(['TRADING_STOPPED']);
    expect(codes([await sell('1', { symbol: 'OTHER' })])).toEqual(['TRADING_STOPPED']);
    expect(codes([await sell('1', { exchange: 'BSE' })])).toEqual(['TRADING_STOPPED']);
    expect(codes([await sell('1', { product: 'MIS' })])).toEqual(['TRADING_STOPPED']);
    expect(codes([await sell('6')])).toEqual(['passed']);
    expect(codes([await sell('5')])).toEqual(['TRADING_STOPPED']);
    expect(codes([await sell('4', { symbol: 'RELIANCE-EQ' })])).toEqual(['passed']);
    expect(codes([await sell('1')])).toEqual(['TRADING_STOPPED']);
  });

  test.each([
    [{}, { product: 'CNC' }],
    [{ product: 'CNC' }, {}],
    [{ product: 'CASH' }, { product: 'CNC' }],
  ])('a product that is left out is the default one: bought %j, sold %j', async (bought, sold) => {
    await held('10', bought);
    await pull();
    expect(codes([await sell('6', sold)])).toEqual(['passed']);
    expect(codes([await sell('5', bought)])).toEqual(['TRADING_STOPPED']);
    expect(codes([await sell('4', bought)])).toEqual(['passed']);
  });

  test('a short position is bought back', async () => {
    await traded('SELL', '10');
    await pull();
    expect(codes([await sell('1'), await place({ quantity: '11' })])).toEqual([
      'TRADING_STOPPED',
      'TRADING_STOPPED',
    ]);
    expect(codes([await place({ quantity: '10' })])).toEqual(['passed']);
  });

  test('block-all stops those as well, and pulling it again does not weaken it', async () => {
    await held('10');
    await pull({ mode: 'block-all' });
    expect(codes([await sell('10')])).toEqual(['TRADING_STOPPED']);
    expect(await pull()).toMatchObject({ mode: 'block-all' });
    expect(codes([await sell('10')])).toEqual(['TRADING_STOPPED']);
    expect(await pull({ mode: 'block-new' })).toMatchObject({ mode: 'block-new' });
    expect(codes([await sell('10')])).toEqual(['passed']);
    const { body } = await apis[0].get('/risk/changes?limit=1');
    expect(body.items[0]).toMatchObject({
      before: { mode: 'block-all' },
      after: { mode: 'block-new' },
    });
    const { body: listed } = await apis[1].get('/risk/kill-switch');
    expect(listed.items).toContainEqual(
      expect.objectContaining({ id: String(account), mode: 'block-new' }),
    );
    await release();
  });

  test('a switch that is pulled twice at once is never weaker than somebody asked for', async () => {
    for (let round = 0; round < 10; round += 1) {
      await Promise.all([pull({ mode: 'block-all' }), pull(), pull()]);
      const { body } = await apis[1].get('/risk/kill-switch');
      expect(body.items).toContainEqual(
        expect.objectContaining({ id: String(account), mode: 'block-all' }),
      );
      await release();
    }
  });

  test('a switch that was stored before there were modes lets them pass', async () => {
    await held('10');
    await pull({ mode: 'block-all' });
    await store
      .collection('kill_switches')
      .updateOne({ id: String(account) }, { $unset: { mode: '' } });
    await apis[0].post('/risk/kill-switch', { scope: 'user', id: `u${account}`, reason: 'x' });
    expect(codes([await sell('10')])).toEqual(['passed']);
  });

  test('of many that race for a position as much passes as it holds', async () => {
    await held('10');
    await pull();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => sell('5', {}, index % 2)),
    );
    const refused = Array.from({ length: 10 }, () => 'TRADING_STOPPED');
    expect(codes(answers)).toEqual([...refused, 'passed', 'passed']);
  });

  test('racing while what passed is filled, they never turn a position over', async () => {
    await held('20');
    await pull();
    let sold = 0;
    const clients = Array.from({ length: 6 }, async (_, index) => {
      for (let round = 0; round < 6; round += 1) {
        const { status, body } = await sell('3', {}, index % 2);
        if (status !== 201) continue;
        await fill(body.orderId, '3');
        sold += 3;
      }
    });
    await Promise.all(clients);
    expect(sold).toBe(18);
    expect(codes([await sell('3'), await sell('2')])).toEqual(['TRADING_STOPPED', 'passed']);
  });

  test('an order that was open before the switch counts, and what is canceled gives room', async () => {
    await held('10');
    const resting = await sell('7');
    await pull();
    expect(codes([await sell('4')])).toEqual(['TRADING_STOPPED']);
    const mine = await sell('3');
    expect(mine.status).toBe(201);
    expect(codes([await sell('1')])).toEqual(['TRADING_STOPPED']);
    for (const { body } of [resting, mine]) {
      await apis[0].report({ ClOrdID: body.orderId, OrdStatus: '4' });
    }
    expect(codes([await sell('10')])).toEqual(['passed']);
  });

  test('a replace passes as far as the position goes', async () => {
    await held('10');
    const { body: order } = await sell('5');
    await pull();
    const to = (quantity: string) => apis[0].put(`/orders/${order.orderId}`, { quantity });
    expect((await to('11')).body.code).toBe('TRADING_STOPPED');
    expect((await to('10')).status).toBe(202);
    expect(codes([await sell('1')])).toEqual(['TRADING_STOPPED']);
  });

  test('a replace that lowers an order passes whatever it was lowered to, and one that raises does not', async () => {
    const symbol = `LOWER${account}`;
    await held('10', { symbol });
    const { body: order } = await place({ symbol, quantity: '100', price: '10' });
    await apis[0].post('/prices', [{ exchange: 'NSE', symbol, lastPx: '10' }]);
    await limit({ maxDailyLoss: '500', maxOrderQty: '1', maxOrderNotional: '1', maxExposure: '1' });
    const change = (body: object) => apis[0].put(`/orders/${order.orderId}`, body);
    expect((await change({ quantity: '101' })).status).toBe(409);
    expect((await change({ price: '11' })).status).toBe(409);
    expect((await change({ quantity: '50' })).status).toBe(202);
    expect((await change({ price: '9' })).status).toBe(202);
  });

  test('a replace does not count what its order has sold already', async () => {
    await held('10');
    const { body: order } = await sell('6');
    await pull();
    await fill(order.orderId, '6');
    const other = await sell('4');
    expect(other.status).toBe(201);
    const raised = await apis[0].put(`/orders/${order.orderId}`, { quantity: '7' });
    expect(raised.status).toBe(409);
  });

  test.each<[string, object, string]>([
    ['maxOrderQty', { maxOrderQty: '1' }, 'ABOVE_MAX_ORDER_QTY'],
    ['maxOrderNotional', { maxOrderNotional: '1' }, 'ABOVE_MAX_ORDER_NOTIONAL'],
    ['maxExposure', { maxExposure: '1' }, 'ABOVE_MAX_EXPOSURE'],
    ['maxOpenOrders', { maxOpenOrders: 0 }, 'TOO_MANY_OPEN_ORDERS'],
  ])('%s does not stand in their way', async (_rule, rules, code) => {
    await held('10');
    await limit(rules);
    expect(codes([await sell('11'), await place({ quantity: '2', price: '100' })])).toEqual([
      code,
      code,
    ]);
    expect(codes([await sell('10')])).toEqual(['passed']);
    expect(codes([await sell('2')])).toEqual([code]);
  });

  test('a market order without a last price passes limits of value', async () => {
    await held('10', { symbol: 'NOLAST' });
    await limit({ maxOrderNotional: '1', maxExposure: '1' });
    const fields = { ordType: 'MARKET', price: undefined, symbol: 'NOLAST' };
    expect(codes([await sell('10', fields)])).toEqual(['passed']);
  });

  test('the maximum daily loss does not block closing orders', async () => {
    const symbol = `LOST${account}`;
    await held('10', { symbol });
    await apis[0].post('/prices', [{ exchange: 'NSE', symbol, lastPx: '10' }]);
    await limit({ maxDailyLoss: '500' });
    expect(codes([await place({ symbol, quantity: '1' })])).toEqual(['DAILY_LOSS_REACHED']);
    expect(codes([await sell('10', { symbol })])).toEqual(['passed']);
    expect(codes([await sell('1', { symbol })])).toEqual(['DAILY_LOSS_REACHED']);
  });

  test.each<[object, object, string]>([
    [{ maxOrdersPerSecond: 1, maxOrderQty: '1' }, {}, 'TOO_MANY_ORDERS_PER_SECOND'],
    [{ priceBandPercent: '1', maxOrderQty: '1' }, { price: '200' }, 'OUTSIDE_PRICE_BAND'],
    [{ knownInstrument: true, maxOrderQty: '1' }, {}, 'UNKNOWN_INSTRUMENT'],
    [{ repeatWindowMs: 60_000, maxOrderQty: '1' }, {}, 'REPEATED_ORDER'],
  ])('%j stands: what does not limit exposure holds for them too', async (rules, fields, code) => {
    await held('100', { symbol: 'ODDNAME' });
    await limit(rules);
    let left = 100;
    const answers = async () => {
      const both = await Promise.all([1, 2].map(() => sell('2', { symbol: 'ODDNAME', ...fields })));
      const found = codes(both);
      left -= 2 * found.filter((each) => each === 'passed').length;
      return found;
    };
    // Two at once may fall into two seconds.
    await eventually(async () => expect(await answers()).toContain(code));
    // And it left nothing behind that would stand in the way of others.
    await limit(Object.fromEntries(Object.keys(rules).map((rule) => [rule, null])));
    await pull();
    expect(codes([await sell(String(left), { symbol: 'ODDNAME' })])).toEqual(['passed']);
  });

  test('a position is closed through a switch, and none is closed twice', async () => {
    await held('10');
    await pull();
    const key = { account: String(account), exchange: 'NSE', symbol: 'RELIANCE' };
    const { entries } = await apis[0].app.get(EventFeed).page(null, 10_000);
    await apis[0].app.get(PositionProjector).project(entries);
    const closed = await apis[1].post('/positions/close', key);
    expect(closed.body).toMatchObject({ outcome: 'closing' });
    expect(codes([await sell('1')])).toEqual(['TRADING_STOPPED']);
  });
});
