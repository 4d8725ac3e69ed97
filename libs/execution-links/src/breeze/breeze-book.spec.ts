import { decimal, OrdStatus } from '@ome/domain';
import { recordsOf } from '@ome/engine';
import { answer, hangUp } from '../testing/fake-http-server';
import { SESSION_TOKEN, success } from './testing/breeze-fakes';
import { placed, row } from './testing/breeze-orders';
import { BreezeRig, NOW } from './testing/breeze-rig';
import { payload } from './testing/payloads';

const EMPTY = { rows: [], unreadable: [] };
const NEXT_DAY = new Date(NOW.getTime() + 86_400_000);

describe('BreezeBook', () => {
  let rig: BreezeRig;

  beforeEach(async () => {
    rig = new BreezeRig();
    await rig.start();
  });
  afterEach(() => rig.stop());

  test('orders, first of all exchanges and then of those in use', async () => {
    rig.list([
      row(),
      row({ order_id: 'B2', exchange_code: 'BSE', stock_code: 'RELIND', product_type: 'Cash' }),
    ]);
    const found = (await rig.link.orders()).rows;
    expect(found.map(({ ours }) => [ours.brokerOrderId, ours.exchange, ours.symbol])).toEqual([
      ['B1', 'NFO', 'NIFTY20OCT26C25000'],
      ['B2', 'BSE', 'RELIANCE'],
    ]);
    expect(found[0].broker).toMatchObject({ order_id: 'B1', strike_price: '25000' });
    const asked = () => rig.calls('GET /order').map(({ body }) => body.exchange_code as string);
    expect(asked()).toEqual(['NSE', 'NFO', 'BSE', 'BFO']);
    rig.server.received.length = 0;
    await rig.link.orders();
    expect(asked()).toEqual(['NSE', 'NFO', 'BSE']);
  });

  test('orders whose rows do not give the filled quantity: taken from the trade list', async () => {
    const hidden = { status: 'Partially Executed And Expired', pending_quantity: '0' };
    rig.list([row(hidden), row({ order_id: 'B2', ...hidden })]);
    rig.reply('GET /trades', success([{ order_id: 'B1', quantity: '40' }]));
    const found = (await rig.link.orders()).rows;
    expect(found.map(({ ours }) => [ours.ordStatus, ours.cumQty?.toFixed()])).toEqual([
      [OrdStatus.Expired, '40'],
      [OrdStatus.Expired, '0'],
    ]);
    expect(rig.calls('GET /trades')).toHaveLength(1);
  });

  test('orders: an unreadable row fails the whole list', async () => {
    rig.on('GET /order', hangUp);
    await expect(rig.link.orders()).rejects.toThrow();
  });

  describe('a row that cannot be read hides no other one', () => {
    test('of the orders', async () => {
      rig.list([row(), row({ order_id: 'B2', action: 'Odd' }), row({ order_id: '' })]);
      const { rows, unreadable } = await rig.link.orders();

      expect(rows.map(({ ours }) => ours.brokerOrderId)).toEqual(['B1']);
      expect(unreadable).toMatchObject([
        {
          kind: 'order',
          why: 'Breeze gave a row with action Odd',
          brokerOrderId: 'B2',
          exchange: 'NFO',
          symbol: 'NIFTY20OCT26C25000',
        },
        { brokerOrderId: null },
      ]);
      expect(JSON.parse(unreadable[0].body)).toMatchObject({ order_id: 'B2', action: 'Odd' });
    });

    test('of the trade list: what it may be about is not known to be unfilled', async () => {
      const hidden = { status: 'Partially Executed And Expired', pending_quantity: '0' };
      rig.list([row(hidden), row({ order_id: 'B2', ...hidden })]);
      rig.reply('GET /trades', success([{ order_id: 'B1', quantity: 'odd' }]));
      const { rows, unreadable } = await rig.link.orders();

      expect(rows.map(({ ours }) => ours.cumQty?.toFixed() ?? null)).toEqual([null, '0']);
      expect(unreadable).toMatchObject([{ kind: 'execution', brokerOrderId: 'B1' }]);
    });

    test('of the trade list, whichever order it is about: each ended order is asked for, once', async () => {
      const hidden = { status: 'Partially Executed And Expired', pending_quantity: '0' };
      rig.list([row(hidden), row({ order_id: 'B2', ...hidden })]);
      const { Success: executions } = JSON.parse(payload('trade-detail')) as { Success: object[] };
      const lists: Record<string, object[]> = { B1: [executions[0]], B2: [] };
      rig.on('GET /trades', (request, ...rest) => {
        const list = lists[request.body.order_id as string] ?? [{ order_id: '', quantity: '40' }];
        answer(200, success(list))(request, ...rest);
      });
      const executed = async () =>
        (await rig.link.orders()).rows.map(({ ours }) => ours.cumQty?.toFixed() ?? null);

      const [first] = executions as { executed_quantity: string }[];
      expect(await executed()).toEqual([first.executed_quantity, '0']);
      expect(await executed()).toEqual([first.executed_quantity, '0']);
      const asked = rig.calls('GET /trades').filter(({ body }) => body.order_id);
      expect(asked.map(({ body }) => body.order_id)).toEqual(['B1', 'B2']);
    });

    test('orders whose executions stay unreadable keep no others from being asked for', async () => {
      const hidden = { status: 'Partially Executed And Expired', pending_quantity: '0' };
      const ids = Array.from({ length: 12 }, (_, index) => `B${index}`);
      rig.list(ids.map((order_id) => row({ order_id, ...hidden })));
      rig.on('GET /trades', (request, ...rest) => {
        const isReadable = request.body.order_id === 'B11';
        const list = isReadable ? [] : [{ order_id: '', quantity: '40' }];
        answer(200, success(list))(request, ...rest);
      });
      const known = async () =>
        (await rig.link.orders()).rows.filter(({ ours }) => ours.cumQty !== null).length;

      expect(await known()).toBe(0);
      expect(await known()).toBe(1);
    });

    test('of the executions of an order', async () => {
      const { Success: rows } = JSON.parse(payload('trade-detail')) as { Success: object[] };
      rig.reply('GET /trades', success([rows[0], { ...rows[1], execution_price: null }]));
      const { rows: read, unreadable } = await rig.link.trades(placed());

      expect(read).toMatchObject([{ ours: { execId: 'NFO-51234567' } }]);
      const brokerOrderId = placed().brokerOrderId;
      expect(unreadable).toMatchObject([
        { kind: 'execution', why: expect.stringMatching('execution_price'), brokerOrderId },
      ]);
    });

    test('of the positions: the quantity of a side that nobody knows is not flat', async () => {
      const { Success: rows } = JSON.parse(payload('positions')) as { Success: object[] };
      rig.reply('GET /portfoliopositions', success([{ ...rows[0], action: 'Odd' }, rows[1]]));
      const { rows: read, unreadable } = await rig.link.positions();

      expect(read).toMatchObject([{ ours: { symbol: 'RELIANCE' } }]);
      expect(unreadable).toMatchObject([
        { kind: 'position', exchange: 'NFO', symbol: 'NIFTY20OCT26C25000' },
      ]);
      expect(unreadable[0].content).not.toContain('ltp');
    });
  });

  test('the history of an order is its current state', async () => {
    rig.reply('GET /order', payload('orders-nfo'));
    expect(recordsOf(await rig.link.history(placed()))).toMatchObject([
      { brokerOrderId: '202610143800001234', ordStatus: OrdStatus.New },
    ]);
    expect(await rig.link.history(placed({ brokerOrderId: null }))).toEqual(EMPTY);
  });

  test('executions of an order', async () => {
    rig.reply('GET /trades', payload('trade-detail'));
    const found = (await rig.link.trades(placed())).rows;
    expect(found.map(({ ours }) => ours.execId)).toEqual([
      'NFO-51234567',
      'NFO-2026/1014/00001235',
    ]);
    expect(rig.calls('GET /trades')[0].body).toEqual({
      exchange_code: 'NFO',
      order_id: '202610143800001234',
    });
    expect(await rig.link.trades(placed({ brokerOrderId: null }))).toEqual(EMPTY);
  });

  test('all executions: an order is queried only when it has new ones', async () => {
    rig.on('GET /trades', (call, ...rest) => {
      const { order_id, exchange_code } = call.body;
      const reply = order_id
        ? payload('trade-detail')
        : exchange_code === 'NFO'
          ? payload('trades-nfo')
          : success([]);
      answer(200, reply)(call, ...rest);
    });
    for (const calls of [3, 5]) {
      expect((await rig.link.trades()).rows).toHaveLength(2);
      expect(rig.calls('GET /trades')).toHaveLength(calls);
    }
  });

  describe('a number that comes back on another day, with the same executed quantity', () => {
    const { Success: executions } = JSON.parse(payload('trade-detail')) as { Success: object[] };
    const [first] = executions as { executed_quantity: string }[];

    /** The executions of B1, and what the list of the day says about them. */
    const executes = (execution: object, line: object) =>
      rig.on('GET /trades', ({ body, ...request }, ...rest) => {
        const ofNfo = body.exchange_code === 'NFO' ? [line] : [];
        const list = body.order_id ? [execution] : ofNfo;
        answer(200, success(list))({ body, ...request }, ...rest);
      });

    const theNextDayComes = async (): Promise<void> => {
      rig.now = NEXT_DAY;
      const expiresAt = new Date(NEXT_DAY.getTime() + 3_600_000);
      await rig.login.save({ token: SESSION_TOKEN, obtainedAt: NEXT_DAY, expiresAt });
    };

    test('has executions of its own', async () => {
      const line = { order_id: 'B1', quantity: first.executed_quantity };
      executes(first, line);
      const ids = async () => (await rig.link.trades()).rows.map(({ ours }) => ours.execId);
      expect(await ids()).toEqual(['NFO-51234567']);
      await theNextDayComes();
      executes({ ...first, exchange_trade_id: '6' }, line);
      expect(await ids()).toEqual(['NFO-6']);
    });

    test('and that has ended is asked for again', async () => {
      const hidden = { status: 'Partially Executed And Expired', pending_quantity: '0' };
      rig.list([row(hidden)]);
      executes(first, { order_id: '', quantity: '40' });
      const filled = async () => (await rig.link.orders()).rows[0].ours.cumQty?.toFixed();
      expect(await filled()).toBe(first.executed_quantity);
      await theNextDayComes();
      executes({ ...first, executed_quantity: '1' }, { order_id: '', quantity: '40' });
      expect(await filled()).toBe('1');
    });
  });

  test('positions, holdings and limits', async () => {
    rig.reply('GET /portfoliopositions', payload('positions'));
    rig.reply('GET /dematholdings', payload('demat-holdings'));
    rig.reply('GET /funds', payload('funds'));
    rig.reply('GET /margin', payload('margin'));

    const positions = (await rig.link.positions()).rows;
    expect(positions.map(({ ours }) => [ours.symbol, ours.netQty.toFixed()])).toEqual([
      ['NIFTY20OCT26C25000', '65'],
      ['RELIANCE', '-10'],
      ['EQ-ITC', '0'],
    ]);
    expect(await rig.link.holdings()).toMatchObject([{ stock_ISIN: 'INE154A01025' }]);
    expect(await rig.link.limits()).toMatchObject({
      funds: { block_by_trade_fno: '6594.25' },
      margin: { NSE: { cash_limit: '1000000.0' }, NFO: {} },
    });
  });

  const listed = (symbol: string) => ['NSE', 'BSE'].map((exchange) => ({ exchange, symbol }));

  test.each([
    ['allocated', { demat_allocated_quantity: '10' }, [10, 10, 0]],
    ['not allocated', { demat_avail_quantity: '10' }, [10, 0, 0]],
    [
      'blocked beside the allocated ones',
      { blocked_quantity: '4', demat_allocated_quantity: '6' },
      [10, 10, 4],
    ],
    [
      'blocked among the allocated ones',
      { blocked_quantity: '4', demat_allocated_quantity: '10' },
      [10, 10, 4],
    ],
  ])('shares that are %s', async (_title, amounts, [owned, free, used]) => {
    rig.reply(
      'GET /dematholdings',
      success([{ stock_code: 'RELIND', quantity: '10', ...amounts }]),
    );
    rig.reply('GET /portfolioholdings', success([]));
    const { rows, unreadable } = await rig.link.heldShares();
    expect(unreadable).toEqual([]);
    expect(JSON.stringify(rows.map(({ ours }) => ours))).toBe(
      JSON.stringify([
        {
          owned: `${owned}`,
          free: `${free}`,
          used: `${used}`,
          arriving: '0',
          names: listed('RELIANCE'),
        },
      ]),
    );
  });

  test('shares that are in the portfolio, and not delivered yet', async () => {
    const shares = { stock_code: 'RELIND', quantity: '4', demat_allocated_quantity: '4' };
    rig.reply('GET /dematholdings', success([shares, { stock_code: 'RELIND', quantity: 'x' }]));
    const portfolio = [{ stock_code: 'RELIND', quantity: '10' }, { stock_code: 'RELIND' }];
    rig.reply('GET /portfolioholdings', success(portfolio));
    const { rows, unreadable } = await rig.link.heldShares();
    expect(
      rows.map(({ ours }) => [ours.names, ours.free.toFixed(), ours.arriving.toFixed()]),
    ).toEqual([
      [listed('RELIANCE'), '4', '0'],
      [listed('RELIANCE'), '0', '6'],
    ]);
    const names = { exchange: null, symbol: 'RELIANCE' };
    expect(unreadable).toMatchObject([
      { ...names, why: 'Breeze gave a row with quantity x' },
      { ...names, why: 'Breeze gave a row without quantity' },
    ]);
  });

  test('quotes', async () => {
    rig.reply('GET /quotes', payload('quote-both-exchanges'));
    const quote = await rig.link.quote('BSE', 'RELIANCE');
    expect(quote).toEqual({
      lastPx: decimal('1400.35'),
      bids: [{ price: decimal('1400.3'), quantity: decimal(12) }],
      asks: [],
      lowerCircuit: decimal('1260.5'),
      upperCircuit: decimal('1540.5'),
      tickSize: decimal('0.05'),
      at: new Date('2026-10-14T04:36:01Z'),
    });
    expect((await rig.link.quote('NSE', 'RELIANCE')).lastPx).toEqual(decimal('1400.1'));
  });
});
