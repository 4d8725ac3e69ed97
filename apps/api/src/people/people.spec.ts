import { Clock } from '@ome/engine';
import { Scope } from '@ome/platform';
import { newOrder, TestApi, TestStore } from '../testing/test-api';
import {
  choosePassword,
  codeOf,
  cookieOf,
  PASSWORD,
  signUp,
  type SignedUp,
} from '../testing/people';

const GUARDED = { HOST: '0.0.0.0', USER_SECRET_KEY: 'a-key-of-the-spec-that-is-long-enough' };
const MINUTE_MS = 60_000;

let store: TestStore;
/** Two processes of one engine. */
let api: TestApi;
let other: TestApi;
let admin: Record<string, string>;
let now: Date;
/** Tries to sign in are counted by the minute. */
const laterBy = (ms: number) => {
  now = new Date(now.getTime() + ms);
};

beforeAll(async () => {
  store = await TestStore.create();
  admin = { 'x-api-key': (await store.addKey([Scope.Admin], { name: 'chief' })).token };
  api = await TestApi.start(GUARDED, store);
  other = await TestApi.start(GUARDED, store);
  now = new Date();
  for (const { app } of [api, other]) {
    jest.spyOn(app.get(Clock), 'now').mockImplementation(() => now);
  }
});
beforeEach(() => laterBy(2 * MINUTE_MS));
afterAll(async () => {
  jest.restoreAllMocks();
  await Promise.all([api.stop(), other.stop()]);
  await store.drop();
});

let count = 0;
const person = (fields: object = {}): Promise<SignedUp> => {
  count += 1;
  return signUp(api, { login: `anna${count}`, roles: ['trader'], ...fields }, admin, now);
};
const as = ({ cookie }: { cookie: string }) => ({ cookie });
const signIn = ({ login, secret }: SignedUp, fields: object = {}) =>
  api.post('/session', { login, password: PASSWORD, code: codeOf(secret, now), ...fields });
const change = (login: string, terms: object) =>
  api.call('PUT', `/users/${login}`, {
    body: { name: login, roles: ['trader'], ...terms },
    headers: admin,
  });

