import { Scope } from '@ome/platform';
import { UserSessions } from '../auth/user-sessions';
import { eventually, TestApi, TestStore } from '../testing/test-api';
import { CLIENT_ID, CLIENT_SECRET, TestBrowser, TestProvider } from '../testing/identity-provider';

const NEXT_SECRET = 'the-next-secret-of-ome-at-the-provider';
const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';

let store: TestStore;
let provider: TestProvider;
let admin: Record<string, string>;

beforeAll(async () => {
  store = await TestStore.create();
  admin = { 'x-api-key': (await store.addKey([Scope.Admin], { name: 'chief' })).token };
});
afterAll(() => store.drop());

async function start(settings: Record<string, string> = {}, saysWhichSession = true) {
  const provider = await TestProvider.listen();
  const api = await TestApi.start(
    {
      HOST: '0.0.0.0',
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: CLIENT_ID,
      OIDC_CLIENT_SECRET: CLIENT_SECRET,
      ...settings,
    },
    store,
  );
  const url = await api.listen();
  provider.serve(url, saysWhichSession);
  return { api, url, provider };
}

describe('with people that administrators make', () => {
  let api: TestApi;
  let url: string;
  beforeAll(async () => void ({ api, url, provider } = await start()));
  afterAll(async () => {
    await api.stop();
    await provider.stop();
  });

  const make = (login: string, fields: object = {}) =>
    api.post('/users', { login, name: login, roles: ['trader'], signIn: 'oidc', ...fields }, admin);
  const who = (browser: TestBrowser) => api.get('/session', { cookie: browser.cookieOf(url) });

  test('the console offers it', async () => {
    expect((await api.get('/console/settings')).body).toMatchObject({ oidc: true });
  });

  test('somebody who is known signs in, and signs out there, too', async () => {
    await make('anna');
    const browser = new TestBrowser();
    const { url: end } = await browser.signIn(url, 'anna');
    expect([end.pathname, end.search]).toEqual(['/console', '']);
    expect((await who(browser)).body).toMatchObject({ login: 'anna', roles: ['trader'] });
    const headers = { cookie: browser.cookieOf(url) };
    // A JWT begins so: nobody signs out in anna's name with what is stored.
    expect(JSON.stringify(await store.collection('user_sessions').find().toArray())).not.toMatch(
      /"eyJ/,
    );
    const out = await fetch(`${url}/session`, { method: 'DELETE', headers });
    const { endSessionUrl } = (await out.json()) as { endSessionUrl: string };
    expect(endSessionUrl).toMatch(`${provider.issuer}/session/end?`);
    expect((await fetch(endSessionUrl)).status).toBe(200);
    expect((await who(browser)).status).toBe(401);
  });

  test.each([
    ['the session that ended there', true, [401, 200]],
    ['all sessions, where the provider names none', false, [401, 401]],
  ])('who signs out there ends %s', async (_what, saysWhichSession, statuses) => {
    const other = await start({}, saysWhichSession);
    const login = saysWhichSession ? 'ines' : 'jan';
    await make(login);
    const browsers = [new TestBrowser(), new TestBrowser()];
    for (const browser of browsers) await browser.signIn(other.url, login);
    const ask = (browser: TestBrowser) =>
      other.api.get('/session', { cookie: browser.cookieOf(other.url) });
    for (const browser of browsers) expect((await ask(browser)).status).toBe(200);

    await browsers[0].signOut(other.provider.issuer);
    await eventually(async () => {
      const found = await Promise.all(browsers.map(ask));
      expect(found.map(({ status }) => status)).toEqual(statuses);
    });
    const { items } = (await other.api.get('/audit?action=session.endedAtProvider', admin)).body;
    expect(items).toContainEqual(expect.objectContaining({ outcome: 'done' }));
    await other.api.stop();
    await other.provider.stop();
  });

  test.each([
    ['is signed by somebody else', {}, 'not one of the identity provider'],
    ['is for another client', { aud: 'another' }, 'not one of the identity provider'],
    ['is of another issuer', { iss: 'http://127.0.0.1:9' }, 'not one of the identity provider'],
    ['is old', { iat: 1_700_000_000 }, 'not one of the identity provider'],
    ['has a nonce, as one that signs in', { nonce: 'n' }, 'does not say'],
    ['does not say that somebody signed out', { events: undefined }, 'does not say'],
    [
      'says that something else happened',
      { events: { 'https://other/event': {} } },
      'does not say',
    ],
    ['says it with no object', { events: { [LOGOUT]: 'yes' } }, 'does not say'],
    ['says it in a list', { events: [LOGOUT] }, 'does not say'],
    ['says neither who nor of what session', { sub: undefined }, 'neither who'],
    ['says who in no text', { sid: 7 }, 'in a text'],
  ])('a logout token that %s ends nothing', async (what, claims, why) => {
    const login = `kim-${what.length}`;
    await make(login);
    const browser = new TestBrowser();
    await browser.signIn(url, login);
    const signer = what.startsWith('is signed') ? await TestProvider.listen() : provider;
    const token = await signer.logoutToken({ sub: login, iss: provider.issuer, ...claims });
    if (signer !== provider) await signer.stop();
    const answer = await api.call('POST', '/session/oidc/logout', {
      form: { logout_token: token },
    });
    expect([answer.status, answer.body.detail ?? answer.body.title]).toEqual([
      400,
      expect.stringContaining(why),
    ]);
    expect((await who(browser)).status).toBe(200);
  });

  test('a logout token is good once, also when it comes twice at once', async () => {
    await make('lena');
    const signedIn = async () => {
      const browser = new TestBrowser();
      await browser.signIn(url, 'lena');
      return browser;
    };
    const first = await signedIn();
    const claims = { sub: 'lena', iss: provider.issuer, jti: 'lena-1' };
    const end = async (jti: string) => {
      const form = { logout_token: await provider.logoutToken({ ...claims, jti }) };
      return api.call('POST', '/session/oidc/logout', { form });
    };
    const both = await Promise.all([end('lena-1'), end('lena-1')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect((await who(first)).status).toBe(401);

    const second = await signedIn();
    const replayed = await end('lena-1');
    expect([replayed.status, replayed.body.detail]).toEqual([
      400,
      expect.stringContaining('used before'),
    ]);
    expect((await who(second)).status).toBe(200);
    expect((await end('lena-2')).status).toBe(200);
    expect((await who(second)).status).toBe(401);
  });

  test('a logout token whose sessions could not be ended is good again', async () => {
    await make('mona');
    const browser = new TestBrowser();
    await browser.signIn(url, 'mona');
    const claims = { sub: 'mona', iss: provider.issuer, jti: 'mona-1' };
    const form = { logout_token: await provider.logoutToken(claims) };
    const end = () => api.call('POST', '/session/oidc/logout', { form });
    const broken = jest
      .spyOn(api.app.get(UserSessions), 'endAll')
      .mockRejectedValueOnce(new Error('the store is away'));
    expect((await end()).status).toBe(500);
    broken.mockRestore();
    expect((await end()).status).toBe(200);
    expect((await who(browser)).status).toBe(401);
  });

  test('who they are is the subject from then on, not the name', async () => {
    await make('bert');
    await new TestBrowser().signIn(url, 'bert');
    provider.claims.set('thief', { preferred_username: 'bert' });
    const thief = new TestBrowser();
    const { url: end } = await thief.signIn(url, 'thief');
    expect(end.searchParams.get('refused')).toContain('bert is not known here');
    expect((await who(thief)).status).toBe(401);
  });

  test.each([
    ['is unknown', 'nobody', async () => undefined],
    ['has a password', 'cleo', () => make('cleo', { signIn: 'password' })],
    [
      'is disabled',
      'dora',
      async () => {
        await make('dora');
        const body = { name: 'Dora', roles: ['trader'], disabled: true };
        await api.call('PUT', '/users/dora', { body, headers: admin });
      },
    ],
  ])('somebody who %s is refused', async (_what, login, prepare) => {
    await prepare();
    const browser = new TestBrowser();
    const { url: end } = await browser.signIn(url, login);
    expect(end.searchParams.get('refused')).toContain(login);
    expect((await who(browser)).status).toBe(401);
  });

  test('an answer that another browser asked for is refused', async () => {
    await make('emil');
    const asked = await fetch(`${url}/session/oidc`, { redirect: 'manual' });
    const { searchParams } = new URL(asked.headers.get('location')!);
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    const forged = `${url}/session/oidc/callback?code=x&state=${searchParams.get('state')}`;
    const elsewhere = await fetch(forged, { redirect: 'manual' });
    expect(elsewhere.headers.get('location')).toMatch('/console/?refused=');
    const own = { cookie: asked.headers.getSetCookie()[0].split(';')[0] };
    const other = `${url}/session/oidc/callback?code=x&state=another`;
    const answer = await fetch(other, { redirect: 'manual', headers: own });
    expect(answer.headers.get('location')).toMatch('/console/?refused=');
    expect(answer.headers.getSetCookie().join()).not.toContain('ome_session');
  });

  test('the audit has who signed in, and why others did not', async () => {
    const { items } = (await api.get('/audit?action=session.open', admin)).body;
    const found = (outcome: string, fields: object) =>
      expect(items).toContainEqual(expect.objectContaining({ outcome, ...fields }));
    found('done', { subject: 'anna' });
    found('refused', { reason: 'nobody is not known here: ask an administrator' });
  });
});

describe('with people that the provider knows', () => {
  let api: TestApi;
  let url: string;
  beforeAll(async () => {
    ({ api, url, provider } = await start({
      OIDC_USERS: 'create',
      OIDC_ROLES_CLAIM: 'groups',
      OIDC_ROLES: '{"desk": "trader", "heads": "admin"}',
      OIDC_ACCOUNTS_CLAIM: 'desks',
    }));
  });
  afterAll(async () => {
    await api.stop();
    await provider.stop();
  });

  test('they are made at their first sign-in, and follow the claims at each', async () => {
    const claims = { name: 'Fritz Lang', groups: ['desk', 'admin'], desks: ['42*'] };
    provider.claims.set('fritz', claims);
    const browser = new TestBrowser();
    await browser.signIn(url, 'fritz');
    const shown = async () => (await api.get('/session', { cookie: browser.cookieOf(url) })).body;
    expect(await shown()).toMatchObject({
      login: 'fritz',
      name: 'Fritz Lang',
      roles: ['trader'],
      accounts: ['42*'],
    });
    provider.claims.set('fritz', { ...claims, groups: ['heads'], desks: ['42*', '43'] });
    await new TestBrowser().signIn(url, 'fritz');
    expect(await shown()).toMatchObject({ roles: ['admin'], accounts: ['42*', '43'] });
  });

  test('nobody is made without a role or an account', async () => {
    for (const claims of [
      { groups: ['admin'], desks: ['42'] },
      { groups: ['desk'], desks: [] },
    ]) {
      provider.claims.set('greta', claims);
      const { url: end } = await new TestBrowser().signIn(url, 'greta');
      expect(end.searchParams.get('refused')).toContain('The identity provider gives no');
    }
    const stored = await store.collection('users').find().toArray();
    expect(stored.map(({ _id }) => _id as string)).not.toContain('greta');
  });
});

test('the secret at the provider is replaced in one process after the other', async () => {
  const provider = await TestProvider.listen();
  const startWith = async (secret: string) => {
    const settings = { OIDC_CLIENT_ID: CLIENT_ID, OIDC_CLIENT_SECRET: secret };
    const where = { HOST: '0.0.0.0', OIDC_ISSUER: provider.issuer };
    const api = await TestApi.start({ ...where, ...settings }, store);
    return { api, url: await api.listen() };
  };
  const [one, other] = [await startWith(CLIENT_SECRET), await startWith(NEXT_SECRET)];
  provider.serve(one.url, true, true, [other.url]);
  const fields = { login: 'nora', name: 'Nora', roles: ['trader'], signIn: 'oidc' };
  await one.api.post('/users', fields, admin);
  const signInAt = async ({ url }: { url: string }): Promise<string | null> => {
    const browser = new TestBrowser();
    const { url: end } = await browser.signIn(url, 'nora');
    return end.search === '' ? browser.cookieOf(url) : null;
  };

  const before = await signInAt(one);
  provider.secrets.add(NEXT_SECRET);
  expect([await signInAt(one), await signInAt(other)]).not.toContain(null);
  provider.secrets.delete(CLIENT_SECRET);
  expect(await signInAt(one)).toBeNull();
  expect(await signInAt(other)).not.toBeNull();
  const { status, body } = await other.api.get('/session', { cookie: before! });
  expect([status, body.login]).toEqual([200, 'nora']);
  await Promise.all([one.api.stop(), other.api.stop()]);
  await provider.stop();
});
