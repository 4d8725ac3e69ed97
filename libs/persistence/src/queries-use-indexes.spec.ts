import { type Entitlement, EVERYTHING } from '@ome/domain';
import type { QueuedCommand } from '@ome/engine';
import type { Connection, Model } from 'mongoose';
import { AuditQueries } from './audit/audit-queries';
import { toBson } from './bson';
import { FillQueries } from './fills/fill-queries';
import { EventQueries } from './journal/event-queries';
import { MongoJournal } from './journal/order-stream';
import { MongoOverdueOrders } from './orders/mongo-overdue-orders';
import { MongoQueuedOrders } from './orders/mongo-queued-orders';
import { MongoOrderReader } from './orders/mongo-order-reader';
import { OrderQueries } from './orders/order-queries';
import { drain } from './testing/use/module-use';
import { minute, ORDERS, storeManyOrders } from './testing/many-orders';
import { type QueryCost, QueryMonitor } from './testing/query-monitor';
import {
  dropTestStore,
  JOURNAL_OPTIONS,
  namesOf,
  opening,
  openTestStore,
} from './testing/test-store';
import { MongoUndeliveredMessages } from './trade-post/mongo-undelivered-messages';
import { UndeliveredQueries } from './trade-post/undelivered-queries';
import { MongoUnmatchedReports } from './unmatched-reports/mongo-unmatched-reports';
import { UnmatchedReportQueries } from './unmatched-reports/unmatched-report-queries';

