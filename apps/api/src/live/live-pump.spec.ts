import { EVERYTHING } from '@ome/domain';
import type { FeedItem } from '@ome/contracts';
import { FeedRing } from '@ome/engine';
import { LivePump } from './live-pump';
import type { LiveFeed } from './live-feed';
import type { LiveItem } from './rooms';

const ALL = { rooms: new Set(['all']), within: EVERYTHING };

/** Cursors of equal length, as the store's are. */
const cursorOf = (index: number): string => String(index).padStart(6, '0');

const items = (first: number, count: number): LiveItem[] =>
  Array.from({ length: count }, (_, index) => {
    const item = { cursor: cursorOf(first + index), order: {} } as FeedItem;
    return { item, userIds: [] };
  });

const ringFor = (capacity: number) => new FeedRing<LiveItem>(capacity, ({ item }) => item.cursor);

function ringOf(count: number, capacity = 10_000): FeedRing<LiveItem> {
  const ring = ringFor(capacity);
  ring.reset(cursorOf(0));
  ring.append({ items: items(1, count), cursor: cursorOf(count) });
  return ring;
}

const cursorsOf = (page: ReturnType<FeedRing<LiveItem>['after']>) =>
  typeof page === 'string' ? page : page.items.map(({ item }) => item.cursor);

it('knows nothing before it began', () => {
  expect(ringFor(10).after(cursorOf(1), 10)).toBe('ahead');
});

it('gives what follows a cursor, so many at once, and the tail with the last of them', () => {
  const ring = ringOf(5);
  ring.append({ items: [], cursor: cursorOf(7) });
  expect(cursorsOf(ring.after(cursorOf(0), 2))).toEqual([cursorOf(1), cursorOf(2)]);
  expect(ring.after(cursorOf(0), 2)).toMatchObject({ cursor: cursorOf(2) });
  expect(cursorsOf(ring.after(cursorOf(3), 9))).toEqual([cursorOf(4), cursorOf(5)]);
  expect(ring.after(cursorOf(3), 9)).toMatchObject({ cursor: cursorOf(7) });
  expect(ring.after(cursorOf(6), 9)).toEqual({ items: [], cursor: cursorOf(7) });
  expect(ring.after(cursorOf(8), 9)).toBe('ahead');
});

it('drops the oldest, and says so', () => {
  const ring = ringOf(1_200, 100);
  expect(ring.after(cursorOf(1_099), 9)).toBe('behind');
  expect(cursorsOf(ring.after(cursorOf(1_100), 1))).toEqual([cursorOf(1_101)]);
});

it('calls back once, and not after unsubscribing', () => {
  const ring = ringOf(1);
  const [once, forgotten] = [jest.fn(), jest.fn()];
  ring.onceMoved(once);
  ring.onceMoved(forgotten);
  ring.forget(forgotten);
  for (const index of [2, 3]) ring.append({ items: [], cursor: cursorOf(index) });
  expect(once).toHaveBeenCalledTimes(1);
  expect(forgotten).not.toHaveBeenCalled();
});

it('disconnects a subscriber that had caught up and then was too slow', async () => {
  const ring = ringOf(300, 100);
  const taken: string[] = [];
  const pump = new LivePump({ ring } as LiveFeed, ALL, cursorOf(0), async (batch) => {
    taken.push(batch.cursor);
    ring.append({ items: items(301, 1_200), cursor: cursorOf(1_500) });
  });
  expect(await pump.run()).toMatchObject({ code: 'slow' });
  expect(taken).toEqual([cursorOf(250)]);
});

it('lets a subscriber catch up after a gap in the ring', async () => {
  const ring = ringOf(5);
  const taken: string[] = [];
  const page = () => Promise.resolve({ items: items(6, 1), cursor: cursorOf(6) });
  const feed = { ring, page } as unknown as LiveFeed;
  const pump: LivePump = new LivePump(feed, ALL, cursorOf(0), async (batch) => {
    taken.push(batch.cursor);
    if (taken.length === 2) pump.stop();
    ring.reset(cursorOf(9));
  });
  expect(await pump.run()).toBeNull();
  expect(taken).toEqual([cursorOf(5), cursorOf(6)]);
});
