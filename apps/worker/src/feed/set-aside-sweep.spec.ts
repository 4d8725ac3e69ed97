import { type JournalEntry } from '@ome/engine';
import { MongoProjector, EventQueries, FeedPositions, SetAsideHistories } from '@ome/persistence';
import type { Connection } from 'mongoose';
import { eventually } from '../../../api/src/testing/test-api';
import { storedEvent } from '../../../../libs/persistence/src/event-store/stored-event';
import { ChangeStreamFeed } from '../../../../libs/persistence/src/feed/change-stream-feed';
import { MongoJournal, ORDER_STREAM } from '../../../../libs/persistence/src/journal/order-stream';
import { tradeOf } from '../../../../libs/persistence/src/testing/position-rig';
import {
  dropTestStore,
  JOURNAL_OPTIONS,
  opening,
  openTestStore,
} from '../../../../libs/persistence/src/testing/test-store';
import { FeedConsumer } from './feed-consumer';
import type { FeedHandler } from './feed-handlers';
import { SetAsideSweep } from './set-aside-sweep';

const NAME = 'spec';

let connection: Connection;
let handled: string[];
let aside: SetAsideHistories;
let journal: MongoJournal;
let now: Date;

beforeAll(async () => {
  connection = await openTestStore();
});
afterAll(() => dropTestStore(connection));
beforeEach(() => {
  handled = [];
  now = new Date();
  aside = new SetAsideHistories(connection.models.SetAsideHistoryRecord as never, () => undefined);
  journal = new MongoJournal(connection.db!, { ...JOURNAL_OPTIONS, noteUnreadable: aside.note });
});

const events = () => connection.db!.collection('order_events');

/** Reads whole histories, as most consumers do. */
const handler: FeedHandler = {
  handle: async (entries: JournalEntry[]) => {
    for (const { event } of entries) await journal.read(event.orderId);
    handled.push(...entries.map(({ event }) => `${event.orderId} ${event.seq}`));
  },
};

/** Runs until an event was handled. */
async function consumeUntil(last: string): Promise<void> {
  const places = new FeedPositions(connection.models.FeedPositionRecord as never);
  const feed = new ChangeStreamFeed(connection.db!, () => places.origin(), aside.note);
  const queries = new EventQueries(events(), aside.note);
  const consumer = new FeedConsumer(feed, places, queries, {
    name: NAME,
    ...handler,
    noteUnreadable: aside.note,
    onFailure: () => undefined,
    onHandled: () => undefined,
  });
  const stop = new AbortController();
  const done = consumer.run(stop.signal);
  await eventually(() => expect(handled).toContain(last));
  stop.abort();
  await done;
}

const sweepOf = () => {
  const [orders, fills] = [connection.db!.collection('orders'), connection.db!.collection('fills')];
  const observer = { failed: () => undefined };
  const projector = new MongoProjector(orders as never, fills as never, journal, observer);
  const handlers = { byName: { [NAME]: handler } } as never;
  const baskets = { repair: () => Promise.resolve() };
  return new SetAsideSweep(aside, journal, projector, handlers, baskets, { now: () => now });
};

test('consumers skip an order that cannot be read, and get its events once it can', async () => {
  const [broken, well] = [opening(), opening()];
  const trade = tradeOf(broken.orderId, 'T', 1, '10', new Date());
  const fill = { ...storedEvent(ORDER_STREAM, trade), seq: 3 };
  await events().insertMany([
    storedEvent(ORDER_STREAM, broken),
    fill,
    storedEvent(ORDER_STREAM, well),
  ]);

  await consumeUntil(`${well.orderId} 1`);
  expect(handled).toEqual([`${well.orderId} 1`]);
  const sweep = sweepOf();
  await eventually(async () => expect(await aside.count()).toBe(1));
  await sweep.run();
  expect(await aside.count()).toBe(1);

  // Somebody repairs the history.
  await events().updateOne({ _id: fill._id }, { $set: { seq: 2 } });
  now = new Date(now.getTime() + 60_000);
  await sweep.run();
  expect(handled).toEqual([`${well.orderId} 1`, `${broken.orderId} 1`, `${broken.orderId} 2`]);
  expect(await aside.count()).toBe(0);
  expect(
    await connection.db!.collection('orders').findOne({ _id: broken.orderId as never }),
  ).toMatchObject({
    version: 2,
  });
});

test('an event of a newer engine is handled once that engine runs', async () => {
  const [order, well] = [opening(), opening()];
  await events().insertOne({ ...storedEvent(ORDER_STREAM, order), schemaVersion: 99 });
  await events().insertOne(storedEvent(ORDER_STREAM, well));
  await consumeUntil(`${well.orderId} 1`);
  expect(handled).toEqual([`${well.orderId} 1`]);
  await eventually(async () => expect(await aside.count()).toBe(1));

  // To this engine, the event becomes one of a known version.
  await events().updateOne({ orderId: order.orderId }, { $set: { schemaVersion: 2 } });
  await sweepOf().run();
  expect(handled).toEqual([`${well.orderId} 1`, `${order.orderId} 1`]);
  expect(await aside.count()).toBe(0);
});
