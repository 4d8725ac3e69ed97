import { REDIS } from '@ome/messaging';
import type { Redis } from 'ioredis';
import { Scope } from '@ome/platform';
import { TestApi, TestStore } from '../testing/test-api';
import { LinkQueues } from './link-queues';

const SESSION = { userId: 'FT1', apiKey: 'key', apiSecret: 'secret', accounts: ['7'] };

describe('the board of the queues', () => {
  let store: TestStore;
  let api: TestApi;
  const tokens = {} as Record<Scope, string>;
  const ids = {} as Record<Scope, string>;

  beforeAll(async () => {
    store = await TestStore.create();
    for (const scope of Object.values(Scope)) {
      const { id, token } = await store.addKey([scope]);
      tokens[scope] = token;
      ids[scope] = id;
    }
    const sessions = JSON.stringify([SESSION]);
    api = await TestApi.start(
      { HOST: '0.0.0.0', FLATTRADE_ACCOUNTS: sessions, BROKER_TOKEN_KEY: 'k'.repeat(32) },
      store,
    );
  });
  afterAll(async () => {
    await api.stop();
    await store.drop();
  });

  const basic = (token: string) => ({
    authorization: `Basic ${Buffer.from(`me:${token}`).toString('base64')}`,
  });
  const openSession = () => api.post('/queues/session', undefined, { 'x-api-key': tokens.admin });
  const cookieOf = (header: unknown) => ({ cookie: String(header).split(';')[0] });

  test.each(['/queues', '/queues/', '/queues/api/queues', '/queues/static/js/main.js'])(
    '%s asks for a key',
    async (path) => {
      const { status, headers } = await api.get(path);
      expect([status, headers['www-authenticate']]).toEqual([
        401,
        'Basic realm="OME queues", charset="UTF-8"',
      ]);
    },
  );

  test('a key of an admin as the password opens it, another does not', async () => {
    const page = await api.get('/queues', basic(tokens.admin));
    expect([page.status, page.headers['content-type']]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect((await api.get('/queues', basic(tokens.ops))).status).toBe(403);
    expect((await api.get('/queues', basic('ome_0000000000000000_x'))).status).toBe(401);
  });

  test('it shows the queue of every link and session, and changes none', async () => {
    const { body } = await api.get('/queues/api/queues', basic(tokens.admin));
    expect(body.queues.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['ome-link-rest', 'ome-link-flattrade-FT1']),
    );
    expect(body.queues[0].readOnlyMode).toBe(true);
    const path = '/queues/api/queues/ome-link-rest/pause';
    const paused = await api.call('PUT', path, { headers: basic(tokens.admin) });
    expect(paused.status).toBe(405);
  });

  test('a session opens it to a browser, which sends no header of ours', async () => {
    const { status, headers } = await openSession();
    expect([status, headers['set-cookie']]).toEqual([
      204,
      expect.stringMatching(
        /^ome_queues=[\w-]{43}; Path=\/queues; Max-Age=3600; HttpOnly; SameSite=Strict$/,
      ),
    ]);
    expect(String(headers['set-cookie'])).not.toContain(tokens.admin.slice(-43));
    expect((await api.get('/queues', cookieOf(headers['set-cookie']))).status).toBe(200);
    expect((await api.get('/queues', { cookie: `ome_queues=${'x'.repeat(43)}` })).status).toBe(401);
    expect((await api.post('/queues/session', undefined, basic(tokens.admin))).status).toBe(401);
  });

  test('without Redis it says so, and nothing else suffers', async () => {
    const isUp = jest.spyOn(api.app.get(LinkQueues), 'isUp', 'get').mockReturnValue(false);
    expect((await api.get('/queues', basic(tokens.admin))).status).toBe(503);
    expect((await api.get('/inspection', { 'x-api-key': tokens.admin })).body.queues).toBeNull();
    isUp.mockRestore();
  });

  test('a session ends where its browser says so', async () => {
    const cookie = cookieOf((await openSession()).headers['set-cookie']);
    const headers = { 'x-api-key': tokens.admin, ...cookie };
    const closed = await api.call('DELETE', '/queues/session', { headers });
    expect([closed.status, closed.headers['set-cookie']]).toEqual([
      204,
      'ome_queues=; Path=/queues; Max-Age=0; HttpOnly; SameSite=Strict',
    ]);
    expect((await api.get('/queues', cookie)).status).toBe(401);
  });

  test('no session is opened without Redis, and it says so', async () => {
    const redis = api.app.get<Redis>(REDIS);
    const set = jest.spyOn(redis, 'set').mockRejectedValue(new Error('Connection is closed.'));
    const { status, headers, body } = await openSession();
    set.mockRestore();
    expect([status, headers['retry-after']]).toEqual([503, '2']);
    expect(body.detail).toContain('Redis is away');
  });

  test('a session ends with its key', async () => {
    const { headers } = await openSession();
    await store.keys.revoke(ids.admin);
    await new Promise((resolve) => setTimeout(resolve, 5_100));
    expect((await api.get('/queues', cookieOf(headers['set-cookie']))).status).toBe(401);
  }, 15_000);
});
