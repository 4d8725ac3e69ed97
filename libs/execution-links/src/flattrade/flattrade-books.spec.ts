import { decimalText, OrdStatus } from '@ome/domain';
import { answer } from '../testing/fake-http-server';
import holdings from './test-data/holdings.json';
import limits from './test-data/limits.json';
import orderBook from './test-data/order-book.json';
import positionBook from './test-data/position-book.json';
import quotes from './test-data/quotes.json';
import searchScrip from './test-data/search-scrip.json';
import singleOrdHist from './test-data/single-ord-hist.json';
import tradeBook from './test-data/trade-book.json';
import { FlattradeHarness, no, order, placed, SESSION_OVER } from './testing/flattrade-harness';

const UID = { uid: 'FT012345', actid: 'FT012345' };

describe('the books of Flattrade', () => {
  const flattrade = new FlattradeHarness();
  beforeEach(() => flattrade.start());
  afterEach(() => flattrade.stop());

  test('orders, as Flattrade has them and as we do', async () => {
    flattrade.answers.OrderBook = answer(200, orderBook);
    const orders = await flattrade.link().orders();

    expect(orders.map(({ broker }) => broker)).toEqual(orderBook);
    expect(orders.map(({ ours }) => [ours.exchange, ours.symbol, ours.ordStatus])).toEqual([
      ['NFO', 'NIFTY20OCT26C25000', OrdStatus.New],
      ['NSE', 'M&M', OrdStatus.New],
      ['NSE', 'INFY', OrdStatus.Rejected],
    ]);
    expect(flattrade.sent('OrderBook')).toEqual([UID]);
  });

  test('trades, of all orders or of one', async () => {
    flattrade.answers.TradeBook = answer(200, tradeBook);
    const link = flattrade.link();

    expect(await link.trades()).toMatchObject([{ broker: tradeBook[0] }]);
    expect(await link.trades(placed())).toHaveLength(1);
    expect(await link.trades(placed({ brokerOrderId: '1' }))).toEqual([]);
    expect(await link.trades(order())).toEqual([]);
  });

  test('the history of an order, in our symbols', async () => {
    flattrade.answers.SingleOrdHist = answer(200, singleOrdHist);
    const history = await flattrade.link().history(placed());

    expect(history.map(({ symbol }) => symbol)).toEqual(['INFY', 'INFY', 'INFY', 'INFY']);
    expect(await flattrade.link().history(order())).toEqual([]);
  });

  test('positions', async () => {
    flattrade.answers.PositionBook = answer(200, positionBook);
    const [option, share] = await flattrade.link().positions();

    expect(option).toMatchObject({ ours: { symbol: 'NIFTY20OCT26C25000', product: 'NRML' } });
    expect(share).toMatchObject({ ours: { symbol: 'INFY' }, broker: positionBook[1] });
  });

  test('holdings and limits, as Flattrade has them', async () => {
    flattrade.answers.Holdings = answer(200, holdings);
    flattrade.answers.Limits = answer(200, limits);
    const link = flattrade.link();

    expect(await link.holdings()).toEqual(holdings);
    expect(await link.limits()).toEqual(limits);
    expect(flattrade.sent('Holdings')).toEqual([{ ...UID, prd: 'C' }]);
  });

  test('a quote, by the exchange’s number of the instrument', async () => {
    flattrade.answers.SearchScrip = answer(200, searchScrip);
    flattrade.answers.GetQuotes = answer(200, quotes);
    const quote = await flattrade.link().quote('NSE', 'INFY');
    const texts = (levels: typeof quote.bids) =>
      levels.map(({ price, quantity }) => [decimalText(price), decimalText(quantity)]);

    expect(flattrade.sent('SearchScrip')).toEqual([
      { uid: 'FT012345', exch: 'NSE', stext: 'INFY-EQ' },
    ]);
    expect(flattrade.sent('GetQuotes')).toEqual([{ uid: 'FT012345', exch: 'NSE', token: '1594' }]);
    expect(decimalText(quote.lastPx)).toBe('1500');
    expect(texts(quote.bids)).toEqual([
      ['1499.95', '120'],
      ['1499.9', '80'],
    ]);
    expect(texts(quote.asks)).toEqual([['1500.05', '60']]);
    expect(decimalText(quote.upperCircuit!)).toBe('1650');
    expect(decimalText(quote.lowerCircuit!)).toBe('1350');
    expect(decimalText(quote.tickSize!)).toBe('0.05');
    expect(quote.at).toEqual(new Date('2026-10-14T06:35:21Z'));
  });

  test('a flat position is an answer', async () => {
    const empty = answer(200, no('Error Occurred : 5 "no data"'));
    Object.assign(flattrade.answers, { OrderBook: empty, TradeBook: empty, PositionBook: empty });
    const link = flattrade.link();

    expect(await link.orders()).toEqual([]);
    expect(await link.trades()).toEqual([]);
    expect(await link.positions()).toEqual([]);
  });

  test.each([
    ['no session', SESSION_OVER],
    ['Server Timeout', no('Server Timeout :  ')],
    ['a row without an order number', [...orderBook, { stat: 'Ok', exch: 'NSE' }]],
  ])('%s is none', async (_name, body) => {
    const failing = answer(200, body);
    Object.assign(flattrade.answers, { OrderBook: failing, TradeBook: failing });
    const link = flattrade.link();

    await expect(link.orders()).rejects.toThrow();
    await expect(link.trades()).rejects.toThrow();
  });

  test('an order that it no longer has, as after a night, has an empty history', async () => {
    flattrade.answers.SingleOrdHist = answer(200, no('no data'));

    expect(await flattrade.link().history(placed())).toEqual([]);
  });
});
