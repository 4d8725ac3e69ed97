import { decimal, type NewOrder, OrdType, Side, TimeInForce } from '@ome/domain';
import { answer, hangUp, type Reaction } from '../testing/fake-http-server';
import { aCommand } from '../testing/link-requests';
import orderBook from './test-data/order-book.json';
import quotes from './test-data/quotes.json';
import searchScrip from './test-data/search-scrip.json';
import userDetails from './test-data/user-details.json';
import {
  cancel,
  FlattradeHarness,
  no,
  NUMBER,
  order,
  placed,
  replace,
  request,
  SESSION_OVER,
} from './testing/flattrade-harness';

describe('FlattradeLink', () => {
  const flattrade = new FlattradeHarness();
  beforeEach(() => flattrade.start());
  afterEach(() => flattrade.stop());

  test('is a session of Flattrade', () => {
    expect(flattrade.link()).toMatchObject({
      name: 'flattrade',
      route: 'flattrade-FT012345',
      session: 'FT012345',
      accounts: ['42'],
      concurrency: 2,
      dedupe: 'tagged',
      loginState: 'loggedIn',
      loginUrl: 'https://login.example/?app_key=K1',
    });
  });

  describe('what it writes', () => {
    test('a new order', async () => {
      expect(await flattrade.link().send(request(order()))).toEqual({
        outcome: 'accepted',
        brokerOrderId: NUMBER,
      });

      expect(flattrade.server.received).toMatchObject([{ path: '/PiConnectAPI/PlaceOrder' }]);
      expect(flattrade.sent('PlaceOrder')).toEqual([
        {
          ordersource: 'API',
          uid: 'FT012345',
          actid: 'FT012345',
          exch: 'NSE',
          tsym: 'INFY-EQ',
          qty: '100',
          prc: '2450.5',
          dscqty: '0',
          prd: 'C',
          trantype: 'S',
          prctyp: 'LMT',
          ret: 'DAY',
          remarks: 'K7F3Q9ZT01AB',
        },
      ]);
      expect(flattrade.budget.taken).toEqual(['order']);
    });

    test('a stop-limit order of the day’s product, of a future', async () => {
      const stop = order({
        exchange: 'NFO',
        symbol: 'NIFTY27OCT26F',
        side: Side.Buy,
        ordType: OrdType.StopLimit,
        stopPrice: decimal(2400),
        product: 'MIS',
        timeInForce: TimeInForce.ImmediateOrCancel,
      });
      await flattrade.link().send(request(stop));

      expect(flattrade.sent('PlaceOrder')).toMatchObject([
        {
          exch: 'NFO',
          tsym: 'NIFTY27OCT26F',
          trantype: 'B',
          prctyp: 'SL-LMT',
          prc: '2450.5',
          trgprc: '2400',
          prd: 'I',
          ret: 'IOC',
        },
      ]);
    });

    test('an after-market order', async () => {
      await flattrade.link().send(request(order({ amo: true })));
      expect(flattrade.sent('PlaceOrder')).toMatchObject([{ amo: 'Yes' }]);
    });

    test('a replace with the total quantity, and no trigger for a limit order', async () => {
      expect(await flattrade.link().send(replace(placed({ cumQty: decimal(30) })))).toEqual({
        outcome: 'accepted',
        brokerOrderId: NUMBER,
      });

      expect(flattrade.sent('ModifyOrder')).toEqual([
        {
          ordersource: 'API',
          uid: 'FT012345',
          actid: 'FT012345',
          norenordno: NUMBER,
          exch: 'NSE',
          tsym: 'INFY-EQ',
          qty: '150',
          prctyp: 'LMT',
          prc: '2460',
          ret: 'DAY',
        },
      ]);
      expect(flattrade.budget.taken).toEqual(['order']);
    });

    test('a cancel, which has its own share of the limits', async () => {
      expect(await flattrade.link().send(cancel(placed()))).toEqual({
        outcome: 'accepted',
        brokerOrderId: NUMBER,
      });

      expect(flattrade.sent('CancelOrder')).toEqual([
        { ordersource: 'API', uid: 'FT012345', norenordno: NUMBER },
      ]);
      expect(flattrade.budget.taken).toEqual(['cancel']);
    });

    test.each([['replace'], ['cancel']])('no %s of an order without a number', async (kind) => {
      const of = order();

      expect(
        await flattrade.link().send(kind === 'replace' ? replace(of) : cancel(of)),
      ).toMatchObject({
        outcome: 'notSent',
        text: expect.stringContaining('number'),
      });
      expect(flattrade.server.received).toHaveLength(0);
    });

    test.each<[string, Partial<NewOrder>, RegExp]>([
      ['an exchange', { exchange: 'NYSE' }, /no exchange NYSE \(.*NSE, BSE, NFO/],
      [
        'a symbol',
        { exchange: 'BFO', symbol: 'SENSEX' },
        /no symbol for SENSEX .*NIFTY21AUG25C24500/,
      ],
      ['a product', { product: 'GOLD' }, /no product GOLD \(.*CNC, NRML/],
      ['a validity', { timeInForce: TimeInForce.GoodTillCancel }, /timeInForce GTC \(.*DAY or IOC/],
      ['a price', { price: null }, /no price/],
      ['a trigger', { ordType: OrdType.StopLimit }, /no stopPrice/],
      ['a whole quantity', { orderQty: decimal('0.5') }, /whole quantity/],
    ])('refuses an order for lack of %s', async (_name, fields, text) => {
      expect(await flattrade.link().send(request(order(fields)))).toEqual({
        outcome: 'refused',
        text: expect.stringMatching(text),
      });
      expect(flattrade.server.received).toHaveLength(0);
    });
  });

  describe('market orders', () => {
    const market = order({ ordType: OrdType.Market, side: Side.Buy, price: null });
    const quoted = { SearchScrip: answer(200, searchScrip), GetQuotes: answer(200, quotes) };

    test('are sent as limits at the last price plus a margin', async () => {
      Object.assign(flattrade.answers, quoted);
      await flattrade.link().send(request(market));

      expect(flattrade.sent('GetQuotes')).toEqual([
        { uid: 'FT012345', exch: 'NSE', token: '1594' },
      ]);
      expect(flattrade.sent('PlaceOrder')).toMatchObject([{ prctyp: 'LMT', prc: '1507.5' }]);
      expect(flattrade.budget.taken).toEqual(['read', 'read', 'order']);
    });

    test('stop orders have their limit beyond the trigger', async () => {
      Object.assign(flattrade.answers, quoted);
      const stop = order({ ordType: OrdType.Stop, price: null, stopPrice: decimal(1400) });
      await flattrade.link().send(request(stop));

      expect(flattrade.sent('PlaceOrder')).toMatchObject([
        { prctyp: 'SL-LMT', prc: '1393', trgprc: '1400' },
      ]);
    });

    test('without a quote wait', async () => {
      flattrade.answers.SearchScrip = answer(500, '');

      expect(await flattrade.link().send(request(market))).toMatchObject({ outcome: 'notSent' });
      expect(flattrade.sent('PlaceOrder')).toHaveLength(0);
    });

    test('of an unknown instrument are refused', async () => {
      flattrade.answers.SearchScrip = answer(200, no('No Data :  '));

      expect(await flattrade.link().send(request(market))).toMatchObject({ outcome: 'refused' });
    });

    test('are not priced by the quote of another instrument', async () => {
      Object.assign(flattrade.answers, quoted, {
        GetQuotes: answer(200, { ...quotes, token: '22' }),
      });

      expect(await flattrade.link().send(request(market))).toMatchObject({ outcome: 'notSent' });
    });

    test('are refused if so configured', async () => {
      expect(await flattrade.link({ marketOrders: 'refuse' }).send(request(market))).toEqual({
        outcome: 'refused',
        text: expect.stringContaining('MARKET'),
      });
      expect(flattrade.server.received).toHaveLength(0);
    });
  });

  describe('the outcome of an attempt', () => {
    test.each<[string, Reaction, object]>([
      ['a no', answer(200, no('Invalid Trading Symbol')), { outcome: 'refused' }],
      [
        'an unlisted refusal',
        answer(200, no('House rule')),
        { outcome: 'refused', text: 'House rule' },
      ],
      ['429', answer(429, '', { 'retry-after': '3' }), { outcome: 'notSent', retryAfterMs: 3_000 }],
      ['the text of a limit', answer(200, no('Rate limit exceeded')), { outcome: 'notSent' }],
      ['no session', answer(200, SESSION_OVER), { outcome: 'notSent' }],
      ['Server Timeout', answer(200, no('Server Timeout :  ')), { outcome: 'unknown' }],
      ['500', answer(500, ''), { outcome: 'unknown' }],
      ['nonsense', answer(200, '<html>'), { outcome: 'unknown' }],
      ['no number', answer(200, { stat: 'Ok' }), { outcome: 'unknown' }],
      ['a dropped connection', hangUp, { outcome: 'unknown' }],
    ])('%s', async (_name, reaction, outcome) => {
      flattrade.answers.PlaceOrder = reaction;

      expect(await flattrade.link().send(request(order()))).toMatchObject(outcome);
    });

    test('limits make the session back off', async () => {
      flattrade.answers.PlaceOrder = answer(429, '');
      await flattrade.link().send(request(order()));

      expect(flattrade.budget.backedOff).toEqual([2_000]);
    });

    test('without room in the limits nothing is sent', async () => {
      flattrade.budget.delay = 800;

      expect(await flattrade.link().send(request(order()))).toEqual({
        outcome: 'notSent',
        text: 'Rate limited: no call was free in time',
        retryAfterMs: 800,
      });
      expect(flattrade.server.received).toHaveLength(0);
    });

    test('limits that cannot be read hold everything back', async () => {
      flattrade.budget.take = () => Promise.reject(new Error('no store'));

      expect(await flattrade.link().send(request(order()))).toMatchObject({ outcome: 'notSent' });
      expect(flattrade.server.received).toHaveLength(0);
    });
  });

  describe('admission', () => {
    test.each([
      ['new', 'order'],
      ['replace', 'order'],
      ['cancel', 'cancel'],
    ] as const)('a %s waits for room as %s', async (kind, asked) => {
      const kinds: string[] = [];
      flattrade.budget.delayMs = (of?: string) => {
        kinds.push(of!);
        return Promise.resolve(700);
      };
      const of = order();

      expect(await flattrade.link().admit(of, aCommand(of, { kind }))).toMatchObject({
        admitted: false,
        everyone: true,
        retryAfterMs: 700,
      });
      expect(kinds).toEqual([asked]);
    });

    test('there is room', async () => {
      expect(await flattrade.link().admit(order(), order().commands[0])).toEqual({
        admitted: true,
      });
    });
  });

  describe('the tag', () => {
    const of = order().commands[0];

    test('is twelve letters and digits, derived from the command and the attempt alone', () => {
      expect(flattrade.link().tag(of, 1)).toMatch(/^[A-Z0-9]{12}$/);
      expect(flattrade.link().tag(of, 1)).toBe(flattrade.link().tag(of, 1));
    });

    test('is different for every attempt and command', () => {
      const tags = [1, 2, 3].flatMap((attempt) =>
        ['a-1', 'a-11', 'b-1'].map((clOrdId) => flattrade.link().tag({ ...of, clOrdId }, attempt)),
      );
      expect(new Set(tags).size).toBe(9);
    });
  });

  describe('permissions of the account', () => {
    const permitted = async (fields: Partial<NewOrder>) => {
      flattrade.answers.UserDetails = answer(200, userDetails);
      flattrade.answers.OrderBook = answer(200, orderBook);
      const asked = flattrade.link();
      await asked.orders();
      await asked.orders();
      return asked.send(request(order(fields)));
    };

    test.each([
      [
        'exchange',
        { exchange: 'MCX', symbol: 'CRUDEOIL19OCT26' },
        /NSE, NFO, BSE, BFO, not on MCX/,
      ],
      ['product', { product: 'NRML' }, /products C on NSE, not M/],
    ])('%s', async (_name, fields, text) => {
      expect(await permitted(fields)).toEqual({
        outcome: 'refused',
        text: expect.stringMatching(text),
      });
      expect(flattrade.sent('PlaceOrder')).toHaveLength(0);
    });

    test('are read once for each login, and allow what they list', async () => {
      expect(await permitted({})).toMatchObject({ outcome: 'accepted' });
      expect(flattrade.sent('UserDetails')).toHaveLength(1);
    });
  });

  describe('its health', () => {
    test('comes back when somebody flattrade.answers', async () => {
      await flattrade.server.stop();
      const watched = flattrade.link();

      expect(await watched.send(request(order()))).toMatchObject({ outcome: 'notSent' });
      expect(watched.isUp()).toBe(false);
      expect(watched.status.lastError).toContain('ECONNREFUSED');
    });
  });
});
