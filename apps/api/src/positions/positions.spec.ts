import { EventFeed, PositionAnnouncer, PositionProjector, PositionReader } from '@ome/engine';
import { Redis } from 'ioredis';
import { eventually, type Json, TestApi } from '../testing/test-api';

describe('positions', () => {
  let api: TestApi;
  let executions = 0;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  /** What the worker does all the time. */
  async function followFeed(): Promise<void> {
    const { entries } = await api.app.get(EventFeed).page(null, 10_000);
    await api.app.get(PositionProjector).project(entries);
  }

  async function traded(side: string, quantity: string, price: string, fields: object = {}) {
    const { orderId } = await api.place({ side, quantity, price, ...fields });
    return fill(orderId, quantity, price);
  }

  async function fill(orderId: string, quantity: string, price: string): Promise<string> {
    executions += 1;
    await api.fill(orderId, quantity, price, `E${executions}`);
    await followFeed();
    return orderId;
  }

  /** What listeners on Redis are told of an account's positions. */
  async function announced(account: string): Promise<Json[]> {
    const heard: Json[] = [];
    const subscriber = new Redis(api.store.environment.REDIS_URL);
    subscriber.on('message', (_channel, text: string) => heard.push(JSON.parse(text)));
    await subscriber.subscribe('ome.positions');
    const positions = await api.app.get(PositionReader).find({ account });
    await api.app.get(PositionAnnouncer).announce(positions);
    await eventually(() => expect(heard).toHaveLength(positions.length));
    await subscriber.quit();
    return heard;
  }

  const list = async (query: string): Promise<Json> => (await api.get(`/positions?${query}`)).body;
  const close = (body: object) => api.post('/positions/close', body);

  test('show quantities, the average price and both profits', async () => {
    const account = 'shown';
    await traded('BUY', '100', '10', { account, symbol: 'ACME' });
    await traded('SELL', '40', '12.5', { account, symbol: 'ACME', product: undefined });
    await api.post('/prices', [{ exchange: 'NSE', symbol: 'ACME', lastPx: '13' }]);

    expect((await list(`account=${account}`)).items).toEqual([
      {
        account,
        exchange: 'NSE',
        symbol: 'ACME',
        product: null,
        link: 'rest',
        netQty: '60',
        avgPx: '10',
        realizedPnl: '100',
        unrealizedPnl: '180',
        day: expect.any(String),
        dayBoughtQty: '100',
        daySoldQty: '40',
        dayRealizedPnl: '100',
        lastFillPx: '12.5',
        lastPx: '13',
        lastPxAt: expect.any(String),
        updatedAt: expect.any(String),
        version: 2,
        state: 'open',
      },
    ]);
    expect(await announced(account)).toMatchObject([{ v: 1, netQty: '60', state: 'open' }]);
    await traded('SELL', '60', '13', { account, symbol: 'ACME' });
    expect(await announced(account)).toMatchObject([{ v: 1, netQty: '0', state: 'flat' }]);
  });

  test('of an expired contract are marked, not closed, and settled at a price fed later', async () => {
    const account = 'expired';
    const key = { account, exchange: 'NFO', symbol: 'NIFTY21AUG25F' };
    const phone = { OrderID: 'given-by-phone', Account: account, Symbol: key.symbol };
    const at = { TransactTime: '2025-08-20T05:00:00Z' };
    const opened = { ...phone, ...at, Exchange: 'NFO', Side: '1', OrderQty: 75 };
    await api.report({ ...opened, ExecID: 'opened', ExecType: '0' });
    const trade = { OrderID: phone.OrderID, ExecID: 'traded', ExecType: 'F' };
    await api.report({ ...trade, ...at, LastQty: 75, LastPx: 24500 });
    await followFeed();
    const shown = async () => (await list(`account=${account}`)).items[0];

    expect(await shown()).toMatchObject({ netQty: '75', state: 'expired', unrealizedPnl: null });
    expect((await api.post('/positions/close-all', { account })).body).toEqual({ items: [] });
    expect(await close(key)).toMatchObject({ status: 409, body: { code: 'INSTRUMENT_EXPIRED' } });

    expect(await announced(account)).toMatchObject([{ netQty: '75', state: 'expired' }]);

    const { account: _, ...contract } = key;
    const settlement = { ...contract, lastPx: '24600', at: '2025-08-22T04:00:00Z' };
    await api.post('/prices', [settlement]);
    expect(await shown()).toMatchObject({
      state: 'settled',
      realizedPnl: '7500',
      unrealizedPnl: '0',
      lastPx: '24600',
    });
  });

  test('are exact after a bust and a correction', async () => {
    const account = 'amended';
    const orderId = await traded('BUY', '10', '100', { account });
    const first = `E${executions}`;
    await traded('BUY', '10', '110', { account });
    const second = { ClOrdID: await traded('SELL', '5', '120', { account }) };
    await api.report({
      ...second,
      ExecID: 'C1',
      ExecType: 'G',
      ExecRefID: `E${executions}`,
      LastQty: 4,
      LastPx: 121,
    });
    await api.report({ ClOrdID: orderId, ExecID: 'B1', ExecType: 'H', ExecRefID: first });
    await followFeed();

    expect((await list(`account=${account}`)).items).toMatchObject([
      { netQty: '6', avgPx: '110', realizedPnl: '44', daySoldQty: '4', dayBoughtQty: '10' },
    ]);
  });

  test('are listed by key, in pages', async () => {
    const account = 'pages';
    for (const symbol of ['AA', 'BB', 'CC']) await traded('BUY', '1', '5', { account, symbol });
    await traded('SELL', '1', '5', { account, symbol: 'BB' });
    await traded('BUY', '1', '5', { account, symbol: 'CC', product: 'MIS' });

    const symbols = async (query: string) =>
      (await list(`account=${account}&${query}`)).items.map((item: Json) => item.symbol);
    expect(await symbols('')).toEqual(['AA', 'BB', 'CC', 'CC']);
    expect(await symbols('open=true')).toEqual(['AA', 'CC', 'CC']);
    expect(await symbols('open=false')).toEqual(['BB']);
    expect(await symbols('symbol=CC&product=MIS&exchange=NSE&link=rest')).toEqual(['CC']);
    const first = await list(`account=${account}&limit=3`);
    expect(first.items).toHaveLength(3);
    const second = await list(`account=${account}&limit=3&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ items: [{ symbol: 'CC', product: null }], nextCursor: null });
  });

  test('have a closing for each market day with executions', async () => {
    const account = 'history';
    const { orderId } = await api.place({ account, quantity: '30' });
    const days = ['2026-01-05', '2026-01-06', '2026-01-08'];
    for (const [index, day] of days.entries()) {
      await api.report({
        ClOrdID: orderId,
        ExecID: `H${index}`,
        ExecType: 'F',
        LastQty: 10,
        // 20:00 UTC is the next day in the market's time zone.
        LastPx: 100 + index,
        TransactTime: `${day}T${index === 2 ? '20' : '04'}:00:00Z`,
      });
    }
    await followFeed();
    const { body } = await api.get(`/positions/history?account=${account}`);
    expect(
      body.items.map((item: Json) => [item.day, item.netQty, item.avgPx, item.lastPx]),
    ).toEqual([
      ['2026-01-05', '10', '100', '100'],
      ['2026-01-06', '20', '100.5', '101'],
      ['2026-01-09', '30', '101', '102'],
    ]);
    const part = await api.get(
      `/positions/history?account=${account}&from=2026-01-06&to=2026-01-08&limit=1`,
    );
    expect(part.body).toMatchObject({ items: [{ day: '2026-01-06' }], nextCursor: null });
    // What was done on earlier days is not of today.
    expect((await list(`account=${account}`)).items).toMatchObject([{ dayBoughtQty: '0' }]);
  });

  describe('POST /positions/close', () => {
    test('sells what is held at the market', async () => {
      const key = { account: 'long', exchange: 'NSE', symbol: 'RELIANCE' };
      await traded('BUY', '30', '10', key);
      const { status, body } = await close(key);
      expect({ status, body }).toMatchObject({
        status: 201,
        body: {
          outcome: 'closing',
          created: true,
          orders: [{ side: 'SELL', orderQty: '30', ordType: 'MARKET', link: 'rest' }],
        },
      });
    });

    test('buys back what was sold short, at a limit, with the product of the position', async () => {
      const key = { account: 'short', exchange: 'NSE', symbol: 'RELIANCE', product: 'MIS' };
      await traded('SELL', '30', '10', key);
      const { body } = await close({ ...key, price: '9.5', clOrdId: 'mine' });
      expect(body.orders).toMatchObject([
        { side: 'BUY', orderQty: '30', price: '9.5', product: 'MIS', clOrdId: 'mine' },
      ]);
      const again = await close({ ...key, price: '9.5', clOrdId: 'mine' });
      expect(again).toMatchObject({ status: 200, body: { outcome: 'closing', created: false } });
      expect(again.body.orders[0].orderId).toBe(body.orders[0].orderId);
    });

    test('closes nothing twice, whatever was filled, counted or canceled meanwhile', async () => {
      const key = { account: 'twice', exchange: 'NSE', symbol: 'RELIANCE' };
      await traded('BUY', '100', '10', key);
      const orderId = (await close(key)).body.orders[0].orderId as string;
      expect((await close(key)).body).toMatchObject({
        outcome: 'alreadyClosing',
        orders: [{ orderId }],
      });

      // Filled in part, and nobody has counted it yet.
      await api.fill(orderId, '40', '11', 'part');
      expect((await close(key)).body).toMatchObject({
        outcome: 'alreadyClosing',
        orders: [{ leavesQty: '60' }],
      });
      await followFeed();
      expect((await close(key)).body.outcome).toBe('alreadyClosing');

      // More is bought: the rest of that is not being closed yet.
      await traded('BUY', '7', '10', key);
      const more = (await close(key)).body.orders[0];
      expect(more).toMatchObject({ orderQty: '7' });

      await api.report({ ClOrdID: orderId, OrdStatus: '4' });
      expect((await close(key)).body).toMatchObject({
        created: true,
        orders: [{ orderQty: '60' }],
      });
    });

    test('can be tried again after the order was rejected', async () => {
      const key = { account: 'again', exchange: 'NSE', symbol: 'RELIANCE' };
      await traded('BUY', '5', '10', key);
      const first = (await close(key)).body.orders[0];
      await api.report({ ClOrdID: first.orderId, OrdStatus: '8' });
      const second = await close(key);
      expect(second).toMatchObject({ status: 201, body: { orders: [{ orderQty: '5' }] } });
      expect(second.body.orders[0].orderId).not.toBe(first.orderId);
    });

    test('many at once place one order', async () => {
      const key = { account: 'many', exchange: 'NSE', symbol: 'RELIANCE' };
      await traded('BUY', '5', '10', key);
      const answers = await Promise.all(Array.from({ length: 8 }, () => close(key)));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      const orders = await api.get('/orders?account=many&side=SELL');
      expect(orders.body.items).toHaveLength(1);
    });

    test('a filled one leaves nothing to close, before it is counted, too', async () => {
      const key = { account: 'filled', exchange: 'NSE', symbol: 'RELIANCE' };
      await traded('BUY', '5', '10', key);
      const { orderId } = (await close(key)).body.orders[0];
      await api.fill(orderId, '5', '11', 'all');
      expect(await close(key)).toMatchObject({
        status: 200,
        body: { outcome: 'flat', orders: [] },
      });
    });

    test('requires a choice if several are open', async () => {
      const key = { account: 'which', exchange: 'NSE', symbol: 'RELIANCE' };
      await traded('BUY', '5', '10', { ...key, product: 'MIS' });
      await traded('BUY', '5', '10', { ...key, product: 'CNC' });
      expect(await close(key)).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'product' }] },
      });
      expect((await close({ ...key, product: 'CNC' })).status).toBe(201);
    });

    test('an unknown position: 404', async () => {
      expect((await close({ account: 'nobody', exchange: 'NSE', symbol: 'X' })).status).toBe(404);
    });
  });

  test('close-all closes each open position once', async () => {
    const account = 'all';
    await traded('BUY', '5', '10', { account, symbol: 'AA' });
    await traded('SELL', '7', '10', { account, symbol: 'BB' });
    await traded('BUY', '5', '10', { account, symbol: 'CC' });
    await traded('SELL', '5', '10', { account, symbol: 'CC' });

    const { status, body } = await api.post('/positions/close-all', { account });
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { symbol: 'AA', outcome: 'closing', orders: [{ side: 'SELL', orderQty: '5' }] },
      { symbol: 'BB', outcome: 'closing', orders: [{ side: 'BUY', orderQty: '7' }] },
    ]);
    const again = await api.post('/positions/close-all', { account });
    expect(again.body.items.map((item: Json) => item.outcome)).toEqual([
      'alreadyClosing',
      'alreadyClosing',
    ]);
  });

  test.each([
    ['GET', '/positions?open=perhaps', 'open'],
    ['GET', '/positions/history?from=yesterday', 'from'],
    ['GET', '/positions?cursor=nonsense', 'cursor'],
  ])('%s %s: 400 that names %s', async (method, url, field) => {
    expect(await api.call(method, url)).toMatchObject({
      status: 400,
      body: { errors: [{ field }] },
    });
  });

  test('closing all reads what is open, not what was ever held', async () => {
    const account = 'veteran';
    await traded('BUY', '10', '5', { account, symbol: 'PAST' });
    await traded('SELL', '10', '5', { account, symbol: 'PAST' });
    await traded('BUY', '10', '5', { account, symbol: 'HELD' });
    const reader = api.app.get(PositionReader);
    const spies = [jest.spyOn(reader, 'find'), jest.spyOn(reader, 'byIds')];
    const { body } = await api.post('/positions/close-all', { account });
    const results = spies.flatMap((spy) => spy.mock.results);
    for (const spy of spies) spy.mockRestore();
    expect(body.items).toMatchObject([{ symbol: 'HELD', orders: [{ orderQty: '10' }] }]);
    const read = await Promise.all(results.map(({ value }) => value as Promise<Json[]>));
    expect(new Set(read.flat().map(({ symbol }) => symbol as string))).toEqual(new Set(['HELD']));
  });
});
