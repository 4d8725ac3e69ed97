import type { DeviceSignInView } from '@ome/contracts';
import { SecretBox, Scope } from '@ome/platform';
import { TestApi, TestStore } from '../testing/test-api';
import { cookieOf } from '../testing/people';
import { CLIENT_ID, CLIENT_SECRET, TestBrowser, TestProvider } from '../testing/identity-provider';

let store: TestStore;
let provider: TestProvider;
let api: TestApi;
let admin: Record<string, string>;

beforeAll(async () => {
  store = await TestStore.create();
  admin = { 'x-api-key': (await store.addKey([Scope.Admin], { name: 'chief' })).token };
  ({ api, provider } = await start());
  for (const login of ['anna', 'bert']) {
    const terms = { login, name: login, roles: ['trader'], signIn: 'oidc', accounts: ['42'] };
    await api.post('/users', terms, admin);
  }
});
afterAll(async () => {
  await api.stop();
  await provider.stop();
  await store.drop();
});

async function start(hasDevices = true) {
  const provider = await TestProvider.listen();
  const settings = { HOST: '0.0.0.0', OIDC_ISSUER: provider.issuer };
  const client = { OIDC_CLIENT_ID: CLIENT_ID, OIDC_CLIENT_SECRET: CLIENT_SECRET };
  const api = await TestApi.start({ ...settings, ...client }, store);
  provider.serve(await api.listen(), true, hasDevices);
  return { api, provider };
}

const begin = async () => {
  const { status, body } = await api.post('/session/oidc/device', {});
  expect(status).toBe(201);
  return body as DeviceSignInView;
};
const ask = (deviceCode: string) => api.post('/session/oidc/device/session', { deviceCode });

const complete = ({ verificationUri, userCode }: DeviceSignInView, login: string | null) =>
  new TestBrowser().signInOnDevice(verificationUri, userCode, login);

test('a session begins once the person has signed in elsewhere, and once only', async () => {
  const begun = await begin();
  expect(begun.verificationUri).toMatch(provider.issuer);
  expect(begun.verificationUriComplete).toContain(begun.userCode);
  expect(begun.intervalSeconds).toBeGreaterThanOrEqual(5);
  const early = await ask(begun.deviceCode);
  expect([early.status, early.body]).toEqual([200, { state: 'waits' }]);
  expect(early.headers).not.toHaveProperty('set-cookie');

  await complete(begun, 'anna');
  const answer = await ask(begun.deviceCode);
  expect([answer.status, answer.body]).toEqual([200, { state: 'signedIn' }]);
  expect((await api.get('/session', { cookie: cookieOf(answer) })).body).toMatchObject({
    login: 'anna',
    accounts: ['42'],
  });
  expect((await ask(begun.deviceCode)).status).toBe(401);
  const { items } = (await api.get('/audit?action=session.open', admin)).body;
  expect(items).toContainEqual(expect.objectContaining({ outcome: 'done', subject: 'anna' }));
});

test.each([
  ['gives up', null, 401, 'did not confirm the sign-in'],
  ['is not known here', 'nobody', 403, 'nobody is not known here'],
])('nobody is signed in who %s there, and the audit says so', async (_what, login, status, why) => {
  const begun = await begin();
  await complete(begun, login);
  const answer = await ask(begun.deviceCode);
  expect([answer.status, answer.body.detail]).toEqual([status, expect.stringContaining(why)]);
  expect(answer.headers).not.toHaveProperty('set-cookie');
  const { items } = (await api.get('/audit?action=session.open', admin)).body;
  expect(items).toContainEqual(
    expect.objectContaining({ outcome: 'refused', reason: expect.stringContaining(why) }),
  );
});

test('the provider is asked about nothing that did not begin here, or is over', async () => {
  const asked = jest.spyOn(globalThis, 'fetch');
  const box = new SecretBox(CLIENT_SECRET);
  const sealed = (expiresAt: number, purpose: string) =>
    box.seal(JSON.stringify({ deviceCode: 'theirs', expiresAt }), purpose).toString('base64url');
  const soon = Date.now() + 60_000;
  const codes = ['theirs', sealed(Date.now() - 1, 'device sign-in'), sealed(soon, 'another')];
  for (const code of codes) expect((await ask(code)).status).toBe(401);
  const bad = await ask('not a code');
  expect([bad.status, bad.body.errors?.[0]?.field]).toEqual([400, 'deviceCode']);
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
});

test('who asks too often is told so, and may go on', async () => {
  const begun = await begin();
  const statuses: number[] = [];
  while (statuses.at(-1) !== 429 && statuses.length < 40) {
    statuses.push((await ask(begun.deviceCode)).status);
  }
  expect(statuses.slice(0, -1)).toEqual(statuses.slice(0, -1).map(() => 200));
  expect(statuses.at(-1)).toBe(429);
  expect(statuses.length).toBeLessThan(40);
});

test('a provider without sign-ins on devices is told of', async () => {
  const other = await start(false);
  const { status, body } = await other.api.post('/session/oidc/device', {});
  expect([status, body.detail]).toEqual([404, expect.stringContaining('no sign-in for devices')]);
  await other.api.stop();
  await other.provider.stop();
});
