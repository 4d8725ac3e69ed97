import { EventFeed, type FeedEntry, type FeedPage } from '@ome/engine';
import { opening } from '../../../../libs/persistence/src/testing/test-store';
import { FeedConsumer, type FeedConsumerOptions } from './feed-consumer';

let now: number;

beforeEach(() => {
  now = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => jest.restoreAllMocks());

/** Yields a page per second, with an event in the given seconds. */
class SecondsFeed extends EventFeed {
  constructor(
    private readonly seconds: number,
    private readonly withEvent: readonly number[],
  ) {
    super();
  }

  end = () => Promise.resolve('0000');
  timeOf = () => new Date(now);
  page = () => Promise.reject(new Error('page is not used'));

  async *subscribe(): AsyncGenerator<FeedPage> {
    for (let second = 1; second <= this.seconds; second += 1) {
      now = second * 1_000;
      const nextCursor = String(second).padStart(4, '0');
      const event = { ...opening(), at: new Date(now) };
      const entry: FeedEntry = { id: nextCursor, event, cursor: nextCursor };
      yield { entries: this.withEvent.includes(second) ? [entry] : [], nextCursor };
    }
  }
}

async function saved(
  feed: SecondsFeed,
  options: Partial<FeedConsumerOptions> = {},
): Promise<string[]> {
  const cursors: string[] = [];
  const stop = new AbortController();
  const places = {
    load: async () => {
      // The feed ends at the second subscription.
      if (now > 0) stop.abort();
      return { cursor: '0000', at: new Date(0) };
    },
    save: async (_name: string, cursor: string) => void cursors.push(cursor),
  };
  const consumer = new FeedConsumer(feed, places as never, {} as never, {
    name: 'spec',
    handle: () => Promise.resolve(),
    onFailure: () => undefined,
    onHandled: () => undefined,
    noteUnreadable: () => undefined,
    ...options,
  });
  await consumer.run(stop.signal);
  return cursors;
}

test('saves rarely if there are no events', async () => {
  expect(await saved(new SecondsFeed(60, []))).toHaveLength(4);
});

test('saves the cursor within two seconds of an event, and then rarely again', async () => {
  const cursors = await saved(new SecondsFeed(60, [20, 21]));
  expect(cursors.filter((cursor) => cursor >= '0020' && cursor <= '0022')).toHaveLength(2);
  expect(cursors.length).toBeLessThanOrEqual(7);
});

test('saves the cursor once the event is settled, even if no others come', async () => {
  const settledAt = () => now - 3_000;
  const cursors = await saved(new SecondsFeed(40, [20]), { settledAt });
  expect(cursors.filter((cursor) => cursor >= '0020' && cursor <= '0024')).not.toEqual([]);
});

test('saves every second if others monitor that', async () => {
  expect(await saved(new SecondsFeed(60, []), { isMonitored: true })).toHaveLength(60);
});
