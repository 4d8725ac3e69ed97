import {
  applyEvent,
  decideReport,
  EVERYTHING,
  type ExecutionReport,
  Executions,
  foldOrder,
  namesExecution,
  type Order,
  type OrderEvent,
} from '@ome/domain';
import { decimal } from '@ome/domain';
import { type Connection, createConnection, type mongo } from 'mongoose';
import { aReport } from '../../domain/test/builders';
import { eventually } from '../../platform/src/testing/eventually';
import { FillQueries } from './fills/fill-queries';
import { MongoJournal } from './journal/order-stream';
import { MongoProjector } from './mongo-projector';
import { MongoOrderReader } from './orders/mongo-order-reader';
import { MongoProjectionRepair } from './projection-repair';
import { rebuild } from './rebuild';
import { QueryMonitor } from './testing/query-monitor';
import {
  dropTestStore,
  JOURNAL_OPTIONS,
  namesOf,
  testStoreUrl,
  opening,
  openTestStore,
} from './testing/test-store';

const AT = new Date('2026-01-02T03:04:05Z');

type StoredDocument = mongo.Document & { _id: string };

interface Step {
  order: Order;
  before: Order | null;
  event: OrderEvent;
  eventId: string;
}

describe('MongoProjector', () => {
  let connection: Connection;
  let journal: MongoJournal;
  let projector: MongoProjector;
  let other: MongoProjector;
  const failures: unknown[] = [];

  beforeAll(async () => {
    connection = await openTestStore();
    const { db } = connection;
    journal = new MongoJournal(db!, JOURNAL_OPTIONS);
    projector = aProjector();
    other = aProjector();
  });
  afterEach(async () => {
    expect(failures.splice(0)).toEqual([]);
    const { differences } = await rebuild(connection.db!, JOURNAL_OPTIONS.noteUnreadable);
    expect(differences.shown).toEqual([]);
  });
  afterAll(() => dropTestStore(connection));

  const aProjector = () =>
    new MongoProjector(collection('orders'), collection('fills'), journal, {
      failed: (_orderId, error) => failures.push(error),
    });
  const collection = (name: string) => connection.db!.collection<StoredDocument>(name);
  const aCheck = () => {
    const { db } = connection;
    return new MongoProjectionRepair(db!.collection('orders'), db!.collection('fills'), projector);
  };
  const stored = (orderId: string) => new MongoOrderReader(collection('orders')).load(orderId);
  const fills = async (orderId: string) => {
    const { items } = await new FillQueries(connection.db!, namesOf(connection.db!)).page(
      EVERYTHING,
      { orderId },
      null,
      100,
    );
    return items.map(({ execId, quantity, price, state }) => [execId, quantity, price, state]);
  };

  /** Commits an order and reports on it to the journal; the test projects them. */
  async function history(...reports: Partial<ExecutionReport>[]): Promise<Step[]> {
    const first = opening();
    const steps: Step[] = [await committed(first, null)];
    for (const [index, fields] of reports.entries()) {
      const { order } = steps.at(-1)!;
      const { orderId, version } = order;
      const report = aReport(fields.kind ?? 'New', { clOrdId: orderId, ...fields });
      const named = namesExecution(report)
        ? Executions.fold(steps.map(({ event }) => event)).find(report.execRefId!)
        : undefined;
      const event: OrderEvent = {
        ...decideReport(order, report, named),
        orderId,
        seq: version + 1,
        at: new Date(AT.getTime() + index),
        by: null,
        requestId: null,
      };
      steps.push(await committed(event, order));
    }
    return steps;
  }

  async function committed(event: OrderEvent, before: Order | null): Promise<Step> {
    const verdict = await journal.append(event);
    if (verdict.verdict !== 'committed') throw new Error(verdict.verdict);
    return { order: applyEvent(before, event), before, event, eventId: verdict.eventId };
  }

  const project = ({ order, event, eventId, before }: Step, by = projector) =>
    by.project(order, event, eventId, before);

  const trade = (execId: string, quantity: number, price = 10): Partial<ExecutionReport> => ({
    kind: 'Trade',
    execId,
    lastQty: decimal(quantity),
    lastPx: decimal(price),
  });

  test('an order is stored with all of its fields', async () => {
    const steps = await history(trade('a', 3), { kind: 'Stopped' });
    for (const step of steps) await project(step);

    const { order } = steps.at(-1)!;
    expect(await stored(order.orderId)).toEqual(order);
  });

  test('an older fold never overwrites a newer one', async () => {
    const steps = await history({ kind: 'New' }, trade('a', 1), trade('b', 2));
    for (const step of [steps[3], steps[1], steps[2], steps[0]]) await project(step);

    const { order } = steps[3];
    expect(await stored(order.orderId)).toEqual(order);
    expect(await fills(order.orderId)).toHaveLength(2);
  });

  test('the newest version wins if processes write concurrently', async () => {
    for (let round = 0; round < 6; round += 1) {
      const histories = await Promise.all(
        Array.from({ length: 20 }, () => history(trade('a', 1), trade('b', 2))),
      );
      await Promise.all(
        histories.flatMap((steps) => [
          project(steps[0], projector),
          project(steps[1], other),
          project(steps[2], projector),
        ]),
      );
      for (const steps of histories) {
        const { order } = steps[2];
        expect((await stored(order.orderId))?.version).toBe(3);
      }
    }
  });

  test('the same event twice changes nothing', async () => {
    const steps = await history(trade('a', 1));
    for (const step of [...steps, ...steps]) await project(step);

    expect(await fills(steps[0].order.orderId)).toEqual([['a', '1', '10', 'live']]);
  });

  test('busts and corrections update the fills that they change', async () => {
    const steps = await history(
      trade('a', 1),
      trade('b', 2),
      { kind: 'TradeCancel', execId: 'x', execRefId: 'a' },
      { ...trade('y', 5, 11), kind: 'TradeCorrect', execRefId: 'b' },
    );
    for (const step of steps) await project(step);

    expect((await fills(steps[0].order.orderId)).sort()).toEqual([
      ['a', '1', '10', 'busted'],
      ['b', '5', '11', 'corrected'],
    ]);
  });

  test('a trade after a bust, or a late one, costs as much as the first one, however many there were', async () => {
    const watched = await createConnection(testStoreUrl(connection.db!.databaseName), {
      monitorCommands: true,
    }).asPromise();
    const monitor = new QueryMonitor(watched);
    const { db } = watched;
    const there = new MongoProjector(db!.collection('orders'), db!.collection('fills'), journal, {
      failed: (_orderId, error) => failures.push(error),
    });
    const bust = { kind: 'TradeCancel', execId: 'x', execRefId: 'T1' } as const;
    const early = { kind: 'TradeCancel', execId: 'y', execRefId: 'late' } as const;
    const many = Array.from({ length: 40 }, (_, index) => trade(`T${index}`, 1, 1));
    const steps = await history(
      ...many.slice(0, 2),
      bust,
      early,
      ...many.slice(2),
      trade('late', 1),
    );
    for (const step of steps.slice(0, 5)) await project(step);
    const costs: string[][] = [];
    for (const step of steps.slice(5)) {
      await project(step, there);
      costs.push(monitor.take().map(({ collection: of }) => of));
    }

    await watched.close();

    // The order is written; the fill is inserted without a query.
    expect(new Set(costs.map((cost) => cost.join()))).toEqual(new Set(['orders']));
    const { orderId } = steps[0].order;
    const stored = Object.fromEntries((await fills(orderId)).map(([id, , , state]) => [id, state]));
    expect(stored).toMatchObject({ T0: 'live', T1: 'busted', T39: 'live', late: 'busted' });
  });

  test('a bust or correction that comes before its execution waits for it', async () => {
    const steps = await history(
      { kind: 'TradeCancel', execId: 'x', execRefId: 'late' },
      trade('late', 4),
      trade('next', 1),
    );
    for (const step of steps) await project(step);

    const { order } = steps.at(-1)!;
    expect((await fills(order.orderId)).sort()).toEqual([
      ['late', '4', '10', 'busted'],
      ['next', '1', '10', 'live'],
    ]);
    expect((await stored(order.orderId))?.cumQty.toString()).toBe('1');
  });

  test('a corporate action changes every fill', async () => {
    const steps = await history(trade('a', 2), {
      kind: 'Restated',
      corporateAction: true,
      orderQty: decimal(20),
      price: decimal(50),
    });
    for (const step of steps) await project(step);

    expect(await fills(steps[0].order.orderId)).toEqual([['a', '4', '5', 'live']]);
  });

  test('a state that nobody waits for is written with the next one, or by itself a little later', async () => {
    const steps = await history({ kind: 'New' }, trade('a', 1));
    const { orderId } = steps[0].order;
    await project(steps[0]);
    projector.projectSoon(steps[1].order);
    expect((await stored(orderId))?.version).toBe(1);
    await project(steps[2]);
    await projector.flush();
    expect(await stored(orderId)).toEqual(steps[2].order);

    const [opened, accepted] = await history({ kind: 'New' });
    await project(opened);
    projector.projectSoon(accepted.order);
    await eventually(async () => {
      expect(await stored(opened.order.orderId)).toEqual(accepted.order);
    });
  });

  test('one that is overtaken by another process is not written any more', async () => {
    const steps = await history({ kind: 'New' }, trade('a', 1));
    await project(steps[0]);
    projector.projectSoon(steps[1].order);
    await project(steps[2], other);
    await projector.flush();
    expect(await stored(steps[0].order.orderId)).toEqual(steps[2].order);
  });

  test('repair projects an order again from its journal', async () => {
    const steps = await history(trade('a', 1), trade('b', 2));
    const { order } = steps[2];
    await project(steps[0]);
    await projector.repair(order.orderId);

    expect(await stored(order.orderId)).toEqual(order);
    expect(await fills(order.orderId)).toHaveLength(2);
  });

  test('repairing an unknown order does nothing', async () => {
    await projector.repair('f'.repeat(24));
    expect(await stored('f'.repeat(24))).toBeNull();
  });

  test('a failed write is repaired later', async () => {
    const failed: string[] = [];
    const broken = new MongoProjector(
      connection.db!.collection('$invalid'),
      collection('fills'),
      journal,
      { failed: (orderId) => failed.push(orderId) },
    );
    const [step] = await history();
    await project(step, broken);
    expect(failed).toEqual([step.order.orderId]);

    const check = aCheck();
    const { orderId, version } = step.order;
    check.expect([{ orderId, version, fills: [], changesAllFills: false }]);
    expect(await check.run()).toBe(0);
    expect(await check.run()).toBe(1);
    expect(await stored(orderId)).toEqual(step.order);
  });

  test('the check finds a missing fill of a projected order', async () => {
    const steps = await history(trade('a', 1), trade('b', 2));
    for (const step of steps) await project(step);
    const { orderId, version } = steps[2].order;
    await collection('fills').deleteOne({ _id: `${orderId}:b` });

    const check = aCheck();
    const expected = [
      { execId: 'a', version: 2 },
      { execId: 'b', version: 3 },
    ];
    check.expect([{ orderId, version, fills: expected, changesAllFills: false }]);
    await check.run();
    expect(await check.run()).toBe(1);
    expect(await fills(orderId)).toHaveLength(2);
  });

  describe('rebuild', () => {
    test('finds and corrects missing, different and orphaned documents', async () => {
      const histories = await Promise.all(
        [1, 2, 3].map(() => history(trade('a', 1), trade('b', 2))),
      );
      for (const step of histories.flat()) await project(step);
      const [one, two, three] = histories.map((steps) => steps[2].order.orderId);
      await collection('orders').deleteOne({ _id: one });
      await collection('orders').updateOne({ _id: two }, { $set: { cumQty: 99 } });
      await collection('fills').deleteOne({ _id: `${two}:a` });
      await collection('fills').insertOne({ _id: `${three}:z`, orderId: three, version: 1 });
      await collection('orders').insertOne({ _id: 'e'.repeat(24), version: 1 });
      await collection('fills').insertOne({ _id: 'nobody:x', orderId: 'nobody', version: 1 });

      const { differences } = await rebuild(connection.db!, JOURNAL_OPTIONS.noteUnreadable);

      const found = differences.shown.map(
        ({ collection: name, _id, kind }) => `${name} ${_id} ${kind}`,
      );
      expect(found.sort()).toEqual(
        [
          `orders ${one} missing`,
          `orders ${two} different`,
          `fills ${two}:a missing`,
          `fills ${three}:z extra`,
          `orders ${'e'.repeat(24)} extra`,
          'fills nobody:x extra',
        ].sort(),
      );
      for (const steps of histories) {
        expect(await stored(steps[2].order.orderId)).toEqual(steps[2].order);
      }
    });

    test('does not change what was booked since it read the journal', async () => {
      const steps = await history(trade('a', 1));
      for (const step of steps) await project(step);
      const { orderId, version } = steps[1].order;
      const booked = { _id: `${orderId}:b`, orderId, version: version + 1 };
      await collection('fills').insertOne(booked);

      const { differences } = await rebuild(connection.db!, JOURNAL_OPTIONS.noteUnreadable);

      expect(differences.shown).toEqual([]);
      const { deletedCount } = await collection('fills').deleteOne({ _id: booked._id });
      expect(deletedCount).toBe(1);
    });

    test('counts what it folds', async () => {
      const journalled = await connection.db!.collection('order_events').countDocuments();
      const {
        events,
        orders,
        fills: executions,
      } = await rebuild(connection.db!, JOURNAL_OPTIONS.noteUnreadable);

      expect(events).toBe(journalled);
      expect(orders).toBe(await collection('orders').countDocuments());
      expect(executions).toBe(await collection('fills').countDocuments());
    });

    test('gives the same result as the fold over many batches', async () => {
      await Promise.all(Array.from({ length: 600 }, () => history(trade('a', 1))));
      const { differences } = await rebuild(connection.db!, JOURNAL_OPTIONS.noteUnreadable);
      // All are counted, though only the first ones are kept.
      expect([differences.count, differences.shown.length]).toEqual([1_200, 1_000]);

      const [any] = await connection.db!.collection('order_events').find().limit(1).toArray();
      const events = await journal.read(any.orderId as string);
      expect(await stored(any.orderId as string)).toEqual(foldOrder(events));
    });
  });
});
