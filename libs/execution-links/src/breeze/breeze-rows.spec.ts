import { decimal, OrdStatus, OrdType, Side, TimeInForce } from '@ome/domain';
import { successOf } from './breeze-errors';
import type { BreezeRow } from './breeze-row';
import { parseOrderRow, parsePositionRow, parseTradeRow } from './breeze-rows';
import { payload } from './testing/payloads';

const rowsOf = (name: string): BreezeRow[] =>
  successOf(
    { status: 200, text: payload(name), retryAfterMs: null },
    'read',
    new Date(),
  ) as BreezeRow[];

describe('order rows', () => {
  test('of an option', () => {
    expect(parseOrderRow(rowsOf('orders-nfo')[0])).toEqual({
      order: {
        brokerOrderId: '202610143800001234',
        tag: null,
        exchange: 'NFO',
        product: 'NRML',
        side: Side.Buy,
        ordType: OrdType.Limit,
        timeInForce: TimeInForce.Day,
        orderQty: decimal(65),
        price: decimal('101.5'),
        stopPrice: null,
        ordStatus: OrdStatus.New,
        news: null,
        cumQty: decimal(0),
        text: null,
        transactTime: new Date('2026-10-14T04:32:00Z'),
        trade: null,
      },
      stockCode: 'NIFTY',
      contract: {
        product: 'options',
        stock_code: 'NIFTY',
        exchange_code: 'NFO',
        expiry_date: '2026-10-20',
        right: 'call',
        strike_price: decimal(25000),
      },
    });
  });

  test('of a future, canceled after a fill, with its tag', () => {
    expect(parseOrderRow(rowsOf('orders-nfo')[1])).toMatchObject({
      order: {
        tag: 'qwertyui',
        product: 'NRML',
        side: Side.Sell,
        ordType: OrdType.StopLimit,
        price: decimal(55000),
        stopPrice: decimal('55010.2'),
        ordStatus: OrdStatus.Canceled,
        cumQty: decimal(35),
        transactTime: new Date('2026-10-14T04:33:44Z'),
      },
      contract: { product: 'futures', stock_code: 'CNXBAN', expiry_date: '2026-10-27' },
    });
  });

  test('of a share', () => {
    expect(parseOrderRow(rowsOf('order-detail-cash')[0])).toMatchObject({
      order: {
        ordStatus: OrdStatus.PartiallyFilled,
        cumQty: decimal(4),
        tag: null,
        product: 'CNC',
      },
      contract: { product: 'cash', stock_code: 'RELIND', exchange_code: 'NSE' },
    });
  });

  describe('the filled quantity', () => {
    const filled = (fields: Record<string, string | null>) => {
      const row = { ...rowsOf('order-detail-cash')[0], quantity: '10', ...fields };
      return parseOrderRow(row).order.cumQty?.toFixed() ?? null;
    };

    // [status, pending, canceled, filled]
    test.each([
      ['Requested', '10', '0', '0'],
      ['Requested', '0', '0', '0'],
      ['Queued', '10', '0', '0'],
      ['Ordered', '10', '0', '0'],
      ['Ordered', '4', '0', '6'],
      ['Ordered', null, '0', null],
      ['Partially Executed', '4', '0', '6'],
      ['Partially Executed', '4', null, null],
      ['Partially Executed', '11', '0', null],
      ['Executed', '0', '0', '10'],
      ['Rejected', '0', '0', '0'],
      ['Freezed', '0', '0', '0'],
      ['Cancelled', '0', '10', '0'],
      ['Cancelled', '0', '0', null],
      ['Partially Executed And Cancelled', '0', '4', '6'],
      ['Partially Executed And Cancelled', '0', '0', null],
      ['Expired', '0', '0', '0'],
      ['Partially Executed And Expired', '0', '0', null],
      ['A new word', '0', '0', null],
    ])(
      '%s with %s open and %s canceled: %s',
      (status, pending_quantity, cancelled_quantity, is) => {
        expect(filled({ status, pending_quantity, cancelled_quantity })).toBe(is);
      },
    );

    test('is what the row says, if it does', () => {
      expect(filled({ status: 'Ordered', pending_quantity: '10', quantity_executed: '3' })).toBe(
        '3',
      );
    });
  });

  test('an unknown status word gives no status', () => {
    const row = { ...rowsOf('orders-nfo')[0], status: 'Booked' };
    expect(parseOrderRow(row)?.order.ordStatus).toBeNull();
  });

  test.each(['order_id', 'action', 'quantity'])('without %s it is not an order', (field) => {
    expect(() => parseOrderRow({ ...rowsOf('orders-nfo')[0], [field]: null })).toThrow(field);
  });

  test('a rejection without a reason says so', () => {
    const row = { ...rowsOf('orders-nfo')[0], status: 'Rejected' };
    expect(parseOrderRow(row)?.order).toMatchObject({
      ordStatus: OrdStatus.Rejected,
      text: 'Rejected: Breeze names no reason',
    });
  });
});

