import { createApiKey, Scope } from '@ome/platform';
import { Redis } from 'ioredis';
import { createApi } from '../create-api';
import { eventually, newOrder, TestApi, TestStore } from '../testing/test-api';
import { readEngineSettings } from '@ome/execution-links';

/** Not open: a development engine that others than this machine reach. */
const CLOSED = { HOST: '0.0.0.0' };

describe('API keys', () => {
  let store: TestStore;
  let api: TestApi;
  const tokens = {} as Record<Scope, string>;

  beforeAll(async () => {
    store = await TestStore.create();
    for (const scope of Object.values(Scope)) tokens[scope] = (await store.addKey([scope])).token;
    api = await TestApi.start(CLOSED, store);
  });
  afterAll(async () => {
    await api.stop();
    await store.drop();
  });

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  test('strangers hear whether the engine is ready, and nothing of what it leans on', async () => {
    for (const headers of [{}, bearer('made-up')]) {
      const { status, body } = await api.get('/health/ready', headers);
      expect([status, Object.keys(body)]).toEqual([200, ['status', 'open']]);
    }
    const { body } = await api.get('/health/ready', bearer(tokens.ops));
    expect(body.checks).toMatchObject({ mongodb: { state: 'up' } });
  });

  test('no answer is kept by a cache', async () => {
    for (const [path, headers] of [
      ['/orders', bearer(tokens.orders)],
      ['/orders', {}],
      ['/health/live', {}],
      ['/nothing', {}],
    ] as const) {
      expect((await api.get(path, headers)).headers['cache-control']).toBe('no-store');
    }
  });

  test('the secret is not in the store', async () => {
    const { token, id } = await store.addKey([Scope.Orders]);
    const secret = token.slice(`ome_${id}_`.length);
    const stored = JSON.stringify(await store.collection('api_keys').find().toArray());

    expect(stored).toContain(id);
    expect(secret).toHaveLength(43);
    for (let start = 0; start + 8 <= secret.length; start += 1) {
      expect(stored).not.toContain(secret.slice(start, start + 8));
    }
  });

  test.each([
    ['Authorization: Bearer', bearer],
    ['authorization: bearer', (token: string) => ({ authorization: `bearer ${token}` })],
    ['X-Api-Key', (token: string) => ({ 'x-api-key': token })],
  ])('a key is taken as %s', async (_name, header) => {
    expect((await api.get('/orders', header(tokens.orders))).status).toBe(200);
  });

  test('without a key: 401 that says how to send one', async () => {
    const { status, headers, body } = await api.get('/orders');

    expect({ status, challenge: headers['www-authenticate'] }).toEqual({
      status: 401,
      challenge: 'Bearer',
    });
    expect(body).toMatchObject({
      title: 'Unauthorized',
      detail: expect.stringContaining('Bearer'),
    });
  });

  test.each([
    ['of nobody', () => createApiKey().token],
    ['with another secret', () => tokens.orders.slice(0, -4) + 'AAAA'],
    ['with the id alone', () => tokens.orders.slice(0, 20)],
    ['that is no key', () => 'secret'],
    ['that is empty', () => ''],
  ])('a key %s: 401', async (_name, token) => {
    expect((await api.get('/orders', bearer(token()))).status).toBe(401);
    expect((await api.get('/orders', { 'x-api-key': token() })).status).toBe(401);
  });

  const ROUTES: [string, string, Scope | null][] = [
    ['GET', '/orders', Scope.View],
    ['POST', '/orders', Scope.Orders],
    ['POST', '/orders/cancel-all', Scope.Orders],
    ['GET', `/orders/${'f'.repeat(24)}`, Scope.View],
    ['PUT', `/orders/${'f'.repeat(24)}`, Scope.Orders],
    ['GET', '/fills', Scope.View],
    ['GET', '/events', Scope.View],
    ['POST', '/order_endpoint', Scope.Orders],
    ['POST', '/execution_endpoint', Scope.Executions],
    ['GET', '/prices?symbols=ACC', Scope.View],
    ['POST', '/prices', Scope.Prices],
    ['GET', '/risk/kill-switch', Scope.Risk],
    ['GET', '/ops/waiting', Scope.Ops],
    ['GET', '/ops/alerts', Scope.Ops],
    ['GET', '/ops/undelivered', Scope.Ops],
    ['POST', '/ops/undelivered/retry', Scope.Ops],
    ['POST', `/orders/${'f'.repeat(24)}/resolve`, Scope.Ops],
    ['GET', '/health/live', null],
    ['GET', '/health/ready', null],
  ];

  /** Which scopes give another one, besides admin. */
  const GIVING = new Map([
    [Scope.View, Scope.Orders],
    [Scope.Risk, Scope.Ops],
  ]);

  test.each(ROUTES)('%s %s needs the scope %s', async (method, url, needed) => {
    for (const scope of Object.values(Scope)) {
      const allowed = needed === null || [needed, GIVING.get(needed), Scope.Admin].includes(scope);
      const { status } = await api.call(method, url, { headers: bearer(tokens[scope]) });
      if (allowed) expect([401, 403]).not.toContain(status);
      else expect(status).toBe(403);
    }
  });

  test('a missing scope is named', async () => {
    const { status, body } = await api.get('/ops/waiting', bearer(tokens.orders));
    expect({ status, detail: body.detail }).toEqual({
      status: 403,
      detail: 'The API key lacks the scope ops',
    });
  });

  test('on wire formats the refusal is in their format', async () => {
    const { status, body } = await api.post('/order_endpoint', { type: 4, user_id: 1 });
    expect({ status, success: body.success }).toEqual({ status: 401, success: false });
  });

  test('the journal records the key', async () => {
    const { id, token } = await store.addKey([Scope.Orders]);
    const { body } = await api.post('/orders', newOrder(), bearer(token));
    const { body: events } = await api.get(`/orders/${body.orderId}/events`, bearer(token));
    expect(events.items[0].detail.by).toBe(id);
  });

  test('the same Idempotency-Key of two callers is two requests', async () => {
    const ids = [];
    for (const token of [tokens.orders, tokens.admin]) {
      const headers = { ...bearer(token), 'idempotency-key': 'mine' };
      ids.push((await api.post('/orders', newOrder(), headers)).body.orderId);
    }
    expect(ids[0]).not.toBe(ids[1]);
  });

  test('a revoked key is refused within seconds', async () => {
    const { id, token } = await store.addKey([Scope.Orders]);
    expect((await api.get('/orders', bearer(token))).status).toBe(200);
    expect(await store.keys.revoke(id)).toBe(true);

    await eventually(async () => {
      expect((await api.get('/orders', bearer(token))).status).toBe(401);
    });
    expect(await store.keys.revoke(id)).toBe(false);
  });
});