describe('signing in', () => {
  test('a person chooses a password once, with the app, and is signed in by a cookie', async () => {
    const made = await api.post(
      '/users',
      { login: 'bjorn', name: 'Björn', roles: ['viewer'] },
      admin,
    );
    expect(made).toMatchObject({ status: 201, body: { login: 'bjorn', hasSignedUp: false } });
    const { setupCode } = made.body;
    const shown = (await api.post('/session/setup', { login: 'bjorn', setupCode })).body;
    expect(shown).toMatchObject({
      uri: expect.stringMatching(/^otpauth:\/\/totp\/OME:bjorn\?/),
      qrCode: expect.stringMatching(/^<svg/),
    });
    const bo = await choosePassword(api, 'bjorn', setupCode, now);
    expect(bo.recoveryCodes).toHaveLength(10);
    expect((await api.get('/session', as(bo))).body).toEqual({
      login: 'bjorn',
      name: 'Björn',
      roles: ['viewer'],
      scopes: ['view'],
      accounts: null,
      users: null,
    });
    const again = {
      login: 'bjorn',
      setupCode,
      password: PASSWORD,
      code: codeOf(shown.secret, now),
    };
    expect((await api.call('PUT', '/session/setup', { body: again })).status).toBe(401);
    const stored = JSON.stringify(await store.collection('users').find().toArray());
    for (const secret of [PASSWORD, setupCode, shown.secret, ...bo.recoveryCodes, bo.cookie]) {
      expect(stored).not.toContain(secret);
    }
  });

  test('the cookie is hidden from scripts and from other sites', async () => {
    const anna = await person();
    laterBy(MINUTE_MS);
    const { status, headers } = await signIn(anna);
    expect([status, headers['set-cookie']]).toEqual([
      204,
      expect.stringMatching(
        /^ome_session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
      ),
    ]);
  });

  test('behind TLS it is for this host alone', async () => {
    const proxied = await TestApi.start({ ...GUARDED, TRUST_PROXY: 'true' }, store);
    const anna = await person();
    const body = { login: anna.login, password: PASSWORD, code: anna.recoveryCodes[0] };
    const { headers } = await proxied.post('/session', body, { 'x-forwarded-proto': 'https' });
    expect(headers['set-cookie']).toMatch(/^__Host-ome_session=.*; SameSite=Strict; Secure$/);
    const cookie = String(headers['set-cookie']).split(';')[0];
    expect((await api.get('/session', { cookie })).body.login).toBe(anna.login);
    await proxied.stop();
  });

  test.each([
    ['another password', { password: 'another sentence' }],
    ['another code', { code: '000000' }],
    ['an unknown login', { login: 'nobody' }],
    ['no recovery code', { code: '0123456789-0123456789' }],
  ])('%s is refused, and nothing says which was wrong', async (_what, fields) => {
    const anna = await person();
    laterBy(MINUTE_MS);
    const { status, body, headers } = await signIn(anna, fields);
    expect([status, body.detail]).toEqual([401, 'Login, password or code is not right']);
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('a code is good once, in every process', async () => {
    const anna = await person();
    expect((await signIn(anna)).status).toBe(401); // It was used to choose the password.
    laterBy(MINUTE_MS);
    const { login, secret } = anna;
    const body = { login, password: PASSWORD, code: codeOf(secret, now) };
    const tries = await Promise.all([api, other].map((each) => each.post('/session', body)));
    expect(tries.map(({ status }) => status).sort()).toEqual([204, 401]);
  });

  test('a recovery code signs in once', async () => {
    const anna = await person();
    const by = { code: anna.recoveryCodes[3].toUpperCase() };
    expect((await signIn(anna, by)).status).toBe(204);
    expect((await signIn(anna, by)).status).toBe(401);
  });

  test('after five tries a minute even the right one waits, in every process', async () => {
    const anna = await person();
    laterBy(MINUTE_MS);
    for (let index = 0; index < 5; index += 1) await signIn(anna, { code: '000000' });
    const body = { login: anna.login, password: PASSWORD, code: codeOf(anna.secret, now) };
    expect((await other.post('/session', body)).status).toBe(429);
    laterBy(MINUTE_MS);
    expect((await signIn(anna)).status).toBe(204);
  });

  test.each([
    [{ password: 'short', code: '123456' }, 'password'],
    [{ password: 'anna is my password', code: '123456' }, 'code'],
  ])('%j is refused where a password is chosen', async (fields, field) => {
    count += 1;
    const who = { login: `anna${count}`, name: 'Anna', roles: ['trader'] };
    const { setupCode } = (await api.post('/users', who, admin)).body;
    const body = { login: who.login, setupCode, ...fields };
    const answer = await api.call('PUT', '/session/setup', { body });
    expect([answer.status, answer.body.errors[0].field]).toEqual([400, field]);
  });

  test('a setup code ends after three days', async () => {
    const who = { login: 'late', name: 'Late', roles: ['trader'] };
    const { setupCode } = (await api.post('/users', who, admin)).body;
    const was = now;
    laterBy(3 * 24 * 60 * MINUTE_MS);
    expect((await api.post('/session/setup', { login: 'late', setupCode })).status).toBe(401);
    now = was;
  });

  test('nobody chooses a password while the key of their secrets is short', async () => {
    const short = await TestApi.start({ ...GUARDED, USER_SECRET_KEY: 'short' }, store);
    const who = { login: 'early', name: 'Early', roles: ['trader'] };
    const { status, body } = await short.post('/users', who, admin);
    expect([status, body.detail]).toEqual([409, expect.stringContaining('USER_SECRET_KEY')]);
    await short.stop();
  });
});

test('the key of their secrets is exchanged for another one, and they sign in as before', async () => {
  const anna = await person();
  const key = 'another-key-of-the-spec-that-is-long-enough';
  const keys = { USER_SECRET_KEY: key, USER_SECRET_KEY_BEFORE: GUARDED.USER_SECRET_KEY };
  for (const [settings, status] of [
    [keys, 204],
    [{ USER_SECRET_KEY: key }, 401],
  ] as const) {
    const rotated = await TestApi.start({ ...GUARDED, ...settings }, store);
    jest.spyOn(rotated.app.get(Clock), 'now').mockImplementation(() => now);
    laterBy(2 * MINUTE_MS);
    const body = { login: anna.login, password: PASSWORD, code: codeOf(anna.secret, now) };
    expect((await rotated.post('/session', body)).status).toBe(status);
    await rotated.stop();
  }
});

describe('a session', () => {
  test('ends when it is signed out, here or everywhere', async () => {
    const anna = await person();
    laterBy(MINUTE_MS);
    const second = { cookie: cookieOf(await signIn(anna)) };
    const out = await api.call('DELETE', '/session', { headers: as(anna) });
    expect(out).toMatchObject({ status: 200, body: { endSessionUrl: null } });
    expect(out.headers['set-cookie']).toContain('Max-Age=0');
    expect((await other.get('/session', as(anna))).status).toBe(401);
    expect((await other.get('/session', second)).status).toBe(200);
    await api.call('DELETE', '/session/all', { headers: second });
    expect((await other.get('/session', second)).status).toBe(401);
  });

  test('ends when nobody has used it for half an hour, and after twelve hours', async () => {
    const anna = await person();
    const began = now;
    const asked = async () => (await api.get('/session', as(anna))).status;
    laterBy(29 * MINUTE_MS);
    expect(await asked()).toBe(200);
    laterBy(29 * MINUTE_MS);
    expect(await asked()).toBe(200);
    laterBy(30 * MINUTE_MS);
    expect(await asked()).toBe(401);
    now = began;
    const bert = await person();
    for (let minutes = 0; minutes < 12 * 60; minutes += 20) {
      expect((await api.get('/session', as(bert))).status).toBe(200);
      laterBy(20 * MINUTE_MS);
    }
    expect((await api.get('/session', as(bert))).status).toBe(401);
  });

  test('sees a changed role and access at once in every process, and ends with its person', async () => {
    const anna = await person();
    const place = () => other.post('/orders', newOrder({ account: '42' }), as(anna));
    expect((await place()).status).toBe(201);
    await change(anna.login, { accounts: ['43'] });
    expect((await place()).status).toBe(403);
    expect((await other.get('/orders', as(anna))).body.items).toEqual([]);
    await change(anna.login, { roles: ['viewer'] });
    expect((await place()).body.detail).toBe('Your roles lack the scope orders');
    expect((await other.get('/orders', as(anna))).status).toBe(200);
    await change(anna.login, { disabled: true });
    expect((await other.get('/orders', as(anna))).status).toBe(401);
    laterBy(MINUTE_MS);
    expect((await signIn(anna)).status).toBe(401);
    await change(anna.login, {});
    expect((await other.get('/orders', as(anna))).status).toBe(401);
  });

  test('of a page of another site is refused', async () => {
    const anna = await person();
    const pages: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://elsewhere.example' },
    ];
    for (const foreign of pages) {
      const headers = { ...as(anna), ...foreign, host: 'desk.example' };
      expect((await api.post('/orders', newOrder(), headers)).status).toBe(403);
    }
    const own = { ...as(anna), origin: 'https://desk.example', host: 'desk.example' };
    const placed = await api.post('/orders', newOrder(), {
      ...own,
      'sec-fetch-site': 'same-origin',
    });
    expect(placed.status).toBe(201);
  });

  test('ends when an administrator resets the person, who then chooses anew', async () => {
    const anna = await person();
    const reset = await api.post(`/users/${anna.login}/reset`, undefined, admin);
    expect((await api.get('/session', as(anna))).status).toBe(401);
    laterBy(MINUTE_MS);
    expect((await signIn(anna)).status).toBe(401);
    const again = await choosePassword(api, anna.login, reset.body.setupCode, now);
    expect((await api.get('/session', as(again))).status).toBe(200);
  });
});

describe('who did it', () => {
  test('is the person in journal and audit, signed in or by their own key', async () => {
    const anna = await person({ name: 'Anna Berg' });
    const by = `user:${anna.login}`;
    const own = await api.post('/session/keys', { name: 'laptop' }, as(anna));
    expect(own).toMatchObject({ status: 201, body: { owner: anna.login, scopes: ['orders'] } });
    const key = { 'x-api-key': own.body.token };
    const { orderId } = (await api.post('/orders', newOrder(), as(anna))).body;
    await api.post(`/orders/${orderId}/cancel`, {}, key);
    const journal = await store.collection('order_events').find({ orderId }).toArray();
    expect(journal.map((event) => event.by as string)).toEqual([by, by]);
    for (const asked of [anna.login, by]) {
      const found = (await api.get(`/audit?by=${asked}`, admin)).body.items;
      expect(found).toContainEqual(
        expect.objectContaining({ action: 'order.cancel', by, byName: 'Anna Berg' }),
      );
      expect(found).toContainEqual(
        expect.objectContaining({ action: 'session.keys.create', subject: 'laptop' }),
      );
    }
  });

  test('no inspection shows what somebody signs in with', async () => {
    await person();
    await api.post('/users', { login: 'invited', name: 'I', roles: ['viewer'] }, admin);
    const people = await api.get('/inspection/users', admin);
    const sessions = await api.get('/inspection/user_sessions', admin);
    expect([people.status, sessions.status]).toEqual([200, 200]);
    expect(people.text).toContain('invited');
    expect(people.text + sessions.text).not.toMatch(/argon2|totpSecret|recovery|setup|idToken/);
  });

  test('a change of people is in the audit, without secrets', async () => {
    const anna = await person({ roles: ['ops'], accounts: ['42*'] });
    const { items } = (await api.get(`/audit?action=users&subject=${anna.login}`, admin)).body;
    expect(items).toMatchObject([{ action: 'users.create', outcome: 'done', byName: 'chief' }]);
    expect(items[0].summary).toContain('roles ["ops"], accounts ["42*"]');
    const stored = JSON.stringify(await store.collection('audit_entries').find().toArray());
    expect(stored).not.toContain(PASSWORD);
    expect(stored).not.toContain(anna.secret);
  });
});

describe('keys of one’s own', () => {
  test('never reach further than their person, also when that shrinks later', async () => {
    const anna = await person({ accounts: ['42*'] });
    const make = (fields: object) => api.post('/session/keys', { name: 'x', ...fields }, as(anna));
    expect((await make({ scopes: ['admin'] })).status).toBe(403);
    expect((await make({ accounts: ['43'] })).status).toBe(403);
    const narrow = (await make({ accounts: ['421', '422'] })).body;
    const key = { 'x-api-key': narrow.token };
    const place = (account: string) => api.post('/orders', newOrder({ account }), key);
    expect((await place('421')).status).toBe(201);
    expect((await place('42')).status).toBe(403);
    await change(anna.login, { accounts: ['421'] });
    expect((await place('421')).status).toBe(201);
    expect((await place('422')).status).toBe(403);
    await change(anna.login, { roles: ['viewer'], accounts: ['421'] });
    expect((await place('421')).status).toBe(403);
    expect((await api.get('/orders', key)).status).toBe(200);
    await change(anna.login, { accounts: ['9'] });
    expect((await api.get('/orders', key)).status).toBe(401);
    await change(anna.login, { accounts: ['421'], disabled: true });
    expect((await api.get('/orders', key)).status).toBe(401);
  });

  test('are listed and revoked by their person, and by nobody else’s', async () => {
    const [anna, bert] = [await person(), await person()];
    const { id } = (await api.post('/session/keys', { name: 'laptop' }, as(anna))).body;
    expect((await api.get('/session/keys', as(anna))).body.items).toMatchObject([{ id }]);
    expect((await api.get('/session/keys', as(bert))).body.items).toEqual([]);
    const revoke = (who: SignedUp) =>
      api.call('DELETE', `/session/keys/${id}`, { headers: as(who) });
    expect((await revoke(bert)).status).toBe(404);
    expect((await revoke(anna)).status).toBe(204);
    expect((await api.get('/session/keys', admin)).status).toBe(403);
  });
});

describe('administrators of people', () => {
  test('make nobody who reaches further than themselves, and see nobody else', async () => {
    const chief = await person({ roles: ['admin'], accounts: ['42*'] });
    const make = (fields: object) =>
      api.post('/users', { login: 'cleo', name: 'Cleo', roles: ['trader'], ...fields }, as(chief));
    expect((await make({})).status).toBe(403);
    expect((await make({ accounts: ['43'] })).status).toBe(403);
    expect((await make({ accounts: ['421'] })).status).toBe(201);
    expect((await make({ accounts: ['421'] })).status).toBe(409);
    const wide = await person();
    const { items } = (await api.get('/users', as(chief))).body;
    const logins = items.map(({ login }: { login: string }) => login);
    expect(logins).toEqual(expect.arrayContaining([chief.login, 'cleo']));
    expect(logins).not.toContain(wide.login);
    expect((await api.post(`/users/${wide.login}/reset`, undefined, as(chief))).status).toBe(404);
    const oneself = { name: 'x', roles: ['viewer'], accounts: ['42*'] };
    const call = { body: oneself, headers: as(chief) };
    expect((await api.call('PUT', `/users/${chief.login}`, call)).status).toBe(409);
  });

  test.each([
    [{ login: 'Anna' }, 'login'],
    [{ roles: ['root'] }, 'roles'],
    [{ roles: [] }, 'roles'],
    [{ signIn: 'none' }, 'signIn'],
    [{ accounts: ['*'] }, 'accounts'],
  ])('%j is refused', async (fields, field) => {
    const who = { login: 'dora', name: 'Dora', roles: ['trader'], ...fields };
    const { status, body } = await api.post('/users', who, admin);
    expect([status, body.errors[0].field]).toEqual([400, field]);
  });
});
