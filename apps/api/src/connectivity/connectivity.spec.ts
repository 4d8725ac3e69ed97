import { LinkSamples, LinkStatusStore, SweepStatusStore } from '@ome/persistence';
import { Redis } from 'ioredis';
import { type Json, TestApi } from '../testing/test-api';

const SESSION = { userId: 'FT1', apiKey: 'key', apiSecret: 'secret', accounts: ['7'] };

describe('connectivity', () => {
  let api: TestApi;
  let redis: Redis;

  beforeAll(async () => {
    api = await TestApi.start({ FLATTRADE_ACCOUNTS: JSON.stringify([SESSION]) });
    redis = new Redis(api.store.environment.REDIS_URL);
  });
  afterAll(async () => {
    await redis.quit();
    await api.stop();
  });

  const show = async (): Promise<Json> => (await api.get('/connectivity')).body;
  const link = async (route: string): Promise<Json> =>
    (await show()).links.find((one: Json) => one.route === route);

  const report = (worker: string, fields: object) =>
    api.app.get(LinkStatusStore).report({
      link: 'flattrade-FT1',
      worker,
      up: true,
      lastError: null,
      since: new Date(0),
      login: 'loggedIn',
      dedupe: 'tagged',
      stream: null,
      reportedAt: new Date(),
      ...fields,
    });

  const sample = (fields: object) =>
    api.app.get(LinkSamples).add({
      link: 'flattrade-FT1',
      at: new Date(),
      up: true,
      loggedIn: true,
      streamOpen: null,
      failed: 0,
      buckets: {},
      queued: 0,
      inDoubt: 0,
      ...fields,
    });

  test('shows the primary, the members and the oplog of MongoDB', async () => {
    const { mongodb } = await show();
    expect(mongodb).toMatchObject({ state: 'up', latencyMs: expect.any(Number) });
    expect(mongodb.members).toEqual([
      { name: mongodb.primary, state: 'PRIMARY', healthy: true, lagSeconds: 0 },
    ]);
    expect(mongodb.oplogWindowSeconds).toBeGreaterThanOrEqual(0);
  });

  test('shows the memory and the clients of Redis', async () => {
    expect((await show()).redis).toMatchObject({
      state: 'up',
      latencyMs: expect.any(Number),
      usedMemoryBytes: expect.any(Number),
      connectedClients: expect.any(Number),
    });
  });

  test.each([
    [null, 'degraded'],
    [new Date(), 'ok'],
  ])('a session that is up and was compared last at %s is %s', async (reconciledAt, status) => {
    const at = new Date();
    const stream = { open: true, since: at, heardAt: at, reconciledAt };
    await report('w1', { stream });
    expect((await api.get('/health/ready')).body.status).toBe(status);
  });

  test('a link that no worker reports is unknown', async () => {
    expect(await link('rest')).toEqual({
      link: 'rest',
      route: 'rest',
      session: null,
      accounts: null,
      state: 'unknown',
      since: null,
      lastError: null,
      login: null,
      stream: null,
      reportedAt: null,
      workers: [],
      calls: { answered: 0, failed: 0, p50Ms: null, p95Ms: null, p99Ms: null },
      work: { queued: 0, sending: 0, inDoubt: 0 },
      budget: null,
    });
  });

  test('a session is up if one worker reaches it, with the stream of the worker that serves it', async () => {
    const at = new Date();
    const stream = { open: true, since: at, heardAt: at, reconciledAt: null };
    await report('w1', { up: false, lastError: 'refused' });
    await report('w2', { stream });
    await report('w3', { reportedAt: new Date(Date.now() - 20_000) });

    expect(await link('flattrade-FT1')).toMatchObject({
      state: 'up',
      session: 'FT1',
      accounts: ['7'],
      workers: ['w1', 'w2'],
      login: { state: 'loginNeeded', url: expect.stringContaining('http'), expiresAt: null },
      stream: { open: true, heardAt: at.toISOString(), reconciledAt: null },
    });
    expect((await show()).workers).toMatchObject([
      { worker: 'w1', state: 'alive', routes: ['flattrade-FT1'], follows: [] },
      { worker: 'w2', state: 'alive', follows: ['flattrade-FT1'] },
      { worker: 'w3', state: 'silent' },
    ]);
  });

  test('a worker says when each of its sweeps last succeeded, and why one fails since', async () => {
    const at = new Date();
    const sweeps = [
      { name: 'projections', lastSuccessAt: at, error: null },
      { name: 'baskets', lastSuccessAt: null, error: 'No primary' },
    ];
    await report('sweeping', {});
    await api.app.get(SweepStatusStore).report('sweeping', sweeps, at);
    const worker = (await show()).workers.find((one: Json) => one.worker === 'sweeping');
    expect(worker.sweeps).toEqual([
      { name: 'projections', lastSuccessAt: at.toISOString(), error: null },
      { name: 'baskets', lastSuccessAt: null, error: 'No primary' },
    ]);
    const others = (await show()).workers.filter((one: Json) => one.worker !== 'sweeping');
    for (const other of others) expect(other.sweeps).toEqual([]);
  });

  test('waiting orders of a session are counted by its accounts', async () => {
    await api.place({ account: '7', link: 'flattrade' });
    await api.place({ account: '8', link: 'rest' });
    expect((await link('flattrade-FT1')).work).toEqual({ queued: 1, sending: 0, inDoubt: 0 });
    expect((await link('rest')).work).toEqual({ queued: 1, sending: 0, inDoubt: 0 });
  });

  test('the windows of the limits show their use, and the end of a pause', async () => {
    const now = Date.now();
    const window = 'ome:calls:flattrade-FT1:orders-minute';
    await redis.zadd(window, now - 70_000, 'old', now - 30_000, 'a', now - 10, 'b');
    await redis.set('ome:calls:flattrade-FT1:pause', now + 60_000);

    const { budget } = await link('flattrade-FT1');
    expect(budget.pausedUntil).toBe(new Date(now + 60_000).toISOString());
    expect(budget.day).toBeNull();
    expect(budget.windows).toContainEqual({
      name: 'orders-minute',
      windowMs: 60_000,
      used: 2,
      limits: { cancel: 38, order: 35 },
    });
  });

  test('samples of all workers are merged, with the latency of the last minutes', async () => {
    const at = new Date();
    await sample({ at, buckets: { 48: 98 }, queued: 3 });
    await sample({ at, buckets: { 48: 1, 97: 1 }, failed: 2, up: false, queued: 1 });
    await sample({ at: new Date(Date.now() - 400_000), buckets: { 120: 500 } });

    const { calls } = await link('flattrade-FT1');
    expect(calls).toMatchObject({ answered: 100, failed: 2, p50Ms: 9.7, p95Ms: 9.7, p99Ms: 9.7 });
    const { body } = await api.get('/connectivity/history?link=flattrade-FT1');
    expect(body).toMatchObject({ link: 'flattrade-FT1', stepMs: 10_000 });
    expect(body.items).toHaveLength(2);
    expect(body.items[1]).toMatchObject({
      up: false,
      loggedIn: true,
      streamOpen: null,
      queued: 3,
      inDoubt: 0,
      calls: { answered: 100, failed: 2 },
    });
  });

  test('a long period is shown in fewer points', async () => {
    const to = new Date(Date.now() + 60_000);
    const from = new Date(to.getTime() - 7 * 24 * 3_600_000);
    const range = `&from=${from.toISOString()}&to=${to.toISOString()}`;
    const { body } = await api.get(`/connectivity/history?link=flattrade-FT1${range}`);
    expect(body.stepMs).toBe(840_000);
    expect(body.items.length).toBeLessThanOrEqual(2);
  });

  test.each(['?from=2026-01-01', '?link=rest&from=2026-01-02&to=2026-01-01', '?link=rest&to=x'])(
    'history%s is refused',
    async (query) => expect((await api.get(`/connectivity/history${query}`)).status).toBe(400),
  );
});
