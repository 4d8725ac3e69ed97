import { Clock } from '@ome/engine';
import { REDIS } from '@ome/messaging';
import { createApiKey, Scope } from '@ome/platform';
import type { Redis } from 'ioredis';
import { io } from 'socket.io-client';
import { type Call, eventually, TestApi, TestStore } from '../testing/test-api';
import { networkOf } from './rate-limit';

const LIMITS = {
  HOST: '0.0.0.0',
  TRUST_PROXY: 'true',
  RATE_LIMIT: '5',
  RATE_LIMIT_PER_ADDRESS: '3',
};

let store: TestStore;
let apis: TestApi[];
/** Each test has a second, a key and an address of its own. */
let now = new Date();
let own: Record<string, string>;
let address: Record<string, string>;

beforeAll(async () => {
  store = await TestStore.create();
  await store.addKey([Scope.Orders]);
  apis = [await TestApi.start(LIMITS, store), await TestApi.start(LIMITS, store)];
  for (const { app } of apis) jest.spyOn(app.get(Clock), 'now').mockImplementation(() => now);
});
afterAll(async () => {
  for (const api of apis) await api.stop();
  await store.drop();
});
beforeEach(async () => {
  now = new Date(now.getTime() + 10_000);
  own = { 'x-api-key': (await store.addKey([Scope.Orders])).token };
  address = { 'x-forwarded-for': '192.0.2.1' };
});

async function statuses(
  count: number,
  url: string,
  headers: Record<string, string>,
  { method = 'GET', api = apis[0], ...call }: Call & { method?: string; api?: TestApi } = {},
): Promise<number[]> {
  const found: number[] = [];
  for (let each = 0; each < count; each += 1) {
    found.push((await api.call(method, url, { ...call, headers })).status);
  }
  return found;
}

test('of a key, and a second later it continues', async () => {
  expect(await statuses(6, '/orders', own)).toEqual([200, 200, 200, 200, 200, 429]);
  const { headers, body } = await apis[0].get('/orders', own);
  expect(headers['retry-after']).toBe('1');
  const detail = 'More than 5 requests a second; continue after a second';
  expect(body).toMatchObject({ status: 429, title: 'Too Many Requests', detail });
  now = new Date(now.getTime() + 1_000);
  expect(await statuses(1, '/orders', own)).toEqual([200]);
});

test.each([
  ['paths that nobody knows', '/nothing/of/this', () => ({}), 404],
  ['public ones', '/health/live', () => ({}), 200],
  ['made-up keys', '/orders', () => ({ 'x-api-key': createApiKey().token }), 401],
  ['the id of a key without its secret', '/orders', () => ({ 'x-api-key': forged() }), 401],
  ['no key', '/orders', () => ({}), 401],
])('of an address: %s', async (_name, url, headers, status) => {
  const found = [];
  for (let each = 0; each < 4; each += 1) {
    found.push(...(await statuses(1, url, { ...address, ...headers() })));
  }
  expect(found).toEqual([status, status, status, 429]);
  // Whoever has a key is none the worse for it, and neither is another address.
  expect(await statuses(1, '/orders', { ...address, ...own })).toEqual([200]);
  expect(await statuses(1, url, { 'x-forwarded-for': '192.0.2.2', ...headers() })).toEqual([
    status,
  ]);
});

const forged = () => own['x-api-key'].replace(/[^_]+$/, 'A'.repeat(43));

test('a refused request writes nothing', async () => {
  await statuses(5, '/orders', own);
  const before = await store.contents();
  const refused = await apis[0].post('/orders', { account: '42' }, own);
  expect(refused.status).toBe(429);
  expect(await store.contents()).toEqual(before);
});

test('of all processes together', async () => {
  await statuses(4, '/orders', own);
  await eventually(async () => {
    expect(await statuses(1, '/orders', own, { api: apis[1] })).toEqual([429]);
  });
});

test('of each process for itself while Redis is away', async () => {
  const redis = apis[0].app.get<Redis>(REDIS);
  const status = jest.replaceProperty(redis, 'status', 'reconnecting');
  try {
    expect((await statuses(6, '/orders', own)).at(-1)).toBe(429);
  } finally {
    status.restore();
  }
});

test('links report as often as they have to', async () => {
  const link = { 'x-api-key': (await store.addKey([Scope.Executions])).token };
  const report = { ClOrdID: '66f0c0ffee0123456789abcd', OrdStatus: '0' };
  const reported = await statuses(8, '/execution_endpoint', link, { method: 'POST', body: report });
  expect(new Set(reported)).toEqual(new Set([200]));
  expect(await statuses(6, '/execution_endpoint', own, { method: 'POST', body: report })).toContain(
    429,
  );
});

test('sockets that are refused count for their address', async () => {
  const url = await apis[0].listen();
  const said: string[] = [];
  for (let each = 0; each < 4; each += 1) {
    const socket = io(`${url}/live`, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth: { apiKey: 'made-up' },
      extraHeaders: { 'x-forwarded-for': '192.0.2.3' },
    });
    await new Promise<void>((resolve) => {
      socket.once('connect_error', ({ message }) => {
        said.push(message);
        resolve();
      });
    });
    socket.close();
  }
  const invalid = 'The API key is not valid';
  expect(said).toEqual([invalid, invalid, invalid, 'Too many connections a second']);
});

test('is on where nothing is set, and leaves a burst alone', async () => {
  const unset = { HOST: '0.0.0.0', RATE_LIMIT: '', RATE_LIMIT_PER_ADDRESS: '' };
  const api = await TestApi.start(unset, store);
  jest.spyOn(api.app.get(Clock), 'now').mockReturnValue(new Date(now.getTime() + 60_000));
  const found = await Promise.all(Array.from({ length: 150 }, () => api.get('/health/live')));
  const refused = found.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(50);
  await api.stop();
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:0:7::1', '2001:db8:0:7'],
  ['2001:db8:0:7:ffff:1:2:3', '2001:db8:0:7'],
  ['::1', '0:0:0:0'],
  ['unknown', 'unknown'],
])('%s counts as %s', (given, network) => expect(networkOf(given)).toBe(network));
