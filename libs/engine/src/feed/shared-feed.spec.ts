import type { Connection } from 'mongoose';
import { ChangeStreamFeed } from '../../../persistence/src/feed/change-stream-feed';
import { FeedPositions } from '../../../persistence/src/feed/feed-positions';
import { MongoJournal } from '../../../persistence/src/journal/order-stream';
import {
  dropTestStore,
  JOURNAL_OPTIONS,
  opening,
  openTestStore,
} from '../../../persistence/src/testing/test-store';
import { eventually } from '../../../platform/src/testing/eventually';
import { EventFeed, type FeedPage } from './event-feed';
import { SharedFeed } from './shared-feed';

let connection: Connection;
let source: ChangeStreamFeed;
let journal: MongoJournal;
const left = new Set<string>();
const subscriptions: { stop: AbortController; done: Promise<void> }[] = [];

beforeAll(async () => {
  connection = await openTestStore();
  const places = new FeedPositions(connection.models.FeedPositionRecord as never);
  source = new ChangeStreamFeed(
    connection.db!,
    () => places.origin(),
    JOURNAL_OPTIONS.noteUnreadable,
  );
  journal = new MongoJournal(connection.db!, JOURNAL_OPTIONS);
  for (const id of await openStreams()) left.add(id);
});
afterAll(() => dropTestStore(connection));
afterEach(() => unsubscribe());

async function append(count: number): Promise<string[]> {
  const events = Array.from({ length: count }, () => opening());
  await Promise.all(events.map((event) => journal.append(event)));
  return events.map(({ orderId }) => orderId);
}

/** Follows until it is stopped or `take` throws. */
function subscribe(feed: EventFeed, after: string, take: (page: FeedPage) => unknown) {
  const stop = new AbortController();
  const run = async (): Promise<void> => {
    for await (const page of feed.subscribe(after, stop.signal)) await take(page);
  };
  const one = { stop, done: run() };
  one.done.catch(() => undefined);
  subscriptions.push(one);
  return one;
}

/** Follows, and notes the orders of what came. */
function noting(feed: EventFeed, after: string) {
  const came: string[] = [];
  let cursor = after;
  const { stop, done } = subscribe(feed, after, ({ entries, nextCursor }) => {
    came.push(...entries.map(({ event }) => event.orderId));
    cursor = nextCursor;
  });
  return { came, stop, done, cursor: () => cursor };
}

async function unsubscribe(): Promise<void> {
  for (const { stop } of subscriptions) stop.abort();
  await Promise.allSettled(subscriptions.splice(0).map(({ done }) => done));
}

/**
 * Change streams that the server keeps open on this store, which is never quiet for long. An earlier
 * user of the store may have left some.
 */
async function openStreams(): Promise<string[]> {
  await connection.db!.collection('orders').insertOne({});
  const ops = connection
    .getClient()
    .db('admin')
    .aggregate([
      { $currentOp: { idleCursors: true } },
      { $match: { ns: `${connection.db!.databaseName}.order_events` } },
    ]);
  const found = (await ops.toArray()).filter((op) => JSON.stringify(op).includes('$changeStream'));
  return found.map(({ cursor }) => String(cursor.cursorId)).filter((id) => !left.has(id));
}

test('however many follow, there is one change stream, and none once nobody does', async () => {
  const feed = new SharedFeed(source);
  const start = await feed.end();
  const all = Array.from({ length: 6 }, () => noting(feed, start));
  const orderIds = await append(20);
  await eventually(() => {
    for (const { came } of all) expect([...came].sort()).toEqual([...orderIds].sort());
  });
  await eventually(async () => expect(await openStreams()).toHaveLength(1));
  for (const { came } of all) expect(came).toEqual(all[0].came);

  await unsubscribe();
  await eventually(async () => expect(await openStreams()).toHaveLength(0));
  const again = noting(feed, start);
  await eventually(() => expect(again.came).toEqual(all[0].came));
});

test('one that hangs holds up no other, and goes on where it was, however much came', async () => {
  const feed = new SharedFeed(source, 10);
  const start = await feed.end();
  let release: () => void = () => undefined;
  const hangs = new Promise<void>((resolve) => (release = resolve));
  const slow: string[] = [];
  subscribe(feed, start, async ({ entries }) => {
    await hangs;
    slow.push(...entries.map(({ event }) => event.orderId));
  });
  const { came } = noting(feed, start);
  // More than is kept, by far.
  for (let round = 0; round < 3; round += 1) await append(600);
  await eventually(() => expect(came).toHaveLength(1_800));
  expect(slow).toEqual([]);
  release();
  await eventually(() => expect(slow).toHaveLength(1_800));
  expect(slow).toEqual(came);
});

test('one that fails ends alone, and begins again from its own cursor', async () => {
  const feed = new SharedFeed(source);
  const start = await feed.end();
  const { came } = noting(feed, start);
  const fails = subscribe(feed, start, ({ entries }) => {
    if (entries.length > 0) throw new Error('It fails');
  });
  const first = await append(5);
  await expect(fails.done).rejects.toThrow('It fails');
  const second = await append(5);
  await eventually(() => expect(came).toHaveLength(10));
  const again = noting(feed, start);
  await eventually(() => expect(again.came).toEqual(came));
  expect([...came].sort()).toEqual([...first, ...second].sort());
});

test('one that joins later, from before the stream was opened or from within, misses nothing', async () => {
  const feed = new SharedFeed(source);
  const start = await feed.end();
  await append(5);
  const first = noting(feed, start);
  await eventually(() => expect(first.came).toHaveLength(5));
  await append(5);
  await eventually(() => expect(first.came).toHaveLength(10));
  const within = first.cursor();
  await append(5);
  const [late, later] = [noting(feed, start), noting(feed, within)];
  await eventually(() => expect(first.came).toHaveLength(15));
  await eventually(() => expect(late.came).toEqual(first.came));
  await eventually(() => expect(later.came).toEqual(first.came.slice(10)));
});

test('where the stream breaks off, all are told once they have what came, and go on behind it', async () => {
  let breakOff: (error: Error) => void = () => undefined;
  /** The store's feed, whose stream can break off. */
  class Breaking extends EventFeed {
    end = () => source.end();
    timeOf = (cursor: string) => source.timeOf(cursor);
    page = (after: string | null, limit: number) => source.page(after, limit);
    async *subscribe(after: string, stop: AbortSignal): AsyncGenerator<FeedPage> {
      const broken = new Promise<never>((_, reject) => (breakOff = reject));
      const pages = source.subscribe(after, stop)[Symbol.asyncIterator]();
      try {
        for (;;) {
          const { done, value } = await Promise.race([pages.next(), broken]);
          if (done) return;
          yield value;
        }
      } finally {
        void pages.return?.(undefined);
      }
    }
  }
  const feed = new SharedFeed(new Breaking());
  const start = await feed.end();
  const both = [noting(feed, start), noting(feed, start)];
  await append(5);
  await eventually(() => {
    for (const { came } of both) expect(came).toHaveLength(5);
  });
  breakOff(new Error('The network is gone'));
  for (const { done } of both) await expect(done).rejects.toThrow('The network is gone');

  await append(5);
  const [one, other] = both.map(({ cursor }) => noting(feed, cursor()));
  await append(5);
  await eventually(() => expect(one.came).toHaveLength(10));
  await eventually(() => expect(other.came).toEqual(one.came));
  expect(new Set([...both[0].came, ...one.came]).size).toBe(15);
});
