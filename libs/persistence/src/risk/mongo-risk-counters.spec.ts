import { decimal, type NewOrder, OrdStatus, Side, ZERO } from '@ome/domain';
import type { Reservation } from '@ome/engine';
import { type Connection, mongo } from 'mongoose';
import { MongoJournal } from '../journal/order-stream';
import { orderDocument } from '../orders/order.document';
import {
  anOrder,
  anOrderId,
  dropTestStore,
  JOURNAL_OPTIONS,
  opening,
  openTestStore,
} from '../testing/test-store';
import type { CounterDocument } from './counter.document';
import { MongoRiskCounters } from './mongo-risk-counters';

const FLAT = { netQty: async () => ZERO };
const SCOPE = { account: null, exchange: null, symbol: null };

describe('counters across crashes', () => {
  let connection: Connection;
  let journal: MongoJournal;
  let counters: MongoRiskCounters;
  let account: string;

  beforeAll(async () => {
    connection = await openTestStore();
    const db = connection.db!;
    journal = new MongoJournal(db, JOURNAL_OPTIONS);
    counters = new MongoRiskCounters(
      db.collection('risk_counters'),
      db.collection('orders'),
      journal,
      FLAT,
    );
  });
  afterAll(() => dropTestStore(connection));
  beforeEach(() => (account = anOrderId()));

  const reservation = (orderId: string, fields: Partial<Reservation> = {}): Reservation => ({
    key: orderId,
    orderId,
    account,
    exchange: 'NSE',
    symbol: 'ACME',
    seq: 1,
    value: decimal(100),
    lastPrice: null,
    content: null,
    reducing: null,
    limits: { maxOpenOrders: { most: 2, scope: SCOPE } },
    ...fields,
  });
  const reserve = (orderId: string, fields?: Partial<Reservation>) =>
    counters.reserve(reservation(orderId, fields));
  const reserved = async () => (await counters.use(account))[0]?.openOrders ?? 0;
  const project = (fields: Partial<NewOrder>, changes: object = {}) =>
    connection
      .db!.collection<{ _id: string }>('orders')
      .replaceOne(
        { _id: fields.orderId! },
        orderDocument({ ...anOrder({ account, ...fields }), ...changes }),
        { upsert: true },
      );
  /** Dates the reservation back by a minute. */
  async function age(orderId: string): Promise<void> {
    const at = new Date(Date.now() - 60_000);
    await connection
      .db!.collection<{ _id: string }>('risk_counters')
      .updateOne({ _id: account }, { $set: { [`orders.${orderId}.at`]: at } });
  }

  test('accounts that nothing was counted for are settled with as many writes as one', async () => {
    const collection = connection.db!.collection<CounterDocument>('risk_counters');
    const calls = jest.fn();
    const watched = new Proxy(collection, {
      get: (target, name) => {
        const member = Reflect.get(target, name) as unknown;
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          calls(name);
          return member.apply(target, args);
        };
      },
    });
    const orders = connection.db!.collection<{ _id: string }>('orders');
    const settling = new MongoRiskCounters(watched, orders, journal, FLAT);
    const cost = async (accounts: string[]) => {
      await Promise.all(accounts.map((each) => project({ orderId: anOrderId(), account: each })));
      calls.mockClear();
      await settling.settleAll(accounts);
      for (const each of accounts) {
        expect(await counters.use(each)).toMatchObject([{ openOrders: 1 }]);
      }
      return calls.mock.calls.flat();
    };
    const ofOne = await cost([anOrderId()]);
    expect(await cost(Array.from({ length: 50 }, () => anOrderId()))).toEqual(ofOne);
  });

  test('of an account that nothing was counted for, open orders count though all settle at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      account = anOrderId();
      await Promise.all([1, 2, 3].map(() => project({ orderId: anOrderId() })));
      const settling = Array.from({ length: 6 }, () => counters.settleAll([account]));
      const limits = { maxOpenOrders: { most: 9, scope: SCOPE } };
      await Promise.all([...settling, reserve(anOrderId(), { limits })]);
      expect(await reserved()).toBe(4);
    }
  });

  test('a reservation is kept while its order may still be journalled, and no longer', async () => {
    const orderId = anOrderId();
    expect(await reserve(orderId)).toBeNull();
    await counters.settle(account);
    expect(await reserved()).toBe(1);
    await age(orderId);
    await counters.settle(account);
    expect(await reserved()).toBe(0);
  });

  test('a request that is repeated after a crash keeps its reservation', async () => {
    const orderId = anOrderId();
    await reserve(orderId);
    await age(orderId);
    expect(await reserve(orderId)).toBeNull();
    await counters.settle(account);
    expect(await reserved()).toBe(1);
  });

  test('an order in the journal counts even if it is not projected', async () => {
    const orderId = anOrderId();
    await reserve(orderId);
    await journal.append(opening({ orderId, account }));
    await age(orderId);
    await counters.settle(account);
    expect(await reserved()).toBe(1);
  });

  test('a closed order does not count, unless a replace reserved more', async () => {
    const orderId = anOrderId();
    await reserve(orderId);
    await project({ orderId }, { cumQty: decimal(10), commands: [], version: 3 });
    // A replace that raises the quantity of the filled order is about to be journalled.
    await reserve(orderId, { seq: 4, key: 'replace' });
    await counters.settle(account);
    expect(await reserved()).toBe(1);
    await project({ orderId }, { closed: OrdStatus.Canceled, commands: [], version: 4 });
    await counters.settle(account);
    expect(await reserved()).toBe(0);
  });

  test('orders without a reservation are counted once, and fills lower the count', async () => {
    const orderId = anOrderId();
    await project({ orderId });
    await counters.settle(account);
    await counters.settle(account);
    const [before] = await counters.use(account);
    expect({ open: before.openOrders, value: before.exposure.toNumber() }).toEqual({
      open: 1,
      value: 1000,
    });
    await project({ orderId }, { cumQty: decimal(4), version: 2 });
    await counters.settle(account);
    expect((await counters.use(account))[0].exposure.toNumber()).toBe(600);
  });

  describe('once a limit is lowered', () => {
    const lowered = { maxOpenOrders: { most: 1, scope: SCOPE } };
    const recheck = (orderId: string, giveUp = true) =>
      counters.recheck(reservation(orderId, { limits: lowered }), giveUp);
    const taken = async (): Promise<string> => {
      const orderId = anOrderId();
      await reserve(orderId);
      await project({ orderId });
      return orderId;
    };

    test('only as many orders as necessary are given up, whenever it is settled', async () => {
      const [one, other] = [await taken(), await taken()];
      expect(await recheck(one)).toBe('maxOpenOrders');
      // Its rejection is about to be journalled.
      await counters.settle(account);
      expect(await recheck(other)).toBeNull();
      expect(await reserved()).toBe(1);
      await project({ orderId: one }, { closed: OrdStatus.Rejected, commands: [], version: 2 });
      await counters.settle(account);
      expect(await reserved()).toBe(1);
    });

    test('an order that was never counted is given up, too', async () => {
      const [one, other] = [anOrderId(), await taken()];
      await project({ orderId: one });
      expect(await recheck(one)).toBe('maxOpenOrders');
      await counters.settle(account);
      expect(await recheck(other)).toBeNull();
    });

    test('an order whose process died before its rejection counts again if it may be sent', async () => {
      const [one, other] = [await taken(), await taken()];
      expect(await recheck(one)).toBe('maxOpenOrders');
      await project({ orderId: other }, { closed: OrdStatus.Canceled, commands: [], version: 2 });
      await counters.settle(account);
      expect(await recheck(one, false)).toBeNull();
      expect(await reserved()).toBe(1);
    });
  });

  test('a limit counts in its scope: all, an exchange, a symbol', async () => {
    const inSymbol = { maxOpenOrders: { most: 1, scope: { ...SCOPE, account, symbol: 'ACME' } } };
    const onBse = { maxOpenOrders: { most: 1, scope: { ...SCOPE, account, exchange: 'BSE' } } };
    await reserve(anOrderId(), { symbol: 'OTHER' });
    expect(await reserve(anOrderId(), { limits: inSymbol })).toBeNull();
    expect(await reserve(anOrderId(), { limits: inSymbol })).toBe('maxOpenOrders');
    expect(await reserve(anOrderId(), { exchange: 'BSE', limits: onBse })).toBeNull();
    expect(await reserve(anOrderId())).toBe('maxOpenOrders');
  });

  test('names with characters that are special to MongoDB are names', async () => {
    const odd = { exchange: '$NSE', symbol: '$$NOW', content: '$x', key: '$key' };
    const limits = {
      maxOpenOrders: { most: 5, scope: { ...SCOPE, account, symbol: '$$NOW' } },
      maxOrdersPerSecond: { most: 5, scope: SCOPE },
      repeatWindowMs: { most: 1_000 },
    };
    expect(await reserve(anOrderId(), { ...odd, limits })).toBeNull();
    expect(await reserve(anOrderId(), { ...odd, key: '$other', limits })).toBe('repeatWindowMs');
  });

  test('of many concurrent requests from two processes exactly as many pass as the limit allows', async () => {
    const db = connection.db!;
    const other = new MongoRiskCounters(
      db.collection('risk_counters'),
      db.collection('orders'),
      journal,
      FLAT,
    );
    const limits = { maxExposure: { most: decimal(700), scope: SCOPE } };
    const verdicts = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        (index % 2 ? counters : other).reserve(reservation(anOrderId(), { limits })),
      ),
    );
    expect(verdicts.filter((verdict) => verdict === null)).toHaveLength(7);
  });

  test('a fill while the room of a position is computed does not count twice', async () => {
    const orderId = anOrderId();
    const side = Side.Sell;
    await project({ orderId, side });
    let readings = 0;
    const netQty = async () => {
      readings += 1;
      // The first reading only shows that there is a position. Four of the ten were sold after the open orders were read.
      if (readings === 2) await project({ orderId, side }, { cumQty: decimal(4), version: 2 });
      return decimal(6);
    };
    const db = connection.db!;
    const filling = new MongoRiskCounters(
      db.collection('risk_counters'),
      db.collection('orders'),
      journal,
      { netQty },
    );
    const { exchange, symbol, product, link } = anOrder({ account, orderId, side });
    const room = await filling.room({ account, exchange, symbol, product, link, orderId, side });
    expect(room.open.toNumber()).toBe(6);
    expect(room.closable.toNumber()).toBe(6);
    expect(readings).toBe(3);
  });

  test('without a position to reduce, the open orders of the account are not read', async () => {
    const orderId = anOrderId();
    await project({ orderId });
    await project({ orderId: anOrderId() });
    const find = jest.spyOn(mongo.Collection.prototype, 'find');
    const { exchange, symbol, product, link, side } = anOrder({ account, orderId });
    const room = await counters.room({ account, exchange, symbol, product, link, orderId, side });
    const filters = find.mock.calls.map(([filter]) => filter);
    find.mockRestore();
    expect(filters.length).toBeGreaterThan(0);
    expect(filters).not.toContainEqual(expect.objectContaining({ open: true }));
    expect([room.open, room.closable, room.left].map(Number)).toEqual([10, 0, 0]);
  });
});
