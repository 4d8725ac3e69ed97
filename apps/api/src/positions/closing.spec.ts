import { type BrokerPosition, decimal } from '@ome/domain';
import {
  Brokers,
  EventFeed,
  type InstrumentFacts,
  InstrumentMaster,
  PersistentClosings,
  PositionProjector,
  type UnreadableRow,
} from '@ome/engine';
import { BrokerFault } from '@ome/execution-links';
import { net } from '../../../../libs/engine/src/testing/broker-rows';
import { eventually, type Json, TestApi } from '../testing/test-api';

const SESSION = { userId: 'FT012345', apiKey: 'key-of-spec', apiSecret: 'secret-of-spec' };

/** Every position is one of its own: each test has a symbol. */
let symbols = 0;
const aSymbol = () => `S${(symbols += 1)}`;

describe('closing', () => {
  let api: TestApi;
  let executions = 0;
  /** What the broker's position book says: rows, or why it cannot be read. */
  let book: BrokerPosition[] | Error;
  let unreadable: UnreadableRow[];

  beforeAll(async () => {
    api = await TestApi.start({
      FLATTRADE_ACCOUNTS: JSON.stringify([{ ...SESSION, accounts: ['42', '43'] }]),
      CLOSE_WAIT_MS: '3000',
    });
    const broker = api.app.get(Brokers).session('flattrade', '42')!;
    const rows = () => {
      if (book instanceof Error) return Promise.reject(book);
      const read = book.map((ours) => ({ ours, broker: {} }));
      return Promise.resolve({ rows: read, unreadable });
    };
    jest.spyOn(broker, 'positions').mockImplementation(rows);
  });
  afterAll(() => api.stop());
  beforeEach(() => {
    book = [];
    unreadable = [];
  });

  const holds = (symbol: string, netQty: number, fields: Partial<BrokerPosition> = {}): void => {
    if (book instanceof Error) throw book;
    book = [...book, net(netQty, { symbol, product: 'CNC', ...fields })];
  };

  async function traded(side: string, quantity: number, fields: object): Promise<void> {
    const { orderId, link } = await api.place({ side, quantity, price: '10', ...fields });
    await filled(orderId, quantity, link);
  }

  async function executed(orderId: string, quantity: number, link = 'rest'): Promise<void> {
    executions += 1;
    const amounts = { lastQty: decimal(quantity), lastPx: decimal(10) };
    const trade = { kind: 'Trade', execId: `C${executions}`, ...amounts } as const;
    await api.reportFrom(link, orderId, trade);
  }

  /** And its follower has counted it. */
  async function filled(orderId: string, quantity: number, link = 'rest'): Promise<void> {
    await executed(orderId, quantity, link);
    const { entries } = await api.app.get(EventFeed).page(null, 10_000);
    await api.app.get(PositionProjector).project(entries);
  }

  const close = (body: object) => api.post('/positions/close', { exchange: 'NSE', ...body });
  const closeAll = async (body: object): Promise<Json[]> =>
    (await api.post('/positions/close-all', body)).body.items;

  const asked = () => api.store.collection('asked_closings');
  /** Without those that only wait until their orders are sent. */
  const waiting = () => asked().countDocuments({ dueAt: { $ne: null }, sent: { $exists: false } });
  const shown = async (account: string): Promise<Json> =>
    (await api.get('/ops/closings')).body.items.find((item: Json) => item.account === account);
  /** Id and quantity of each, oldest first. */
  const sells = async ({ account }: { account: string }): Promise<string[][]> => {
    const { body } = await api.get(`/orders?account=${account}&side=SELL`);
    return body.items.map(({ orderId, orderQty }: Json) => [orderId, orderQty]).reverse();
  };
  /** What workers do every second, once all is due. @returns the accounts of what is given up */
  async function goOn(): Promise<string[]> {
    const givenUp: string[] = [];
    await asked().updateMany({ dueAt: { $ne: null } }, { $set: { dueAt: new Date(0) } });
    await api.app.get(PersistentClosings).resume(({ account }) => givenUp.push(account));
    return givenUp;
  }

  describe('at a broker, never more than the broker holds', () => {
    test.each([
      [10, 10, '10', null],
      [10, 4, '4', 'The broker holds 4 of your 10'],
      [10, 25, '10', null],
    ])('ours %d, the broker %d: sells %s', async (ours, theirs, quantity, detail) => {
      const key = { account: '42', symbol: aSymbol(), link: 'flattrade' };
      await traded('BUY', ours, key);
      holds(key.symbol, theirs);
      expect((await close(key)).body).toMatchObject({
        outcome: 'closing',
        brokerNetQty: String(theirs),
        detail,
        orders: [{ side: 'SELL', orderQty: quantity }],
      });
    });

    test.each([
      [10, 0, 'The broker holds nothing of your 10'],
      [10, -10, 'The broker is at -10, and you at 10'],
    ])('ours %d, the broker %d: nothing is sent', async (ours, theirs, detail) => {
      const key = { account: '42', symbol: aSymbol(), link: 'flattrade' };
      await traded('BUY', ours, key);
      holds(key.symbol, theirs);
      const { status, body } = await close(key);
      expect({ status, body }).toMatchObject({
        status: 200,
        body: { outcome: 'notHeld', created: false, orders: [], detail },
      });
    });

    describe('where a row of its positions cannot be read', () => {
      const why = 'A row without netqty';
      const odd = (exchange: string | null, symbol: string | null): UnreadableRow => {
        const names = { exchange, symbol, brokerOrderId: null, tag: null };
        return { kind: 'position', why, body: '{}', content: '{}', ...names };
      };

      test.each([[true], [false]])('what it may be of is not closed; named: %s', async (named) => {
        const keys = [1, 2].map(() => ({ account: '42', symbol: aSymbol(), link: 'flattrade' }));
        for (const key of keys) await traded('BUY', 10, key);
        const [first, second] = keys;
        holds(second.symbol, 10);
        unreadable = [named ? odd('NSE', first.symbol) : odd(null, null)];
        const { status, body } = await close(first);
        expect([status, body.code]).toEqual([503, 'BROKER_UNREAD']);
        expect(body.detail).toContain(why);
        expect((await close(second)).body.orders).toMatchObject([{ orderQty: '10' }]);

        const books = await api.get('/links/flattrade/accounts/42/positions');
        expect(books.body.unreadable).toEqual([{ why, body: '{}' }]);
        const { symbol } = first;
        const item = { symbol, netQty: '10', brokerNetQty: null, difference: null };
        // What the broker said is reused for two seconds.
        await eventually(async () => {
          const [broker] = (await api.get('/positions?broker=true&account=42')).body.brokers;
          expect(broker).toMatchObject({ fault: why });
          expect(broker.items).toContainEqual(expect.objectContaining(item));
        });
      });
    });

    test('per product, and an order without one has the default', async () => {
      const key = { account: '42', symbol: aSymbol(), link: 'flattrade' };
      await traded('BUY', 10, { ...key, product: 'MIS' });
      holds(key.symbol, 10, { product: 'CNC' });
      expect((await close(key)).body.outcome).toBe('notHeld');
      holds(key.symbol, 6, { product: 'MIS' });
      expect((await close(key)).body.orders).toMatchObject([{ orderQty: '6', product: 'MIS' }]);
    });

    test('a position of the time before products were named is one with that of the default', async () => {
      const key = { account: '42', symbol: aSymbol(), link: 'flattrade' };
      await traded('BUY', 10, key);
      const positions = api.store.collection('positions');
      const { _id, ...stored } = (await positions.findOne({ symbol: key.symbol }))!;
      const twin = String(_id).replace('"CNC"', 'null');
      await positions.insertOne({ ...stored, _id: twin, product: null });
      holds(key.symbol, 12);
      await closeAll({ account: '42' });
      const { items } = (await api.get(`/orders?symbol=${key.symbol}&side=SELL`)).body;
      expect(items.map(({ orderQty }: Json) => orderQty).sort()).toEqual(['10', '2']);
    });

    test('accounts that share a session close no more than it holds, together', async () => {
      const symbol = aSymbol();
      const [one, other] = ['42', '43'].map((account) => ({ account, symbol, link: 'flattrade' }));
      await traded('BUY', 10, one);
      await traded('BUY', 10, other);
      holds(symbol, 12);
      const answers = await Promise.all([close(one), close(other)]);
      const sold = answers.flatMap(({ body }) => body.orders.map(({ orderQty }: Json) => orderQty));
      expect(sold.sort()).toEqual(['10', '2']);
      const again = await Promise.all([close(one), close(other)]);
      expect(again.map(({ body }) => body.outcome)).toEqual(['alreadyClosing', 'alreadyClosing']);
    });

    test('open orders of another account that open a position do not block closing', async () => {
      const [one, other] = ['42', '43'].map((account) => ({ account, link: 'flattrade' }));
      const symbol = aSymbol();
      await traded('BUY', 10, { ...one, symbol });
      await api.place({ ...other, symbol, side: 'SELL', quantity: 10, price: '20' });
      holds(symbol, 10);
      const { body } = await close({ ...one, symbol });
      expect(body).toMatchObject({ outcome: 'closing', orders: [{ orderQty: '10' }] });
    });

    test('of an account whose session shows only the difference to another one', async () => {
      const symbol = aSymbol();
      await traded('BUY', 10, { account: '42', symbol, link: 'flattrade' });
      await traded('SELL', 10, { account: '43', symbol, link: 'flattrade' });
      const { body } = await close({ account: '42', symbol, link: 'flattrade' });
      expect(body).toMatchObject({ outcome: 'closing', orders: [{ orderQty: '10' }] });
    });

    test('that cannot be asked: 503 with what to do, and nothing is sent unless told so', async () => {
      const key = { account: '42', symbol: aSymbol(), link: 'flattrade' };
      await traded('BUY', 10, key);
      book = new BrokerFault('reauthenticate', 'Session expired', 'Log in again');
      const { status, body } = await close(key);
      expect([status, body.code]).toEqual([503, 'BROKER_UNREAD']);
      expect(body.detail).toMatch(/Log in again.*ignoreBroker/);
      const sells = `/orders?symbol=${key.symbol}&side=SELL`;
      expect((await api.get(sells)).body.items).toEqual([]);
      expect((await close({ ...key, ignoreBroker: true })).body).toMatchObject({
        outcome: 'closing',
        brokerNetQty: null,
        detail: 'The broker was not asked',
        orders: [{ orderQty: '10' }],
      });
    });
  });

  test('a new fill is closed even if the feed consumer has not counted it', async () => {
    const [one, all] = ['101', '102'].map((account) => ({ account, symbol: aSymbol() }));
    for (const key of [one, all]) await executed((await api.place(key)).orderId, 10);
    expect((await close({ ...one, link: 'rest' })).body.orders).toMatchObject([{ orderQty: '10' }]);
    expect(await closeAll({ account: all.account })).toMatchObject([
      { symbol: all.symbol, outcome: 'closing', orders: [{ side: 'SELL', orderQty: '10' }] },
    ]);
  });

  test('a link without books is reported as such', async () => {
    const key = { account: 'booksless', symbol: aSymbol(), link: 'rest' };
    await traded('BUY', 10, key);
    expect((await close(key)).body).toMatchObject({
      outcome: 'closing',
      brokerNetQty: null,
      detail: 'rest has no books to ask: closed by what is booked here',
    });
  });

  describe('orders that rest', () => {
    test('and were not sent yet are canceled first, on both sides', async () => {
      const key = { account: 'resting', symbol: aSymbol() };
      await traded('BUY', 10, key);
      const target = await api.place({ ...key, side: 'SELL', quantity: 10, price: '20' });
      const more = await api.place({ ...key, side: 'BUY', quantity: 5, price: '5' });
      const elsewhere = await api.place({ ...key, symbol: aSymbol(), quantity: 5, price: '5' });
      const { body } = await close(key);
      expect(body).toMatchObject({ outcome: 'closing', orders: [{ orderQty: '10' }] });
      expect([...body.canceled].sort()).toEqual([target.orderId, more.orderId].sort());
      const statuses = [target, more, elsewhere].map(
        async ({ orderId }) => (await api.order(orderId)).ordStatus,
      );
      expect(await Promise.all(statuses)).toEqual(['Canceled', 'Canceled', 'PendingNew']);
    });

    test('at the link are waited for: closed is what they have left', async () => {
      const { key, orderId } = await withRestingSale('filling');
      const answer = close(key);
      await eventually(async () => {
        expect((await api.order(orderId)).ordStatus).toBe('PendingCancel');
      });
      await filled(orderId, 3);
      await api.report({ ClOrdID: orderId, OrdStatus: '4' });
      expect((await answer).body).toMatchObject({
        outcome: 'closing',
        canceled: [orderId],
        orders: [{ side: 'SELL', orderQty: '7' }],
      });
    });

    test('that are not canceled in time delay closing', async () => {
      const { key, orderId } = await withRestingSale('stuck');
      expect((await close(key)).body).toMatchObject({
        outcome: 'waiting',
        created: false,
        canceled: [orderId],
        orders: [{ orderId, ordStatus: 'PendingCancel' }],
        detail: expect.stringContaining('closing continues once they are'),
      });
      // Nothing is to be done yet, however often it is looked at.
      await goOn();
      await goOn();
      expect(await sells(key)).toEqual([[orderId, '10']]);
      expect((await shown('stuck')).positions[0].text).toContain('Resting orders');

      const later = await api.place({ ...key, side: 'SELL', quantity: 1, price: '30' });
      await api.report({ ClOrdID: orderId, OrdStatus: '4' });
      await goOn();
      const [, , closing] = await sells(key);
      expect(closing).toEqual([expect.any(String), '9']);
      // What was placed after the request is nobody's to cancel, and closes as well.
      expect((await api.order(later.orderId)).ordStatus).toBe('PendingNew');
      await goOn();
      expect(await sells(key)).toHaveLength(3);
      expect(await waiting()).toBe(0);
    });

    test('are stored while a request waits for them, and survive its process', async () => {
      const { key, orderId } = await withRestingSale('killed');
      const answer = close(key);
      await eventually(async () => expect(await waiting()).toBe(1));
      await answer;
      // As a process that died leaves it, and another one finds it.
      await api.report({ ClOrdID: orderId, OrdStatus: '4' });
      await Promise.all([goOn(), goOn()]);
      expect(await sells(key)).toHaveLength(2);
      expect(await waiting()).toBe(0);
    });

    test('of a past day are given up', async () => {
      const { key, orderId } = await withRestingSale('yesterday');
      await close(key);
      await asked().updateMany({ account: 'yesterday' }, { $set: { at: new Date(0) } });
      await api.report({ ClOrdID: orderId, OrdStatus: '4' });
      expect(await goOn()).toEqual(['yesterday']);
      expect(await sells(key)).toEqual([[orderId, '10']]);
      expect(await shown('yesterday')).toMatchObject({ nextTryAt: null });
    });

    test('stay if the request says so', async () => {
      const key = { account: 'kept', symbol: aSymbol() };
      await traded('BUY', 10, key);
      const { orderId } = await api.place({ ...key, side: 'SELL', quantity: 10, price: '20' });
      const { body } = await close({ ...key, cancelResting: false });
      expect(body).toMatchObject({
        outcome: 'closing',
        canceled: [],
        orders: [{ orderQty: '10' }],
      });
      expect((await api.order(orderId)).ordStatus).toBe('PendingNew');
    });

    /** As if the link had it: its cancel has to be answered there. */
    /** Ten are held, and an order at the venue would sell them. */
    async function withRestingSale(account: string) {
      const key = { account, symbol: aSymbol() };
      await traded('BUY', 10, key);
      const { orderId } = await api.place({ ...key, side: 'SELL', quantity: 10, price: '20' });
      await sent(orderId);
      return { key, orderId };
    }

    async function sent(orderId: string): Promise<void> {
      await api.acknowledge(orderId);
    }
  });

  describe('close-all', () => {
    const option = { exchange: 'NFO', link: 'rest', product: 'NRML' };
    const [call, hedge] = ['NIFTY29DEC26C24800', 'NIFTY29DEC26C25000'];

    test('buys shorts back before it sells what hedges them', async () => {
      const account = 'hedged';
      await traded('BUY', 65, { ...option, account, symbol: hedge });
      await traded('SELL', 65, { ...option, account, symbol: call });
      await traded('BUY', 5, { account, symbol: 'TCS', link: 'rest' });
      const answer = closeAll({ account });
      const [bought] = await eventually(async () => {
        const { body } = await api.get(`/orders?account=${account}&side=BUY&symbol=${call}`);
        expect(body.items).toHaveLength(1);
        return body.items;
      });
      const sells = async () =>
        (await api.get(`/orders?account=${account}&side=SELL&symbol=${hedge}`)).body.items;
      expect(await sells()).toEqual([]);
      await filled(bought.orderId, 65);
      const items = await answer;
      expect(items.map(({ symbol, outcome }: Json) => `${symbol} ${outcome}`)).toEqual([
        `${call} closing`,
        `${hedge} closing`,
        'TCS closing',
      ]);
      expect(await sells()).toMatchObject([{ orderQty: '65' }]);
    });

    test.each([
      ['by itself', 'unhedged', async () => void (await goOn())],
      ['when asked again', 'asked', async () => void (await closeAll({ account: 'asked' }))],
    ])('keeps hedges while shorts are not bought back, and goes on %s', async (...row) => {
      const [, account, again] = row;
      await traded('BUY', 65, { ...option, account, symbol: hedge });
      await traded('SELL', 65, { ...option, account, symbol: call });
      const [short, kept] = await closeAll({ account });
      expect(kept).toMatchObject({
        symbol: hedge,
        outcome: 'waiting',
        orders: [],
        detail: expect.stringContaining(short.orders[0].orderId),
      });
      await again();
      const isSold = async () => (await sells({ account })).map(([, quantity]) => quantity);
      expect(await isSold()).toEqual(['65']);
      await filled(short.orders[0].orderId, 65);
      await again();
      expect(await isSold()).toEqual(['65', '65']);
    });

    test('keeps hedges while an earlier order still buys back a part of a short', async () => {
      const short = { ...option, account: 'in-parts', symbol: call };
      await traded('BUY', 120, { ...short, symbol: hedge });
      await traded('SELL', 100, short);
      const [earlier] = (await close({ ...short, price: '5' })).body.orders;
      await traded('SELL', 20, short);
      const answer = closeAll({ account: short.account });
      const bought = await eventually(async () => {
        const { body } = await api.get(`/orders?account=in-parts&side=BUY&symbol=${call}`);
        expect(body.items).toMatchObject([{ orderQty: '20' }, { orderQty: '100' }]);
        return body.items[0];
      });
      await filled(bought.orderId, 20);
      const [, kept] = await answer;
      const detail = expect.stringContaining(earlier.orderId);
      expect(kept).toMatchObject({ symbol: hedge, outcome: 'waiting', orders: [], detail });
    });
  });

  test('above the freeze quantity it goes out in slices', async () => {
    const key = { account: 'sliced', exchange: 'NFO', symbol: 'NIFTY29DEC26C24500' };
    const facts = {
      broker: 'flattrade',
      exchange: 'NFO',
      symbol: key.symbol,
      brokerSymbol: key.symbol,
      stockCode: null,
      token: '1',
      name: null,
      kind: 'option',
      underlying: 'NIFTY',
      expiry: '2026-12-29',
      right: 'CALL',
      strike: decimal(24_500),
      lotSize: decimal(65),
      tickSize: null,
      freezeQty: decimal(1_800),
    } as unknown as InstrumentFacts;
    await api.app
      .get(InstrumentMaster, { strict: false })
      .write({ broker: 'flattrade', source: 'spec', rows: [facts] });
    await traded('BUY', 4_000, key);
    expect((await close(key)).body.orders).toMatchObject([
      { orderQty: '4000', link: 'slices', slicing: { link: 'rest', quantity: '1755' } },
    ]);
  });
});