describe('every query is served by an index', () => {
  let connection: Connection;
  let monitor: QueryMonitor;
  const orderIds: string[] = [];

  const db = () => connection.db!;
  const model = <T>(name: string) => connection.models[name] as Model<T>;
  const orders = () => new OrderQueries(db().collection('orders'), namesOf(db()));
  const fills = () => new FillQueries(db(), namesOf(db()));
  const events = () =>
    new EventQueries(db().collection('order_events'), JOURNAL_OPTIONS.noteUnreadable);
  const overdue = () => new MongoOverdueOrders(db().collection('orders'));
  const reader = () => new MongoOrderReader(db().collection('orders'));
  const journal = () => new MongoJournal(db(), JOURNAL_OPTIONS);
  const unmatched = () => new MongoUnmatchedReports(model('UnmatchedReportRecord'));
  const undelivered = () => new MongoUndeliveredMessages(model('UndeliveredMessageRecord'));

  beforeAll(async () => {
    connection = await openTestStore({ monitorCommands: true });
    monitor = new QueryMonitor(connection);
    orderIds.push(...(await storeManyOrders(db())));
  });
  afterAll(() => dropTestStore(connection));

  /** The costs of every query that the work sends. */
  async function costsOf(work: () => Promise<unknown>): Promise<QueryCost[]> {
    monitor.take();
    await work();
    const sent = monitor.take();
    expect(sent).not.toEqual([]);
    return Promise.all(sent.map((query) => monitor.explain(query)));
  }

  async function expectIndexed(work: () => Promise<unknown>): Promise<QueryCost[]> {
    const costs = await costsOf(work);
    for (const { stages } of costs) {
      expect(stages).not.toContain('COLLSCAN');
      expect(stages).not.toContain('SORT');
    }
    return costs;
  }

  /** Also expects that hardly more documents are examined than returned. */
  async function expectSelective(work: () => Promise<unknown>): Promise<void> {
    for (const { examined, returned } of await expectIndexed(work)) {
      expect(examined).toBeLessThanOrEqual(2 * returned + 10);
    }
  }

  const window = { from: minute(1_000), to: minute(1_010) };

  describe('orders', () => {
    test.each([
      [{}],
      [{ account: 'account-7' }],
      [{ userId: 'user-7' }],
      [{ symbol: 'SYMBOL-7' }],
      [{ ordStatus: 'New' }],
      [{ open: true }],
      [{ tag: 'tag-10' }],
      [{ link: 'rest' }],
      [window],
      [{ account: 'account-7', from: minute(500), to: minute(700) }],
      [{ account: 'nobody' }],
      [{ userId: 'nobody' }],
      [{ symbol: 'nothing' }],
      [{ tag: 'nothing' }],
      [{ ordStatus: 'Stopped' }],
    ])('by %j: page after page', async (filter) => {
      await expectSelective(async () => {
        const first = await orders().page(EVERYTHING, filter, null, 5);
        if (first.nextCursor) await orders().page(EVERYTHING, filter, first.nextCursor, 5);
      });
    });

    test.each([[{ side: 'BUY' }], [{ exchange: 'BSE' }], [{ open: false }]])(
      'by %j, which many orders have: along the newest, in the order of pages',
      async (filter) => {
        const costs = await expectIndexed(async () => {
          const first = await orders().page(EVERYTHING, filter, null, 5);
          await orders().page(EVERYTHING, filter, first.nextCursor, 5);
        });
        for (const { examined } of costs) expect(examined).toBeLessThan(100);
      },
    );

    test('by several fields at once', async () => {
      await expectIndexed(() =>
        orders().page(
          EVERYTHING,
          { account: 'account-10', userId: 'user-10', side: 'SELL', open: true, ...window },
          null,
          5,
        ),
      );
    });

    test('of a user', () => expectSelective(() => orders().newestByUser(EVERYTHING, 'user-7', 10)));

    test('slices of orders', async () => {
      const parentOrderId = '0'.repeat(24);
      await expectIndexed(() => orders().slicesOf([parentOrderId]));
      await expectIndexed(() => orders().page(EVERYTHING, { parentOrderId }, null, 5));
    });

    test.each([
      [{}],
      [{ account: 'account-5' }],
      [{ symbol: 'SYMBOL-5' }],
      [{ side: 'BUY' }],
      [{ account: 'account-5', symbol: 'SYMBOL-5', side: 'BUY' }],
    ])('open orders for a cancel-all by %j', async (filter) => {
      for (const { examined } of await expectIndexed(() =>
        drain(orders().openIds(EVERYTHING, filter)),
      )) {
        expect(examined).toBeLessThanOrEqual(ORDERS / 5);
      }
    });

    test('overdue open orders', async () => {
      const which = { exceptLinks: ['broker'], limit: 10 };
      await expectIndexed(() => overdue().ofDay('NSE', minute(100), which));
      await expectIndexed(() => overdue().goodTill(minute(100), which));
    });

    test('by id, by broker order id and by the client’s id', async () => {
      await expectSelective(() => reader().load(orderIds[5]));
      await expectSelective(() => reader().allByBrokerOrderId('rest', 'V-77'));
      await expectSelective(() => reader().findByClOrdId('client-77', null));
      await expectSelective(() => reader().findByClOrdId('client-77', 'account-27'));
    });
  });

  describe('within what a key is bound to', () => {
    const everyPage = (within: Entitlement) => async () => {
      for (const queries of [orders(), fills()]) {
        const { nextCursor } = await queries.page(within, {}, null, 5);
        if (nextCursor) await queries.page(within, {}, nextCursor, 5);
      }
    };
    test.each<[Entitlement]>([
      [{ accounts: ['account-7'], users: null }],
      [{ accounts: ['account-7', 'account-9'], users: null }],
      [{ accounts: ['nobody'], users: null }],
      [{ accounts: null, users: ['user-7'] }],
      [{ accounts: null, users: ['nobody'] }],
      [{ accounts: ['account-7'], users: ['user-7'] }],
    ])('%j: page after page, and what is open', async (within) => {
      await expectSelective(everyPage(within));
      await expectIndexed(() => drain(orders().openIds(within, {})));
    });

    test.each(['account-1*', 'account-17*', 'nobody*'])(
      'accounts %s: along the newest, or by account where there are few',
      async (beginning) => {
        const costs = await costsOf(everyPage({ accounts: [beginning], users: null }));
        for (const { stages, examined } of costs) {
          expect(stages).not.toContain('COLLSCAN');
          expect(examined).toBeLessThanOrEqual(100);
        }
      },
    );
  });

  test('outstanding work: due, waiting and counted', async () => {
    for (const state of ['queued', 'sending', 'inDoubt'] as const) {
      await expectSelective(() =>
        orders().dueWork({ link: 'rest', accounts: { notIn: [] } }, state, minute(100), 10),
      );
    }
    await expectSelective(() => reader().placementsUnderWay('rest', { notIn: [] }));
    const queued = new MongoQueuedOrders(db().collection('orders'));
    await expectSelective(() => queued.isAny());
    const next = async (after: QueuedCommand | null) =>
      (await queued.requested('rest', ['new', 'replace'], minute(5_000), after, 5)).at(-1)!;
    await expectSelective(async () => next(await next(null)));
    const first = await next(null);
    await expectSelective(() => queued.requested('rest', ['new'], first.since, null, 5));
    await expectSelective(() => queued.ended('rest', minute(5_000), null, 5));
    await expectSelective(() => orders().isWorkOutstanding());
    await expectSelective(() => orders().waiting(EVERYTHING, 10));
    await expectIndexed(() => orders().workCounts(EVERYTHING));
  });

  describe('fills', () => {
    test.each([
      [{}],
      [{ account: 'account-7' }],
      [{ userId: 'user-7' }],
      [{ symbol: 'SYMBOL-7' }],
      [{ link: 'rest' }],
      [window],
      [{ account: 'account-7', from: minute(500), to: minute(700) }],
      [{ account: 'nobody' }],
      [{ userId: 'nobody' }],
      [{ symbol: 'nothing' }],
    ])('by %j: page after page', async (filter) => {
      await expectSelective(async () => {
        const first = await fills().page(EVERYTHING, filter, null, 5);
        if (first.nextCursor) await fills().page(EVERYTHING, filter, first.nextCursor, 5);
      });
    });

    test.each([[{ side: 'BUY' }], [{ exchange: 'BSE' }]])('by %j: along the newest', (filter) =>
      expectIndexed(() => fills().page(EVERYTHING, filter, null, 5)),
    );

    test('of an order, and of many', async () => {
      await expectSelective(() => fills().page(EVERYTHING, { orderId: orderIds[3] }, null, 5));
      await expectSelective(() => fills().byOrders(orderIds.slice(0, 50)));
    });

    test('the last price of a symbol and the first of a day', async () => {
      await expectSelective(() => fills().lastPrice('NSE', 'SYMBOL-7'));
      await expectSelective(() => fills().lastPrice('BSE', 'SYMBOL-7'));
      await expectSelective(() => fills().lastPrice('NSE', 'nothing'));
      await expectSelective(() =>
        fills().tradedPrices(EVERYTHING, ['SYMBOL-7', 'nothing'], minute(900)),
      );
    });

    // SYMBOL-7 was filled in the accounts 7, 17, 27, 37 and 47, and for the users 7, 27, 47, 67 and 87.
    test.each<[Entitlement, boolean]>([
      [{ accounts: ['account-7'], users: null }, true],
      [{ accounts: ['account-2*'], users: null }, true],
      [{ accounts: ['account-7', 'account-9'], users: ['user-7', 'user-9'] }, true],
      [{ accounts: ['rare', 'account-8'], users: null }, true],
      [{ accounts: ['rar*', 'account-8'], users: null }, true],
      [{ accounts: null, users: ['rare', 'user-8'] }, true],
      [{ accounts: null, users: ['rar*'] }, true],
      [{ accounts: ['rare', 'account-7'], users: ['rar*', 'user-9'] }, true],
      [{ accounts: ['account-8', 'account-9', 'nobody'], users: null }, false],
      [{ accounts: ['account-9*'], users: null }, false],
      [{ accounts: ['nobody*'], users: null }, false],
      [{ accounts: null, users: ['user-8'] }, false],
      [{ accounts: null, users: ['user-9*'] }, false],
      [{ accounts: ['account-7'], users: ['user-27'] }, false],
      [{ accounts: ['account-17'], users: ['user-7'] }, false],
    ])('prices of a symbol within %j, which has a fill in it: %s', async (within, hasFill) => {
      // MongoDB gives up a plan that it keeps, of another caller, only at ten times what that cost.
      await db().command({ planCacheClear: 'fills' });
      const lookUp = () => fills().tradedPrices(within, ['SYMBOL-7', 'nothing'], minute(0));
      const filled = {
        last: { price: '1', at: expect.any(Date) },
        first: { price: '1', at: expect.any(Date) },
      };
      expect([...(await lookUp())]).toEqual(hasFill ? [['SYMBOL-7', filled]] : []);
      await expectSelective(lookUp);
    });
  });

  describe('events', () => {
    test('of an order, and of an order at an instant', async () => {
      await expectSelective(() => events().ofOrder(orderIds[3], null, 5));
      await expectSelective(() => events().orderAt(orderIds[3], minute(5)));
      await expectSelective(() => journal().read(orderIds[3]));
    });

    test('that hold an id, in a history of any length', async () => {
      const [orderId] = orderIds;
      const requests = Array.from({ length: 500 }, (_, index) => ({
        ...(toBson(opening({ orderId }, minute(index))) as object),
        type: 'CancelRequested',
        seq: index + 2,
        clOrdId: `${orderId}-${index}`,
        newClOrdId: `request-${index}`,
      }));
      await db().collection('order_events').insertMany(requests);
      let held: object[] = [];
      await expectSelective(async () => {
        held = await journal().holdersOf(orderId, ['request-400', 'request-7', 'strange']);
      });
      expect(held).toMatchObject([{ newClOrdId: 'request-7' }, { newClOrdId: 'request-400' }]);
    });

    test('with alerts', () =>
      expectSelective(async () => {
        const { nextCursor } = await events().withAlerts(null, 5);
        await events().withAlerts(nextCursor, 5);
      }));

    test('since an instant', () =>
      expectIndexed(async () => {
        for await (const _entry of events().since(new Date())) break;
      }));
  });

  describe('the audit', () => {
    const audit = () =>
      new AuditQueries(
        db().collection('audit_entries'),
        db().collection('order_events'),
        JOURNAL_OPTIONS.noteUnreadable,
      );

    beforeAll(async () => {
      const entries = Array.from({ length: 500 }, (_, index) => ({
        at: minute(index),
        action: `part.action-${index % 20}`,
        by: `key-${index % 10}`,
        subject: `account-${index % 50}`,
        summary: '',
        requestId: null,
        outcome: 'done',
      }));
      await db().collection('audit_entries').insertMany(entries);
    });

    test.each([{}, { by: ['key-3'] }, window])('by %j', (filter) =>
      expectSelective(async () => {
        const { nextCursor } = await audit().page(filter, null, 5);
        if (nextCursor) await audit().page(filter, nextCursor, 5);
      }),
    );

    test('of an order, whose few events are sorted in memory', async () => {
      const costs = await costsOf(() => audit().page({ subject: orderIds[3] }, null, 5));
      for (const { stages, examined } of costs) {
        expect(stages).not.toContain('COLLSCAN');
        expect(examined).toBeLessThan(10);
      }
    });
  });

  test('reports that wait for an order', async () => {
    const list = new UnmatchedReportQueries(model('UnmatchedReportRecord'));
    await model('UnmatchedReportRecord').insertMany(
      Array.from({ length: 500 }, (_, index) => ({
        _id: `report-${index}`,
        report: {},
        keys: [`key-${index}`],
        receivedAt: minute(index),
        state: index % 10 ? 'matched' : 'waiting',
      })),
    );
    await expectSelective(async () => {
      const oldest = await unmatched().waiting(5, null);
      await unmatched().waiting(5, oldest.at(-1)!);
    });
    await expectSelective(() =>
      unmatched().waitingFor({ orderIds: ['key-20'], clOrdIds: ['key-21'], brokerOrderIds: [] }),
    );
    await expectSelective(async () => {
      const { nextCursor } = await list.page(null, 5);
      await list.page(nextCursor, 5);
    });
  });

  test('fills that are not delivered', async () => {
    const list = new UndeliveredQueries(model('UndeliveredMessageRecord'));
    await model('UndeliveredMessageRecord').insertMany(
      Array.from({ length: 500 }, (_, index) => ({
        _id: `message-${index}`,
        orderId: `order-${index % 200}`,
        seq: index,
        event: {},
        attempts: 1,
        lastError: 'x',
        since: minute(index),
        nextAttemptAt: minute(index),
      })),
    );
    await expectSelective(() => undelivered().ordersWaiting(['order-7', 'order-8']));
    await expectSelective(() => undelivered().due(minute(5), 10));
    await expectSelective(async () => {
      const { nextCursor } = await list.page(null, 5);
      await list.page(nextCursor, 5);
    });
  });
});
