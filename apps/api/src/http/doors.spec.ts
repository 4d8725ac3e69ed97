import { Scope } from '@ome/platform';
import { newOrder, TestApi, TestStore } from '../testing/test-api';

const CALLBACK = '/links/flattrade/FT1/callback/signature';

describe('a body without a key', () => {
  let store: TestStore;
  let api: TestApi;
  let token: string;

  beforeAll(async () => {
    store = await TestStore.create();
    ({ token } = await store.addKey([Scope.Admin]));
    api = await TestApi.start({ HOST: '0.0.0.0' }, store);
  });
  afterAll(async () => {
    await api.stop();
    await store.drop();
  });

  /** What cannot be parsed shows whether anybody tried. */
  const unparsable = (url: string, key?: string) =>
    api.call('POST', url, { body: '{', headers: key === undefined ? {} : { 'x-api-key': key } });

  test.each(['/orders', '/order_endpoint', '/execution_endpoint', '/prices', '/keys'])(
    'is not read on %s',
    async (url) => {
      expect((await unparsable(url)).status).toBe(401);
      expect((await unparsable(url, 'ome_0000000000000000_x')).status).toBe(401);
      expect((await unparsable(url, token)).status).toBe(400);
    },
  );

  test('is not read on an unknown path', async () => {
    expect((await unparsable('/nothing-here')).status).toBe(404);
  });

  test.each([CALLBACK, '/place_order'])('is small on %s', async (url) => {
    const body = (length: number) => JSON.stringify({ x: 'x'.repeat(length) });
    expect((await api.call('POST', url, { body: body(4_096) })).status).toBe(413);
    expect((await api.call('POST', url, { body: body(64) })).status).not.toBe(413);
  });
});

describe('while no key is needed', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  const ordered = async (headers: Record<string, string>) =>
    (await api.post('/orders', newOrder(), headers)).status;

  test.each(['127.0.0.1:5000', 'localhost:5000', '[::1]:5000', '127.0.0.1'])(
    'a program on this machine orders at %s',
    async (host) => expect(await ordered({ host })).toBe(201),
  );

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:5000', '10.0.0.7'])(
    'a name that somebody pointed at this machine is not obeyed: %s',
    async (host) => {
      const { status, body } = await api.post('/keys', { name: 'x', scopes: ['admin'] }, { host });
      expect(status).toBe(403);
      expect(body.detail).toContain('Host must be a loopback address');
      expect((await api.get('/orders', { host })).status).toBe(403);
    },
  );

  test('a page of the same origin can order, a page of another origin cannot', async () => {
    const host = 'localhost:5000';
    const site = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' };
    expect(await ordered({ host, origin: 'http://localhost:5000', ...site })).toBe(201);
    const before = await api.store.contents();
    for (const origin of ['https://evil.example', 'http://localhost:3000', 'null']) {
      expect(await ordered({ host, origin })).toBe(403);
    }
    expect(await ordered({ host, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(
      await ordered({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }),
    ).toBe(403);
    expect(await api.store.contents()).toEqual(before);
  });

  test('a form of another page is refused in the shape of the wire format', async () => {
    const { status, body } = await api.call('POST', '/order_endpoint', {
      form: { type: '4', user_id: '9' },
      headers: { origin: 'https://evil.example' },
    });
    expect({ status, body }).toMatchObject({ status: 403, body: { success: false } });
  });

  test('a link opens the console, and a broker’s page comes back to its callback', async () => {
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await api.get('/health/live', link)).status).toBe(200);
    const form = { API_Session: 'code' };
    const headers = { ...link, origin: 'https://broker.example' };
    expect((await api.call('POST', CALLBACK, { form, headers })).status).not.toBe(403);
    const elsewhere = { ...headers, host: 'evil.example' };
    expect((await api.call('POST', CALLBACK, { form, headers: elsewhere })).status).toBe(403);
  });
});
