import { Clock } from '@ome/engine';
import { eventually, newOrder, TestApi, TestStore } from '../testing/test-api';

describe('keys over the API', () => {
  let store: TestStore;
  let open: TestApi;
  let closed: TestApi;
  let admin: string;

  beforeAll(async () => {
    store = await TestStore.create();
    open = await TestApi.start({}, store);
    admin = (await open.post('/keys', { name: 'chief', scopes: ['admin'] })).body.token;
    closed = await TestApi.start({ HOST: '0.0.0.0' }, store);
  });
  afterAll(async () => {
    await Promise.all([open.stop(), closed.stop()]);
    await store.drop();
  });

  const by = (token: string) => ({ 'x-api-key': token });

  test('a new key is shown once, works, and ends when it is revoked', async () => {
    const request = { name: 'desk', scopes: ['orders', 'ops'] };
    const { status, body } = await closed.post('/keys', request, by(admin));
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        id: expect.stringMatching(/^[0-9a-f]{16}$/),
        ...request,
        owner: null,
        accounts: null,
        users: null,
        expiresAt: null,
        revokedAt: null,
        createdAt: expect.stringMatching(/Z$/),
        token: expect.stringMatching(`^ome_${body.id}_[\\w-]{43}$`),
      },
    });
    const { token, ...shown } = body;
    const { body: list } = await closed.get('/keys', by(admin));
    expect(list.items[1]).toEqual(shown);
    expect(JSON.stringify(list)).not.toContain('hash');

    const revoke = () => closed.call('DELETE', `/keys/${body.id}`, { headers: by(admin) });
    expect((await revoke()).status).toBe(204);
    expect((await revoke()).status).toBe(404);
    expect((await closed.get('/orders', by(token))).status).toBe(401);
  });

  test('a key is replaced by another: both are good until the first is revoked', async () => {
    const make = async () =>
      (await closed.post('/keys', { name: 'desk', scopes: ['orders'] }, by(admin))).body;
    const [first, second] = [await make(), await make()];
    const statuses = () =>
      Promise.all(
        [first, second].map(async ({ token }) => (await closed.get('/orders', by(token))).status),
      );
    expect(await statuses()).toEqual([200, 200]);
    await closed.call('DELETE', `/keys/${first.id}`, { headers: by(admin) });
    // Every process knows for a few seconds who a key is.
    await eventually(async () => expect(await statuses()).toEqual([401, 200]));
  });

  test('a key of accounts and users says so, and ends by itself', async () => {
    const now = jest.spyOn(open.app.get(Clock), 'now');
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const bound = { accounts: ['42', '43*'], users: ['7'], expiresAt };
    const request = { name: 'desk', scopes: ['orders'], ...bound };
    const { status, body } = await closed.post('/keys', request, by(admin));
    expect({ status, body }).toMatchObject({ status: 201, body: bound });
    expect((await open.get('/orders', by(body.token))).status).toBe(200);
    now.mockReturnValue(new Date(expiresAt));
    expect((await open.get('/orders', by(body.token))).status).toBe(401);
    now.mockRestore();
  });

  test('a key that was stored before keys had accounts reaches all of them', async () => {
    const { id, token } = (await open.post('/keys', { name: 'old', scopes: ['orders'] })).body;
    const bounds = { accounts: 1, users: 1, expiresAt: 1 };
    await store.collection('api_keys').updateOne({ _id: id }, { $unset: bounds });
    expect((await closed.post('/orders', newOrder(), by(token))).status).toBe(201);
    expect((await closed.get('/keys', by(admin))).body.items).toContainEqual(
      expect.objectContaining({ id, accounts: null, users: null, expiresAt: null }),
    );
  });

  test('a key cannot create one with more access or a later expiry than its own', async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const later = new Date(Date.now() + 7_200_000).toISOString();
    const desk = { name: 'desk', scopes: ['admin'], accounts: ['42*'], expiresAt: soon };
    const { token } = (await open.post('/keys', desk)).body;
    const make = (fields: object) =>
      closed.post('/keys', { name: 'x', scopes: ['orders'], ...fields }, by(token));
    expect((await make({ accounts: ['421', '42*'], expiresAt: soon })).status).toBe(201);
    for (const [fields, field] of [
      [{ expiresAt: soon }, 'accounts'],
      [{ accounts: ['43'], expiresAt: soon }, 'accounts'],
      [{ accounts: ['4*'], expiresAt: soon }, 'accounts'],
      [{ accounts: ['42'] }, 'expiresAt'],
      [{ accounts: ['42'], expiresAt: later }, 'expiresAt'],
    ] as const) {
      const { status, body } = await make(fields);
      expect({ status, detail: body.detail }).toEqual({
        status: 403,
        detail: expect.stringContaining(field),
      });
    }
  });

  test('only admins create keys', async () => {
    const { token } = (await open.post('/keys', { name: 'ops', scopes: ['ops'] })).body;
    const grab = await closed.post('/keys', { name: 'x', scopes: ['admin'] }, by(token));
    expect(grab.status).toBe(403);
  });

  test.each([
    [{ name: 'x', scopes: [] }, 'scopes'],
    [{ name: 'x', scopes: ['root'] }, 'scopes'],
    [{ name: 'x', scopes: 'admin' }, 'scopes'],
    [{ name: 'x', scopes: ['ops', 'ops'] }, 'scopes'],
    [{ name: '', scopes: ['ops'] }, 'name'],
    [{ scopes: ['ops'] }, 'name'],
    [{ name: 'x', scopes: ['ops'], accounts: [] }, 'accounts'],
    [{ name: 'x', scopes: ['ops'], accounts: ['*'] }, 'accounts'],
    [{ name: 'x', scopes: ['ops'], accounts: '42' }, 'accounts'],
    [{ name: 'x', scopes: ['ops'], users: ['two words'] }, 'users'],
    [{ name: 'x', scopes: ['ops'], expiresAt: 'tomorrow' }, 'expiresAt'],
    [{ name: 'x', scopes: ['ops'], expiresAt: '2020-01-01' }, 'expiresAt'],
    [{ name: 'x', scopes: ['executions'], accounts: ['42'] }, 'accounts'],
    [{ name: 'x', scopes: ['prices'], users: ['7'] }, 'users'],
  ])('%j is refused', async (request, field) => {
    const { status, body } = await open.post('/keys', request);
    expect([status, body.errors[0].field]).toEqual([400, field]);
  });

  test('the audit has the name and not the secret', async () => {
    const { items } = (await open.get('/audit?action=keys')).body;
    expect(items.at(-1)).toMatchObject({
      action: 'keys.create',
      subject: 'chief',
      summary: 'scopes ["admin"]',
    });
    expect(JSON.stringify(await store.collection('audit_entries').find().toArray())).not.toMatch(
      /ome_/,
    );
  });
});
