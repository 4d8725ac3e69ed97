import { Clock, Journal } from '@ome/engine';
import { Overloaded } from '@ome/event-store';
import { CuttingProxy } from '../../../../libs/persistence/src/testing/cutting-proxy';
import { eventually, newOrder, TestApi, TestStore } from '../testing/test-api';

describe('without MongoDB', () => {
  let store: TestStore;
  let proxy: CuttingProxy;
  let api: TestApi;

  beforeAll(async () => {
    store = await TestStore.create();
    proxy = new CuttingProxy(new URL(store.environment.MONGO_URL));
    api = await TestApi.start({ MONGO_URL: await proxy.start() }, store);
  });
  afterAll(async () => {
    await api.stop();
    await proxy.stop();
    await store.drop();
  });

  const REQUESTS: [string, string, unknown][] = [
    ['POST', '/orders', newOrder()],
    ['POST', '/orders', newOrder({ clOrdId: 'while-down' })],
    ['GET', '/orders', undefined],
    ['GET', `/orders/${'f'.repeat(24)}`, undefined],
    ['GET', '/fills', undefined],
    ['GET', '/events', undefined],
    ['GET', '/ops/waiting', undefined],
    ['POST', `/orders/${'f'.repeat(24)}/cancel`, {}],
    ['POST', '/order_endpoint', { type: 4, user_id: 1 }],
    ['POST', '/execution_endpoint', { ClOrdID: 'f'.repeat(24), OrdStatus: '0' }],
  ];

  test('every request is answered 503 with Retry-After until it is back', async () => {
    await api.place();
    proxy.shut();
    const answers = await Promise.all(
      REQUESTS.map(([method, url, body]) => api.call(method, url, { body })),
    );
    for (const [index, { status, headers, body }] of answers.entries()) {
      const [method, url] = REQUESTS[index];
      const seen = { method, url, status, retryAfter: headers['retry-after'] };
      expect(seen).toEqual({
        method,
        url,
        status: 503,
        retryAfter: expect.stringMatching(/^\d+$/),
      });
      expect(body.detail ?? body.comment).toEqual(expect.any(String));
    }
    const key = {
      'idempotency-key': 'down',
      authorization: `Bearer ome_${'a'.repeat(16)}_${'A'.repeat(43)}`,
    };
    expect((await api.post('/orders', newOrder(), key)).status).toBe(503);

    proxy.open();
    await eventually(async () => expect((await api.get('/orders')).status).toBe(200));
    expect((await api.place()).version).toBe(1);
  }, 60_000);

  test('ready is unavailable, live is ok, and metrics still work', async () => {
    proxy.shut();
    await eventually(async () => {
      const { status, body } = await api.get('/health/ready');
      expect({ status, said: body.status }).toEqual({ status: 503, said: 'unavailable' });
    });
    expect((await api.get('/health/live')).status).toBe(200);
    const { status, text } = await api.get('/metrics');
    expect({ status, has: text.includes('ome_http_request_duration_seconds') }).toEqual({
      status: 200,
      has: true,
    });

    proxy.open();
    await eventually(async () => {
      expect((await api.get('/health/ready')).body.checks.mongodb).toEqual({ state: 'up' });
    });
  }, 60_000);
});

test('sheds load at once if too many requests wait', async () => {
  const api = await TestApi.start();
  const append = jest.spyOn(api.app.get(Journal), 'append');
  append.mockRejectedValueOnce(new Overloaded('5000 wait for the store already'));
  try {
    const { status, headers, body } = await api.post('/orders', newOrder());
    expect({ status, retryAfter: headers['retry-after'] }).toEqual({
      status: 503,
      retryAfter: '2',
    });
    expect(body.detail).toBe('Too many requests are waiting; try again');
    expect((await api.place()).version).toBe(1);
  } finally {
    append.mockRestore();
    await api.stop();
  }
});

describe('without Redis', () => {
  test('orders are accepted, and ready says degraded', async () => {
    const api = await TestApi.start({ REDIS_URL: 'redis://127.0.0.1:1', RATE_LIMIT: '1000' });
    const { orderId } = await api.place();
    expect(await api.order(orderId)).toMatchObject({ ordStatus: 'PendingNew' });
    expect((await api.put(`/orders/${orderId}/followers/7`)).status).toBe(204);

    const { status, body } = await api.get('/health/ready');
    expect({ status, said: body.status, redis: body.checks.redis }).toEqual({
      status: 200,
      said: 'degraded',
      redis: { state: 'down' },
    });
    await api.stop();
  });
});

test('after the end of its calendar the engine is degraded, says what to do, and accepts orders', async () => {
  const api = await TestApi.start();
  const now = jest.spyOn(api.app.get(Clock), 'now');
  try {
    now.mockReturnValue(new Date('2026-12-31T10:00:00+05:30'));
    expect((await api.get('/health/ready')).body.checks.calendar).toEqual({ state: 'valid' });
    now.mockReturnValue(new Date('2027-01-04T10:00:00+05:30'));
    const { status, body } = await api.get('/health/ready');
    expect({ status, said: body.status }).toEqual({ status: 200, said: 'degraded' });
    expect(body.checks.calendar).toEqual({
      state: 'invalid',
      text: expect.stringContaining('EXCHANGE_CALENDAR_FILE'),
    });
    expect((await api.place()).ordStatus).toBe('PendingNew');
  } finally {
    now.mockRestore();
    await api.stop();
  }
});
