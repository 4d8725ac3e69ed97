import type { OrderEvent } from '@ome/domain';
import {
  CursorInvalid,
  type EventFeed,
  type FeedEntry,
  type FeedPage,
  SharedFeed,
} from '@ome/engine';
import type { UnreadablePlace } from '@ome/event-store';
import type { Connection, Model } from 'mongoose';
import { MongoJournal } from '../journal/order-stream';
import { dropTestStore, JOURNAL_OPTIONS, opening, openTestStore } from '../testing/test-store';
import { ChangeStreamFeed } from './change-stream-feed';
import { type FeedPositionRecord, FeedPositions } from './feed-positions';

describe.each(['of its own', 'shared'])('a feed on a change stream %s', (kind) => {
  let connection: Connection;
  let feed: EventFeed;
  let journal: MongoJournal;
  const unread: UnreadablePlace[] = [];
  let positions: FeedPositions;

  beforeAll(async () => {
    connection = await openTestStore();
    positions = new FeedPositions(
      connection.models.FeedPositionRecord as Model<FeedPositionRecord>,
    );
    const stream = new ChangeStreamFeed(
      connection.db!,
      () => positions.origin(),
      (place) => void unread.push(place),
    );
    feed = kind === 'shared' ? new SharedFeed(stream) : stream;
    journal = new MongoJournal(connection.db!, JOURNAL_OPTIONS);
  });
  afterAll(() => dropTestStore(connection));

  async function append(count: number): Promise<string[]> {
    const events = Array.from({ length: count }, () => opening());
    await Promise.all(events.map((event) => journal.append(event)));
    return events.map(({ orderId }) => orderId);
  }

  const idsOf = (entries: FeedEntry[]) => entries.map(({ event }) => event.orderId);

  /** Subscribes until so many entries arrived. */
  async function subscribe(
    after: string,
    count: number,
    types?: OrderEvent['type'][],
  ): Promise<{ entries: FeedEntry[]; pages: FeedPage[] }> {
    const stop = new AbortController();
    const pages: FeedPage[] = [];
    for await (const page of feed.subscribe(after, stop.signal, types)) {
      pages.push(page);
      if (pages.flatMap(({ entries }) => entries).length >= count) stop.abort();
    }
    return { entries: pages.flatMap(({ entries }) => entries), pages };
  }

  test('a page starts after its cursor and ends at its limit', async () => {
    const start = await feed.end();
    await append(5);
    const first = await feed.page(start, 3);
    const second = await feed.page(first.nextCursor, 3);
    const third = await feed.page(second.nextCursor, 3);

    expect([first, second, third].map(({ entries }) => entries.length)).toEqual([3, 2, 0]);
    expect(first.nextCursor).toBe(first.entries[2].cursor);
    const all = await feed.page(start, 10);
    expect(idsOf(all.entries)).toEqual([...idsOf(first.entries), ...idsOf(second.entries)]);
  });

  test('without a cursor it starts when the store was set up', async () => {
    const { entries } = await feed.page(null, 1_000);
    const [oldest] = await connection.db!.collection('order_events').find().limit(1).toArray();
    expect(idsOf(entries)).toContain(oldest.orderId);
  });

  test('cursors sort as strings in the order of the feed, also those between events', async () => {
    const cursors: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      cursors.push(await feed.end());
      await append(4);
      // A cluster writes an oplog entry at least every ten seconds; here it is a document.
      await connection.db!.collection<{ _id: string }>('orders').insertOne({ _id: `s${round}` });
    }
    const { entries, nextCursor } = await feed.page(cursors[0], 100);
    const events = entries.map(({ cursor }) => cursor);
    expect(events).toEqual([...events].sort());
    expect(cursors).toEqual([...cursors].sort());
    const merged = cursors.flatMap((cursor, round) => [
      cursor,
      ...events.slice(round * 4, round * 4 + 4),
    ]);
    expect(merged).toEqual([...merged].sort());
    const end = await feed.end();
    expect(end >= nextCursor).toBe(true);
  });

  test('writes to other collections only move the cursor on', async () => {
    const start = await feed.end();
    for (let index = 0; index < 20; index += 1) {
      await connection.db!.collection<{ _id: string }>('orders').insertOne({ _id: `x${index}` });
    }
    const [orderId] = await append(1);
    expect(idsOf((await feed.page(start, 10)).entries)).toEqual([orderId]);
  });

  test('a subscriber gets new events from its cursor on', async () => {
    const start = await feed.end();
    const before = await append(3);
    const subscription = subscribe(start, 6);
    const after = await append(3);
    const { entries, pages } = await subscription;

    expect(idsOf(entries).sort()).toEqual([...before, ...after].sort());
    const last = pages.filter((page) => page.entries.length > 0).at(-1)!;
    expect(last.nextCursor).toBe(last.entries.at(-1)!.cursor);
  });

  test('a subscriber that resumes after any entry misses and repeats nothing', async () => {
    const start = await feed.end();
    await append(8);
    const { entries } = await subscribe(start, 8);
    const rest = await subscribe(entries[2].cursor, 5);

    expect(idsOf(rest.entries)).toEqual(idsOf(entries.slice(3)));
  });

  test('a subscriber may select types', async () => {
    const start = await feed.end();
    const [orderId] = await append(1);
    await append(3);
    await journal.append({
      type: 'CancelRequested',
      orderId,
      seq: 2,
      at: new Date(),
      by: null,
      requestId: null,
      clOrdId: 'c',
      newClOrdId: null,
      text: null,
    });
    const { entries } = await subscribe(start, 1, ['CancelRequested']);

    expect(entries.map(({ event }) => [event.orderId, event.seq])).toEqual([[orderId, 2]]);
  });

  test('without events, empty pages move the cursor on', async () => {
    const stop = new AbortController();
    const cursors: string[] = [];
    for await (const { entries, nextCursor } of feed.subscribe(await feed.end(), stop.signal)) {
      expect(entries).toEqual([]);
      cursors.push(nextCursor);
      if (cursors.length === 2) stop.abort();
    }
    expect(cursors[1] >= cursors[0]).toBe(true);
  });

  test('an aborted subscriber stops, also while it waits', async () => {
    const stop = new AbortController();
    const subscription = (async () => {
      for await (const _page of feed.subscribe(await feed.end(), stop.signal));
    })();
    setTimeout(() => stop.abort(), 50);
    await subscription;
  });

  test('tells when the store was at a cursor', async () => {
    const start = await feed.end();
    await append(1);
    const { entries } = await feed.page(start, 1);
    const { cursor, event } = entries[0];
    expect(Math.abs(feed.timeOf(cursor).getTime() - event.at.getTime())).toBeLessThan(60_000);
    expect(feed.timeOf(start) <= feed.timeOf(cursor)).toBe(true);
    expect(feed.timeOf('826925A3F00000000129295A1004')).toEqual(new Date(0x6925a3f0 * 1_000));
    expect(() => feed.timeOf('ABCD')).toThrow(CursorInvalid);
  });

  test('refuses an invalid cursor', async () => {
    await expect(feed.page('ABCD', 1)).rejects.toThrow(CursorInvalid);
    await expect(subscribe('ABCD', 1)).rejects.toThrow(CursorInvalid);
  });

  describe('positions', () => {
    test('a new consumer starts at the origin, which never moves', async () => {
      const origin = await positions.origin();
      await positions.setOrigin('another');
      expect(await positions.origin()).toBe(origin);
      expect(await positions.load('new consumer')).toMatchObject({ cursor: origin });
    });

    test('each consumer has its own', async () => {
      await positions.save('one', 'AA');
      await positions.save('two', 'BB');
      await positions.save('one', 'CC');
      expect([(await positions.load('one')).cursor, (await positions.load('two')).cursor]).toEqual([
        'CC',
        'BB',
      ]);
    });
  });
});