describe('in an open engine', () => {
  test('in development on loopback no key is needed, and health says so', async () => {
    const api = await TestApi.start();
    expect((await api.get('/orders')).status).toBe(200);
    expect((await api.get('/health/ready')).body.open).toBe(true);
    // A key that is sent is a key that must be valid.
    expect((await api.get('/orders', { 'x-api-key': 'wrong' })).status).toBe(401);
    await api.stop();
  });

  test.each([
    ['beyond loopback', { HOST: '0.0.0.0' }],
    ['in production', { NODE_ENV: 'production', RELAY_SECRET: 'a-secret-of-our-own' }],
  ])('%s it does not start without a key', async (_name, environment) => {
    const store = await TestStore.create();
    const settings = readEngineSettings({ ...store.environment, ...environment });
    const redis = new Redis(settings.REDIS_URL!);
    // Other specs run at the same time, on databases of their own.
    const ours = ` db=${redis.options.db} `;
    const connections = async () =>
      String(await redis.client('LIST'))
        .split('\n')
        .filter((line) => line.includes(ours)).length;
    const before = await connections();
    await expect(createApi(settings)).rejects.toThrow(
      /There is no API key and no person: create one with/,
    );
    // One that is left open keeps the process from ending.
    await eventually(async () => expect(await connections()).toBeLessThanOrEqual(before));
    await redis.quit();

    await store.addKey([Scope.Orders]);
    const app = await createApi(settings);
    await app.close();
    await store.drop();
  });
});
