import { decimalText, OrdStatus } from '@ome/domain';
import { recordsOf } from '@ome/engine';
import { answer } from '../testing/fake-http-server';
import holdings from './test-data/holdings.json';
import limits from './test-data/limits.json';
import orderBook from './test-data/order-book.json';
import positionBook from './test-data/position-book.json';
import quotes from './test-data/quotes.json';
import searchScrip from './test-data/search-scrip.json';
import singleOrdHist from './test-data/single-ord-hist.json';
import tradeBook from './test-data/trade-book.json';
import {
  cancel,
  FlattradeHarness,
  no,
  NUMBER,
  order,
  placed,
  request,
  SESSION_OVER,
  TOKEN,
} from './testing/flattrade-harness';

const UID = { uid: 'FT012345', actid: 'FT012345' };

const EMPTY = { rows: [], unreadable: [] };

describe('the books of Flattrade', () => {
  const flattrade = new FlattradeHarness();
  beforeEach(() => flattrade.start());
  afterEach(() => flattrade.stop());

  test('orders, as Flattrade has them and as we do', async () => {
    flattrade.answers.OrderBook = answer(200, orderBook);
    const { rows: orders } = await flattrade.link().orders();

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

    expect((await link.trades()).rows).toMatchObject([{ broker: tradeBook[0] }]);
    expect((await link.trades(placed())).rows).toHaveLength(1);
    expect(await link.trades(placed({ brokerOrderId: '1' }))).toEqual(EMPTY);
    expect(await link.trades(order())).toEqual(EMPTY);
  });

  test('the history of an order, in our symbols', async () => {
    flattrade.answers.SingleOrdHist = answer(200, singleOrdHist);
    const history = recordsOf(await flattrade.link().history(placed()));

    expect(history.map(({ symbol }) => symbol)).toEqual(['INFY', 'INFY', 'INFY', 'INFY']);
    expect(await flattrade.link().history(order())).toEqual(EMPTY);
  });

  test('positions', async () => {
    flattrade.answers.PositionBook = answer(200, positionBook);
    const [option, share] = (await flattrade.link().positions()).rows;

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

  test('shares of the holdings, at each exchange that lists them', async () => {
    const [row] = holdings;
    const exch_tsym = [...row.exch_tsym, { exch: 'BSE', tsym: 'INFY' }];
    const parts = { btstqty: '5', brkcolqty: '3', npoadqty: '2', usedqty: '4' };
    const odd = { ...row, holdqty: 'x' };
    flattrade.answers.Holdings = answer(200, [
      { ...row, ...parts, exch_tsym },
      odd,
      { stat: 'Ok' },
    ]);
    const { rows, unreadable } = await flattrade.link().heldShares();

    expect(rows).toHaveLength(1);
    const { names, ...amounts } = rows[0].ours;
    expect(names).toEqual(['NSE', 'BSE'].map((exchange) => ({ exchange, symbol: 'INFY' })));
    const texts = Object.entries(amounts).map(([name, amount]) => [name, amount.toFixed()]);
    expect(Object.fromEntries(texts)).toEqual({
      free: '15',
      owned: '20',
      used: '4',
      arriving: '0',
    });
    expect(unreadable).toMatchObject([
      { exchange: 'NSE', symbol: 'INFY', why: 'Flattrade gave a row with holdqty x' },
      { exchange: null, symbol: null, why: 'Flattrade gave a row without exch_tsym' },
    ]);
  });

  test('what a position sold today, and has from before', async () => {
    const [row] = positionBook;
    const amounts = { netqty: '3', daysellqty: '7', cfbuyqty: '10', cfsellqty: '0' };
    flattrade.answers.PositionBook = answer(200, [{ ...row, ...amounts }]);
    const [{ ours }] = (await flattrade.link().positions()).rows;
    expect([ours.soldToday, ours.carried].map(String)).toEqual(['7', '10']);
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

    expect(await link.orders()).toEqual(EMPTY);
    expect(await link.trades()).toEqual(EMPTY);
    expect(await link.positions()).toEqual(EMPTY);
  });

  test.each([
    ['no session', SESSION_OVER],
    ['Server Timeout', no('Server Timeout :  ')],
  ])('%s is none', async (_name, body) => {
    const failing = answer(200, body);
    Object.assign(flattrade.answers, { OrderBook: failing, TradeBook: failing });
    const link = flattrade.link();

    await expect(link.orders()).rejects.toThrow();
    await expect(link.trades()).rejects.toThrow();
  });

  describe('a row that cannot be read hides no other one', () => {
    const odd = (row: object, changes: object) => ({ ...row, ...changes });

    test('of the orders', async () => {
      const [option, share] = orderBook;
      const noSide = odd(share, { trantype: 'X', remarks: TOKEN });
      flattrade.answers.OrderBook = answer(200, [option, noSide, { stat: 'Ok' }, 'odd']);
      const { rows, unreadable } = await flattrade.link().orders();

      expect(rows).toMatchObject([{ ours: { symbol: 'NIFTY20OCT26C25000' } }]);
      const named = { exchange: 'NSE', symbol: 'M&M', brokerOrderId: share.norenordno };
      expect(unreadable).toMatchObject([
        { kind: 'order', why: 'Flattrade gave a row with trantype X', ...named, tag: TOKEN },
        { brokerOrderId: null, symbol: null },
        { body: '"odd"', brokerOrderId: null },
      ]);
      expect(JSON.parse(unreadable[0].body)).toEqual({ ...noSide, remarks: '***' });
    });

    test('an execution in a row of an order: the order is read', async () => {
      const filled = odd(orderBook[0], { flid: '7', flqty: '5', flprc: 'odd' });
      flattrade.answers.OrderBook = answer(200, [filled]);
      const { rows, unreadable } = await flattrade.link().orders();

      expect(rows).toMatchObject([{ ours: { trade: null } }]);
      expect(unreadable).toMatchObject([
        { kind: 'execution', why: expect.stringMatching('flprc') },
      ]);
    });

    test('of the executions', async () => {
      const [fill] = tradeBook;
      const others = [{ flqty: '' }, { flqty: 'odd', norenordno: '1' }, { norenordno: '' }];
      const rows = [fill, ...others.map((changes) => odd(fill, changes))];
      flattrade.answers.TradeBook = answer(200, rows);
      const book = await flattrade.link().trades(placed());

      expect(recordsOf(book)).toHaveLength(1);
      expect(book.unreadable.map(({ brokerOrderId }) => brokerOrderId)).toEqual([NUMBER, null]);
    });

    test('of the history', async () => {
      flattrade.answers.SingleOrdHist = answer(200, [
        odd(singleOrdHist[0], { fillshares: 'ten' }),
        ...singleOrdHist.slice(1),
      ]);
      const { rows, unreadable } = await flattrade.link().history(placed());

      expect(rows).toHaveLength(singleOrdHist.length - 1);
      expect(unreadable).toMatchObject([{ why: 'Flattrade gave a row with fillshares ten' }]);
      expect(await flattrade.link().lookUp(cancel(placed()))).toMatchObject({
        outcome: 'unanswered',
      });
    });

    test('of the positions, the same one whatever the prices', async () => {
      const [option, share] = positionBook;
      const unreadAt = async (lp: string) => {
        const row = odd(share, { netqty: 'odd', lp });
        flattrade.answers.PositionBook = answer(200, [option, row]);
        const { rows, unreadable } = await flattrade.link().positions();
        expect(rows).toMatchObject([{ ours: { symbol: 'NIFTY20OCT26C25000' } }]);
        expect(unreadable).toMatchObject([{ kind: 'position', exchange: 'NSE', symbol: 'INFY' }]);
        return unreadable[0];
      };
      const [before, after] = [await unreadAt('100'), await unreadAt('101')];

      expect(after.content).toBe(before.content);
      expect(after.body).not.toBe(before.body);
    });

    test('of the positions: without its exchange, one may be of any instrument', async () => {
      const [, share] = positionBook;
      flattrade.answers.PositionBook = answer(200, [odd(share, { exch: '' })]);
      const { unreadable } = await flattrade.link().positions();
      expect(unreadable).toMatchObject([{ exchange: null, symbol: null }]);
    });

    test.each([
      ['with our tag', 'K7F3Q9ZT01AB', 'unanswered'],
      ['without a tag', '', 'unanswered'],
      ['with another tag', 'ZZZZZZZZ0000', 'absent'],
    ])('of an order looked up by its tag: one %s', async (_name, remarks, outcome) => {
      flattrade.answers.OrderBook = answer(200, [odd(orderBook[0], { qty: '', remarks })]);

      expect(await flattrade.link().lookUp(request(order()))).toMatchObject({ outcome });
    });
  });

  test('an order that it no longer has, as after a night, has an empty history', async () => {
    flattrade.answers.SingleOrdHist = answer(200, no('no data'));

    expect(await flattrade.link().history(placed())).toEqual(EMPTY);
  });
});
