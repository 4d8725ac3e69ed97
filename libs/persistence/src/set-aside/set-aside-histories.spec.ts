import { decimal, type OrderEvent } from '@ome/domain';
import { HistoryUnreadable, type UnreadablePlace } from '@ome/event-store';
import type { Connection } from 'mongoose';
import { readableEvent, storedEvent } from '../event-store/stored-event';
import { EventQueries } from '../journal/event-queries';
import { MongoJournal, ORDER_STREAM } from '../journal/order-stream';
import { MongoProjector } from '../mongo-projector';
import { MongoProjectionRepair } from '../projection-repair';
import { rebuild } from '../rebuild';
import { PositionRig, tradeOf } from '../testing/position-rig';
import {
  anOrderId,
  dropTestStore,
  JOURNAL_OPTIONS,
  opening,
  openTestStore,
} from '../testing/test-store';
import { SetAsideHistories } from './set-aside-histories';

let connection: Connection;
let rig: PositionRig;
let told: UnreadablePlace[];
let aside: SetAsideHistories;
let journal: MongoJournal;

beforeAll(async () => {
  connection = await openTestStore();
});
afterAll(() => dropTestStore(connection));
beforeEach(async () => {
  rig = new PositionRig(connection);
  await rig.clear();
  await connection.models.SetAsideHistoryRecord.deleteMany({});
  told = [];
  aside = anotherProcess();
  journal = new MongoJournal(connection.db!, { ...JOURNAL_OPTIONS, noteUnreadable: aside.note });
});

const anotherProcess = () =>
  new SetAsideHistories(
    connection.models.SetAsideHistoryRecord as never,
    (place) => void told.push(place),
  );

const insert = (events: readonly OrderEvent[], more: object = {}) =>
  connection
    .db!.collection('order_events')
    .insertMany(events.map((event) => ({ ...storedEvent(ORDER_STREAM, event), ...more })));

/** An order whose second event was lost, as after a failover. */
async function withGap(): Promise<string> {
  const open = opening({ account: '42' });
  const trade = tradeOf(open.orderId, 'T', 1, '10', new Date());
  await insert([open, { ...trade, seq: 3 }]);
  return open.orderId;
}

async function listed(count: number) {
  for (;;) {
    const { items } = await aside.page(null, 10);
    if (items.length >= count) return items;
  }
}

test('a history that cannot be read is listed, and alerted once, however often it is read', async () => {
  const orderId = await withGap();
  const other = new MongoJournal(connection.db!, {
    ...JOURNAL_OPTIONS,
    noteUnreadable: anotherProcess().note,
  });
  for (const each of [journal, other, journal, other]) {
    await expect(each.read(orderId)).rejects.toThrow(HistoryUnreadable);
  }
  const place = { stream: 'order', id: orderId, seq: 2, kind: 'broken' };
  expect(await listed(1)).toEqual([
    { ...place, reason: 'event 2 is missing', since: expect.any(Date) },
  ]);
  expect(told).toMatchObject([place]);
  expect(await aside.count()).toBe(1);
});

test('only a process that has read past all noted events can remove it', async () => {
  const place = { stream: 'order', id: anOrderId(), kind: 'newer', reason: 'unknown' } as const;
  aside.note({ ...place, seq: 5 });
  await listed(1);
  aside.note({ ...place, seq: 7 });
  await noted(7);
  await aside.readmit(place, 6);
  expect(await aside.count()).toBe(1);
  await aside.readmit(place, 7);
  expect(await aside.count()).toBe(0);
});

async function noted(lastSeq: number): Promise<void> {
  while (!(await connection.models.SetAsideHistoryRecord.exists({ lastSeq })));
}

test('lists skip an event of a newer engine', async () => {
  const order = opening();
  await insert([order]);
  await insert([{ ...opening(), orderId: order.orderId, seq: 2 }], { type: 'Teleported' });
  await expect(journal.read(order.orderId)).rejects.toMatchObject({
    place: { kind: 'newer', seq: 2 },
  });
  const queries = new EventQueries(connection.db!.collection('order_events'), aside.note);
  expect((await queries.ofOrder(order.orderId, null, 10)).items).toHaveLength(1);
  expect(await listed(1)).toMatchObject([{ kind: 'newer', seq: 2 }]);
});

describe('with an order that cannot be read', () => {
  const collections = () =>
    [connection.db!.collection('orders'), connection.db!.collection('fills')] as never as [
      ConstructorParameters<typeof MongoProjector>[0],
      ConstructorParameters<typeof MongoProjector>[1],
    ];
  const projectorOf = () =>
    new MongoProjector(...collections(), journal, { failed: () => undefined });

  test('the projections of the others are checked and repaired', async () => {
    const broken = await withGap();
    const well = opening();
    await insert([well]);
    const check = new MongoProjectionRepair(
      ...(collections() as never as [never, never]),
      projectorOf(),
    );
    check.expect(
      [broken, well.orderId].map((orderId) => ({
        orderId,
        version: 1,
        fills: [],
        changesAllFills: false,
      })),
    );
    await check.run();
    await check.run();
    expect(await connection.db!.collection('orders').distinct('_id')).toEqual([well.orderId]);
    expect(check.settledAt()).toBeGreaterThan(0);
  });

  test('the others are rebuilt, and its read models stay unchanged', async () => {
    const broken = await withGap();
    await connection.db!.collection('orders').insertOne({ _id: broken, version: 1 } as never);
    const [, well] = await rig.filled(10);
    const noted: UnreadablePlace[] = [];
    const report = await rebuild(connection.db!, (place) => void noted.push(place));
    expect(report).toMatchObject({ orders: 1, unreadable: 1 });
    expect(noted).toMatchObject([{ id: broken, seq: 2 }]);
    const ids = await connection.db!.collection('orders').distinct('_id');
    expect(ids.sort()).toEqual([broken, well.event.orderId].sort());
  });

  test('the fills of the others are counted', async () => {
    const broken = await withGap();
    const entries = await rig.filled(10);
    const lost = await connection
      .db!.collection('order_events')
      .findOne({ orderId: broken, seq: 3 });
    const trade = readableEvent(ORDER_STREAM, lost!, aside.note)!;
    const [position] = await rig.bookOn().project([trade, ...entries]);
    expect(position.position.netQty).toEqual(decimal(10));
  });
});
