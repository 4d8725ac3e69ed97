import { Metrics } from '@ome/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { CursorExpired, EventFeed } from '@ome/engine';
import { type Json, TestApi, TestStore } from '../testing/test-api';

/** In each of them two processes write to a dozen orders at once. */
const ROUNDS = 5;

describe('GET /events', () => {
  let store: TestStore;
  let api: TestApi;
  let other: TestApi;

  beforeAll(async () => {
    store = await TestStore.create();
    api = await TestApi.start({}, store);
    other = await TestApi.start({}, store);
  });
  afterAll(async () => {
    await Promise.all([api.stop(), other.stop()]);
    await store.drop();
  });

  async function page(after: string | null, limit = 100): Promise<Json> {
    const from = after === null ? '' : `&after=${after}`;
    const url = `/events?limit=${limit}${from}`;
    const { status, body, text } = await api.untilTaken(() => api.get(url));
    if (status !== 200) throw new Error(text);
    return body;
  }

  /** An empty page is not the end yet: it may only have passed what others wrote to this MongoDB. */
  const isEnd = (end: string, from: string | null, { items, nextCursor }: Json): boolean =>
    items.length === 0 && (nextCursor >= end || nextCursor === from);

  /** Reads from a cursor to the end, in small pages. */
  async function readOn(
    after: string | null,
    limit = 7,
  ): Promise<{ items: Json[]; cursor: string }> {
    const items: Json[] = [];
    const end = await api.app.get(EventFeed).end();
    for (let cursor = after; ;) {
      const read = await page(cursor, limit);
      items.push(...read.items);
      if (isEnd(end, cursor, read)) return { items, cursor: read.nextCursor };
      cursor = read.nextCursor;
    }
  }

  const idsOf = (items: Json[]): string[] => items.map(({ id }) => id as string);

  test('starts with the first event, and items equal announcements', async () => {
    const { orderId } = await api.place({ userId: '7' });
    await api.fill(orderId, '10', '2450', 'feed-1');
    const { items } = await page(null);

    expect(items[0]).toEqual({
      v: 1,
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      orderId,
      seq: 1,
      type: 'NewOrder',
      at: expect.any(String),
      order: expect.objectContaining({ orderId, ordStatus: 'PendingNew', version: 1 }),
      cursor: expect.stringMatching(/^[0-9A-F]+$/),
    });
    expect(items[1]).toMatchObject({
      type: 'Trade',
      order: { cumQty: '10' },
      fill: { execId: 'feed-1', quantity: '10', price: '2450', exchange: 'NSE' },
    });
  });

  test('resumes after the cursor of a page, and of any item', async () => {
    const { orderId } = await api.place();
    await api.acknowledge(orderId);
    const all = (await readOn(null)).items;

    for (const index of [0, 1, all.length - 2]) {
      const rest = await readOn(all[index].cursor as string);
      expect(idsOf(rest.items)).toEqual(idsOf(all.slice(index + 1)));
    }
  });

  test('gives an empty page at the end, with a cursor to resume from', async () => {
    const { cursor } = await readOn(null);
    const empty = await page(cursor);
    expect(empty.items).toEqual([]);
    expect(empty.nextCursor).toEqual(expect.stringMatching(/^[0-9A-F]+$/));

    const { orderId } = await api.place();
    const { items } = await page(empty.nextCursor as string);
    expect(items).toMatchObject([{ orderId, type: 'NewOrder' }]);
  });

  test('no event appears before a cursor that was returned, with several writers', async () => {
    const { cursor: start } = await readOn(null);
    let end: string | null = null;
    const write = async (writer: TestApi) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        await Promise.all(
          Array.from({ length: 6 }, async (_, index) => {
            const { orderId } = (await writer.placeUnderLoad({ symbol: `S${index}` })).body;
            await Promise.all([
              writer.fill(orderId, '1', '1', `${orderId}-a`),
              (writer === api ? other : api).fill(orderId, '2', '1', `${orderId}-b`),
            ]);
          }),
        );
      }
    };
    const writers = Promise.all([write(api), write(other)]).then(async () => {
      end = await api.app.get(EventFeed).end();
    });

    const read = async (limit: number): Promise<Json[]> => {
      const seen: Json[] = [];
      for (let cursor = start; ;) {
        const last = end;
        const read = await page(cursor, limit);
        seen.push(...read.items);
        if (last !== null && isEnd(last, cursor, read)) return seen;
        if (read.items.length === 0) await sleep(5);
        cursor = read.nextCursor;
      }
    };
    const [slow, fast] = await Promise.all([read(3), read(50), writers]);

    const written = await store.collection('order_events').find().toArray();
    const before = (await readOn(null, 1_000)).items.length - slow.length;
    expect(slow).toHaveLength(2 * ROUNDS * 6 * 3);
    expect(before + slow.length).toBe(written.length);
    expect(new Set(idsOf(slow)).size).toBe(slow.length);
    expect(idsOf(fast)).toEqual(idsOf(slow));
    expect(idsOf((await readOn(start, 1_000)).items)).toEqual(idsOf(slow));
    const seqs = new Map<string, number>();
    for (const { orderId, seq, order } of slow) {
      expect(seq).toBe((seqs.get(orderId as string) ?? 0) + 1);
      expect(order.version).toBe(seq);
      seqs.set(orderId as string, seq as number);
    }
  });

  describe('cursors', () => {
    test.each(['0', 'xyz', 'abcdef', '00', 'FF', '82', 'A'.repeat(1_024), '8265A1B2C3000000012B'])(
      '%s, which nobody gave, is a 400 that names it',
      async (after) => {
        const { status, body } = await api.get(`/events?after=${after}`);
        expect({ status, field: body.errors?.[0].field }).toEqual({ status: 400, field: 'after' });
      },
    );

    test('a changed cursor is a 400 or still a position in the feed', async () => {
      const { cursor } = await readOn(null);
      for (let index = 0; index < cursor.length; index += 1) {
        for (const digit of ['0', 'F']) {
          const changed = cursor.slice(0, index) + digit + cursor.slice(index + 1);
          const { status } = await api.get(`/events?limit=1&after=${changed}`);
          expect([200, 400, 410]).toContain(status);
        }
      }
    });

    test('an expired one is a 410 with the cursor to resume from', async () => {
      const feed = api.app.get(EventFeed);
      jest.spyOn(feed, 'page').mockRejectedValueOnce(new CursorExpired('gone'));
      const { status, headers, body } = await api.get('/events');

      expect(status).toBe(410);
      expect(headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(body).toMatchObject({ title: 'Gone', detail: expect.stringContaining('/orders') });
      const { orderId } = await api.place();
      expect((await page(body.cursor as string)).items).toMatchObject([{ orderId }]);
    });
  });

  test('forty readers at once have few streams at the store, and leave none behind', async () => {
    const open: number[] = [];
    const { feedStreams } = api.app.get(Metrics);
    const set = jest.spyOn(feedStreams, 'set').mockImplementation((count: unknown) => {
      open.push(count as number);
    });
    const reads = Array.from({ length: 40 }, (_, at) => api.get(`/events?limit=${at + 1}`));
    const order = api.place();
    const statuses = (await Promise.all(reads)).map(({ status }) => status);
    set.mockRestore();

    expect((await order).ordStatus).toBe('PendingNew');
    for (const status of statuses) expect([200, 503]).toContain(status);
    expect(statuses).toContain(200);
    expect(Math.max(...open)).toBeLessThanOrEqual(4);
    expect(open.at(-1)).toBe(0);
  });

  test('who reads more than can wait is told to come back', async () => {
    const reads = Array.from({ length: 150 }, (_, at) => api.get(`/events?limit=${at + 1}`));
    const answers = await Promise.all(reads);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThanOrEqual(46);
    for (const { status, headers } of refused) {
      expect([status, headers['retry-after']]).toEqual([503, '2']);
    }
  });
});
