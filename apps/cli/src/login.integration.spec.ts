import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Scope } from '@ome/platform';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  TestBrowser,
  TestProvider,
} from '../../api/src/testing/identity-provider';
import { eventually, TestApi, TestStore } from '../../api/src/testing/test-api';
import { ExitCode } from './exit-code';
import { startOme } from './testing/run-ome';

let store: TestStore;
let provider: TestProvider;
let api: TestApi;
let url: string;
let admin: Record<string, string>;
const folder = mkdtempSync(join(tmpdir(), 'ome-cli-login-'));

beforeAll(async () => {
  store = await TestStore.create();
  admin = { 'x-api-key': (await store.addKey([Scope.Admin], { name: 'chief' })).token };
  provider = await TestProvider.listen();
  api = await TestApi.start(
    {
      HOST: '0.0.0.0',
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: CLIENT_ID,
      OIDC_CLIENT_SECRET: CLIENT_SECRET,
    },
    store,
  );
  url = await api.listen();
  provider.serve(url, true);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await api.stop();
  await provider.stop();
  await store.drop();
});

const begin = (line: string) => startOme(line, { OME_URL: url, XDG_CONFIG_HOME: folder });
const run = (line: string) => begin(line).ended;

/** Signs in as somebody does who reads what the program shows. */
async function login(login: string) {
  const { err, ended } = begin('login --oidc --expires 12h');
  const [page, code] = await eventually(() => {
    const [, page, code] = /Open (\S+) in a browser[^]*the code ([\w-]+)/.exec(err()) ?? [];
    expect(page).toBeDefined();
    return [page, code];
  });
  await new TestBrowser().signInOnDevice(page.split('?')[0], code, login);
  return ended;
}

interface Kept {
  id: string;
  token: string;
}
const file = join(folder, 'ome', 'keys.json');
const keptKey = () => (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Kept>)[url];

test('people of the identity provider get a key of their own, listed, expiring and revocable', async () => {
  const anna = { login: 'anna', name: 'Anna', roles: ['trader'], accounts: ['42'], signIn: 'oidc' };
  await api.post('/users', anna, admin);
  expect(await login('anna')).toMatchObject({
    code: ExitCode.Done,
    out: expect.stringMatching(/^Signed in as anna/),
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const first = keptKey();
  const { items } = (await api.get('/keys', admin)).body;
  expect(items).toContainEqual(
    expect.objectContaining({
      id: first.id,
      owner: 'anna',
      accounts: ['42'],
      expiresAt: expect.any(String),
    }),
  );
  // The session that made it is over.
  expect(await store.collection('user_sessions').countDocuments()).toBe(0);

  const order = (account: string) =>
    run(
      `order new --account ${account} --symbol ACC --exchange NSE --side buy --quantity 1 --price 1850`,
    );
  expect((await order('42')).code).toBe(ExitCode.Done);
  expect((await order('43')).code).toBe(ExitCode.Refused);
  expect((await run('keys list --own')).out).toContain(first.id);
  expect((await run('keys')).code).toBe(ExitCode.Refused);

  // Nobody has the key any more that was kept before.
  await login('anna');
  const second = keptKey();
  expect(second.id).not.toBe(first.id);
  const statusOf = async ({ token }: Kept) =>
    (await api.get('/orders', { 'x-api-key': token })).status;
  await eventually(async () => expect(await statusOf(first)).toBe(401));
  expect(await statusOf(second)).toBe(200);
  expect((await run(`keys revoke --own ${second.id}`)).code).toBe(ExitCode.Done);
  await eventually(async () => expect(await statusOf(second)).toBe(401));
});

test('nothing is kept of somebody who is not known here', async () => {
  const before = readFileSync(file, 'utf8');
  const { code, err } = await login('nobody');
  expect([code, err]).toEqual([
    ExitCode.Refused,
    expect.stringContaining('nobody is not known here'),
  ]);
  expect(readFileSync(file, 'utf8')).toBe(before);
});
