import { TestApi, TestStore } from '../testing/test-api';

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

  test('only admins make keys', async () => {
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
