import { setTimeout as sleep } from 'node:timers/promises';
import { type Json, TestApi } from '../testing/test-api';

describe('one order and its history', () => {
  let api: TestApi;
  let orderId: string;

  beforeAll(async () => {
    api = await TestApi.start();
    orderId = (await api.place({ userId: '7' })).orderId;
    await sleep(5);
    await api.acknowledge(orderId);
    for (const quantity of [10, 20, 30]) {
      await sleep(5);
      await api.fill(orderId, String(quantity), '2450', `fill-${quantity}`);
    }
  });
  afterAll(() => api.stop());

  const pages = async (url: string): Promise<Json[][]> => {
    const found: Json[][] = [];
    let cursor: string | null = null;
    do {
      const { status, body } = await api.get(cursor ? `${url}&cursor=${cursor}` : url);
      expect(status).toBe(200);
      found.push(body.items);
      cursor = body.nextCursor;
    } while (cursor);
    return found;
  };

  describe('GET /orders/:orderId/events', () => {
    test('gives the events oldest first, each with the order after it and what it says', async () => {
      const { body } = await api.get(`/orders/${orderId}/events`);

      expect(body.nextCursor).toBeNull();
      expect(body.items.map(({ seq, type }: Json) => [seq, type])).toEqual([
        [1, 'NewOrder'],
        [2, 'New'],
        [3, 'Trade'],
        [4, 'Trade'],
        [5, 'Trade'],
      ]);
      expect(body.items[3]).toEqual({
        v: 1,
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        orderId,
        seq: 4,
        type: 'Trade',
        at: expect.any(String),
        order: expect.objectContaining({
          ordStatus: 'PartiallyFilled',
          cumQty: '30',
          version: 4,
        }),
        fill: {
          execId: 'fill-20',
          quantity: '20',
          price: '2450',
          exchange: 'NSE',
          at: expect.any(String),
        },
        detail: expect.objectContaining({ execId: 'fill-20', lastQty: '20', lastPx: '2450' }),
      });
    });

    test('the request id of a request is in its event', async () => {
      const headers = { 'x-request-id': 'follow-me-1' };
      const { body } = await api.post(
        '/orders',
        {
          account: '1',
          symbol: 'TCS',
          exchange: 'NSE',
          side: 'BUY',
          ordType: 'MARKET',
          quantity: 1,
          timeInForce: 'DAY',
        },
        headers,
      );
      const { body: events } = await api.get(`/orders/${body.orderId}/events`);

      expect(events.items[0].detail).toMatchObject({ requestId: 'follow-me-1' });
    });

    test('pages, with the right order in each', async () => {
      const [first, second, third, ...rest] = await pages(`/orders/${orderId}/events?limit=2`);

      expect(rest).toEqual([]);
      expect([first, second, third].map((page) => page.map(({ seq }) => seq as number))).toEqual([
        [1, 2],
        [3, 4],
        [5],
      ]);
      expect(third[0].order).toMatchObject({ cumQty: '60', version: 5 });
    });

    test('an exactly full last page has no cursor', async () => {
      const { body } = await api.get(`/orders/${orderId}/events?limit=5`);
      expect([body.items.length, body.nextCursor]).toEqual([5, null]);
    });
  });

  describe('GET /orders/:orderId?at=', () => {
    test('gives the order as it was at each moment', async () => {
      const { body } = await api.get(`/orders/${orderId}/events`);
      for (const { at, order } of body.items) {
        const then = await api.get(`/orders/${orderId}?at=${at}`);
        expect(then.body).toEqual(order);
      }
    });

    test('before it existed there is none', async () => {
      const { createdAt } = await api.order(orderId);
      const before = new Date(Date.parse(createdAt) - 1).toISOString();
      expect((await api.get(`/orders/${orderId}?at=${before}`)).status).toBe(404);
    });

    test('an event dated before its predecessor waits for that one', async () => {
      const { orderId: skewed } = await api.place();
      await api.acknowledge(skewed);
      const at = Date.now();
      const events = api.store.collection('order_events');
      await events.updateOne({ orderId: skewed, seq: 1 }, { $set: { at: new Date(at) } });
      await events.updateOne({ orderId: skewed, seq: 2 }, { $set: { at: new Date(at - 50) } });

      const when = (ms: number) =>
        api.get(`/orders/${skewed}?at=${new Date(at + ms).toISOString()}`);
      expect((await when(-10)).status).toBe(404);
      expect((await when(0)).body).toMatchObject({ ordStatus: 'New' });
    });

    test.each(['noon', '2026-13-01', '', '2026-01-01T00:00:00+99:00'])(
      'the instant %j is a 400',
      async (at) => {
        const answer = await api.get(`/orders/${orderId}?at=${encodeURIComponent(at)}`);
        expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'at' }] } });
      },
    );
  });

  describe('GET /orders/:orderId/fills', () => {
    test('gives the fills newest first, in pages', async () => {
      const found = (await pages(`/orders/${orderId}/fills?limit=2`)).flat();

      expect(found).toHaveLength(3);
      expect(found[0]).toEqual({
        execId: 'fill-30',
        doubted: false,
        orderId,
        account: '42',
        userId: '7',
        symbol: 'RELIANCE',
        exchange: 'NSE',
        side: 'BUY',
        product: null,
        link: 'rest',
        quantity: '30',
        price: '2450',
        state: 'live',
        at: expect.any(String),
      });
      expect(found.map(({ execId }) => execId as string)).toEqual([
        'fill-30',
        'fill-20',
        'fill-10',
      ]);
    });
  });

  describe('followers', () => {
    const followers = async () =>
      (await api.store.collection('followers').findOne({ userIds: { $exists: true } }))?.userIds;

    test('PUT makes a user follow, once; DELETE ends it', async () => {
      for (const userId of ['8', '9', '8']) {
        const { status, text } = await api.put(`/orders/${orderId}/followers/${userId}`);
        expect([status, text]).toEqual([204, '']);
      }
      expect(await followers()).toEqual(['8', '9']);

      const { status } = await api.call('DELETE', `/orders/${orderId}/followers/8`);
      expect(status).toBe(204);
      expect(await followers()).toEqual(['9']);
    });

    test('an invalid user id is a 400', async () => {
      const { status } = await api.put(`/orders/${orderId}/followers/${'x'.repeat(65)}`);
      expect(status).toBe(400);
    });
  });
});
