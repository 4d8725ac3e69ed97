import { type Decimal, decimalText, OrdStatus, OrdType, Side, TimeInForce } from '@ome/domain';
import fc from 'fast-check';
import { BrokerFault } from '../broker/broker-fault';
import type { Row } from './flattrade-answer';
import { orderRow, positionRow, tradeRow, withLastingFields } from './flattrade-rows';
import orderBook from './test-data/order-book.json';
import orderMessage from './test-data/order-message.json';
import positionBook from './test-data/position-book.json';
import singleOrdHist from './test-data/single-ord-hist.json';
import tradeBook from './test-data/trade-book.json';

const texts = (value: object) =>
  Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => [
      key,
      isDecimal(item) ? decimalText(item) : item,
    ]),
  );
const isDecimal = (value: unknown): value is Decimal =>
  typeof value === 'object' && value !== null && 'toSignificantDigits' in value;

const [open, stop, rejected] = orderBook;

describe('rows of the order book', () => {
  test('an open order', () => {
    expect(texts(orderRow(open))).toEqual({
      brokerOrderId: '26101400001234',
      tag: 'K7F3Q9ZT01AB',
      symbol: 'NIFTY20OCT26C25000',
      exchange: 'NFO',
      product: 'NRML',
      side: Side.Buy,
      ordType: OrdType.Limit,
      timeInForce: TimeInForce.Day,
      orderQty: '65',
      price: '101.5',
      stopPrice: null,
      ordStatus: OrdStatus.New,
      news: null,
      cumQty: '0',
      text: null,
      transactTime: new Date('2026-10-14T04:32:12Z'),
      trade: null,
    });
  });

  test('a stop order of another user, without unknown fields', () => {
    expect(texts(orderRow(stop))).toMatchObject({
      tag: null,
      symbol: 'M&M-EQ',
      side: Side.Sell,
      price: '2998',
      stopPrice: '3000',
      ordStatus: OrdStatus.New,
      cumQty: null,
      transactTime: new Date('2026-10-14T04:33:00Z'),
    });
  });

  test('a rejected order gives the reason and the remedy', () => {
    expect(orderRow(rejected)).toMatchObject({
      ordStatus: OrdStatus.Rejected,
      text: `${rejected.rejreason} (Insufficient margin for this trade)`,
      transactTime: new Date('2026-10-14T04:32:11Z'),
    });
  });

  test.each(['norenordno', 'exch', 'tsym', 'trantype', 'qty'])('need %s', (field) => {
    const row: Row = { ...open, [field]: ' ' };

    expect(() => orderRow(row)).toThrow(BrokerFault);
    expect(() => orderRow(row)).toThrow(`without ${field}`);
  });

  test.each<[string, Row, OrdStatus | null]>([
    ['open and part filled', { fillshares: '5' }, OrdStatus.PartiallyFilled],
    ['open again after a replace', { rpt: 'Replaced' }, OrdStatus.New],
    ['pending', { status: 'PENDING', rpt: 'NewAck' }, OrdStatus.PendingNew],
    ['replace asked', { status: 'PENDING', rpt: 'PendingReplace' }, OrdStatus.PendingReplace],
    ['cancel asked', { status: 'PENDING', rpt: 'PendingCancel' }, OrdStatus.PendingCancel],
    ['complete', { status: 'COMPLETE', fillshares: '65' }, OrdStatus.Filled],
    ['complete, without a count', { status: 'COMPLETE', fillshares: '' }, OrdStatus.Filled],
    ['complete in parts', { status: 'COMPLETE', fillshares: '64' }, null],
    ['canceled with fills', { status: 'CANCELED', fillshares: '5' }, OrdStatus.Canceled],
    ['replace rejected', { status: 'REJECTED', rpt: 'ReplaceRejected' }, null],
    ['cancel rejected', { status: 'REJECTED', rpt: 'CancelRejected' }, null],
    ['rejected', { status: 'REJECTED', rpt: 'Rejected' }, OrdStatus.Rejected],
    ['who knows', { status: 'INVALID_STATUS_TYPE' }, null],
    ['nothing', { status: undefined }, null],
  ])('%s', (_name, fields, ordStatus) => {
    expect(orderRow({ ...open, ...fields }).ordStatus).toBe(ordStatus);
  });

  test.each(['New', 'Replaced', 'ReplaceRejected', 'CancelRejected', 'Canceled'])(
    '%s is news',
    (rpt) => expect(orderRow({ ...open, rpt }).news).toBe(rpt),
  );

  test('amounts keep every digit', () => {
    const digits = fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.nat(99_999_999));
    fc.assert(
      fc.property(digits, ([whole, fraction]) => {
        const prc = `${whole}.${String(fraction).padStart(8, '0')}`;
        expect(orderRow({ ...open, prc }).price!.toFixed(8)).toBe(prc);
      }),
    );
  });
});

test('a frame of the stream carries its execution', () => {
  const order = orderRow(orderMessage);

  expect(texts(order)).toMatchObject({
    brokerOrderId: '26101400001234',
    ordStatus: OrdStatus.Filled,
    news: null,
    cumQty: '65',
    text: null,
  });
  expect(order.trade).toEqual(tradeRow(tradeBook[0]));
});

describe('rows of the trade book', () => {
  test('an execution', () => {
    expect(texts(tradeRow(tradeBook[0]))).toEqual({
      brokerOrderId: '26101400001234',
      execId: 'NFO-380011223-26101400001234',
      lastQty: '65',
      lastPx: '101.45',
      exchange: 'NFO',
      transactTime: new Date('2026-10-14T04:32:12Z'),
    });
  });

  test.each(['norenordno', 'exch', 'flid', 'flqty', 'flprc'])('need %s', (field) => {
    expect(() => tradeRow({ ...tradeBook[0], [field]: '' })).toThrow(`without ${field}`);
  });
});

test('rows of the position book', () => {
  expect(positionBook.map((row) => texts(positionRow(row)))).toEqual([
    {
      symbol: 'NIFTY20OCT26C25000',
      exchange: 'NFO',
      product: 'NRML',
      netQty: '-65',
      carried: '0',
      soldToday: '65',
      avgPx: '101.45',
      lastPx: '103.2',
      realizedPnl: '0',
      unrealizedPnl: '-113.75',
    },
    {
      symbol: 'INFY-EQ',
      exchange: 'NSE',
      product: 'CNC',
      netQty: '0',
      carried: '0',
      avgPx: null,
      lastPx: '1501',
      realizedPnl: '12.5',
      unrealizedPnl: null,
    },
  ]);
});

const historyOf = (rows: object[]) =>
  withLastingFields(rows)
    .map((row) => orderRow(row as Row))
    .reverse();

describe('the history of an order', () => {
  test('is in order, oldest first, each record complete', () => {
    const history = historyOf(singleOrdHist);

    expect(history.map(({ ordStatus, news }) => [ordStatus, news])).toEqual([
      [OrdStatus.PendingNew, null],
      [OrdStatus.PendingNew, null],
      [OrdStatus.New, 'New'],
      [OrdStatus.Filled, null],
    ]);
    for (const record of history) {
      expect(texts(record)).toMatchObject({
        symbol: 'INFY-EQ',
        exchange: 'NSE',
        side: Side.Buy,
        orderQty: '10',
        price: '1500',
        tag: 'K7F3Q9ZT01AB',
      });
    }
  });

  test('has fills only as each record gives them', () => {
    expect(historyOf(singleOrdHist).map(({ cumQty }) => cumQty && decimalText(cumQty))).toEqual([
      null,
      null,
      null,
      '10',
    ]);
  });
});