describe('trade rows', () => {
  test('are executions, with the id of the exchange or of the broker', () => {
    const trades = rowsOf('trade-detail').map((row) => parseTradeRow(row, 'B1'));
    expect(trades).toEqual([
      {
        brokerOrderId: 'B1',
        execId: 'NFO-51234567',
        lastQty: decimal(40),
        lastPx: decimal('101.45'),
        exchange: 'NFO',
        transactTime: new Date('2026-10-14T04:32:12Z'),
        side: Side.Buy,
      },
      {
        brokerOrderId: 'B1',
        execId: 'NFO-2026/1014/00001235',
        lastQty: decimal(25),
        lastPx: decimal('101.4'),
        exchange: 'NFO',
        transactTime: new Date('2026-10-14T04:32:13Z'),
        side: Side.Buy,
      },
    ]);
  });

  test.each(['exchange_code', 'executed_quantity', 'execution_price'])(
    'none is skipped for lack of %s',
    (field) => {
      const [row] = rowsOf('trade-detail');
      expect(() => parseTradeRow({ ...row, [field]: '' }, 'B1')).toThrow(field);
    },
  );

  test('nor for lack of both ids', () => {
    const [row] = rowsOf('trade-detail');
    expect(() => parseTradeRow({ ...row, exchange_trade_id: '', trade_id: '' }, 'B1')).toThrow();
  });
});

describe('position rows', () => {
  test('have the sign of their side', () => {
    expect(rowsOf('positions').map(parsePositionRow)).toEqual([
      {
        stockCode: 'NIFTY',
        contract: expect.objectContaining({ product: 'options', right: 'call' }),
        position: {
          exchange: 'NFO',
          product: 'NRML',
          netQty: decimal(65),
          avgPx: decimal('101.45'),
          lastPx: decimal('103.2'),
          realizedPnl: null,
          unrealizedPnl: decimal('113.75'),
        },
      },
      expect.objectContaining({
        position: expect.objectContaining({ product: 'CNC', netQty: decimal(-10) }),
      }),
      expect.objectContaining({
        position: expect.objectContaining({ product: 'Margin', netQty: decimal(0) }),
      }),
    ]);
  });

  test('without a quantity, or a contract that can be told, it is not a position', () => {
    const [held] = rowsOf('positions');
    expect(() => parsePositionRow({ ...held, quantity: null })).toThrow('without quantity');
    expect(() => parsePositionRow({ ...held, action: 'Odd' })).toThrow('with action Odd');
    expect(() => parsePositionRow({ ...held, exchange_code: null })).toThrow(
      'without exchange_code',
    );
    expect(() => parsePositionRow({ ...held, expiry_date: 'soon' })).toThrow(
      'with expiry_date soon',
    );
    expect(parsePositionRow({ ...held, exchange_code: 'MCX' }).contract).toBeNull();
  });
});
