import { Redis } from 'ioredis';
import { mongo } from 'mongoose';
import { readFileSync } from 'node:fs';
import { CompiledApps } from '../../../dev/src/engine-process/compiled-apps';
import { ENGINE_START_MS, EngineProcess } from '../../../dev/src/engine-process/engine-process';
import { CLIENT_ID, CLIENT_SECRET, TestBrowser, TestProvider } from '../testing/identity-provider';
import { codeOf } from '../testing/people';

const RELAY_SECRET = 'the-relay-secret-of-this-very-run';
const USER_SECRET_KEY = 'the-key-of-people-of-this-very-run';
const PASSWORD = 'a sentence of this very run';
/** Of the sessions at the simulated brokers. */
const BROKER_SECRET = 'simulated-secret';

jest.setTimeout(5 * 60_000);

let apps: CompiledApps;
let engine: EngineProcess;
let provider: TestProvider;
let api: { url: string; stop: () => Promise<void> };
/** Everything that nobody but its owner may read, by what it is. */
const secrets = new Map<string, string>([
  ['the relay secret', RELAY_SECRET],
  ['the key of people', USER_SECRET_KEY],
  ['a password', PASSWORD],
  ['the secret of a broker', BROKER_SECRET],
  ['the secret at the identity provider', CLIENT_SECRET],
]);
let admin: Record<string, string>;

beforeAll(async () => {
  apps = CompiledApps.compile();
  engine = await EngineProcess.start(apps.distDir, apps.makeDataDir(), { USER_SECRET_KEY });
  const key = await call(engine.state.apiUrl, 'POST', '/keys', {
    body: { name: 'chief', scopes: ['admin', 'ops', 'risk', 'approvals', 'orders'] },
  });
  admin = { 'x-api-key': keep('an API key', key.body.token as string) };
  provider = await TestProvider.listen();
  api = await engine.startGuardedApi({
    LOG_LEVEL: 'trace',
    RELAY_SECRET,
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT_ID,
    OIDC_CLIENT_SECRET: CLIENT_SECRET,
  });
  provider.serve(api.url, true);
}, 2 * ENGINE_START_MS);

afterAll(async () => {
  await api?.stop();
  await provider?.stop();
  await engine?.stop();
  apps.remove();
}, ENGINE_START_MS);

function keep(what: string, secret: string): string {
  expect([what, typeof secret, secret?.length > 5]).toEqual([what, 'string', true]);
  secrets.set(what, secret);
  return secret;
}

interface Sent {
  body?: object;
  headers?: Record<string, string>;
}

async function call(url: string, method: string, path: string, { body, headers }: Sent = {}) {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json = (): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;
  return {
    status: answer.status,
    text,
    headers: answer.headers,
    body: text[0] === '{' ? json() : {},
  };
}

const ask = (method: string, path: string, sent: Sent = {}) => call(api.url, method, path, sent);

/** The value of a cookie, which is what its owner alone has. */
const cookieIn = (headers: Headers): string =>
  headers.getSetCookie().map((cookie) => /=([^;]+)/.exec(cookie)![1])[0];

/** Uses each of the secrets as its owner does, and makes those that the engine makes. */
async function useAll(): Promise<void> {
  const anna = { login: 'anna', name: 'Anna', roles: ['admin'] };
  const made = await ask('POST', '/users', { body: anna, headers: admin });
  const setupCode = keep('a setup code', made.body.setupCode as string);
  const shown = await ask('POST', '/session/setup', { body: { login: 'anna', setupCode } });
  const secret = keep('the secret of an authenticator app', shown.body.secret as string);
  const chosen = { login: 'anna', setupCode, password: PASSWORD, code: codeOf(secret, new Date()) };
  const set = await ask('PUT', '/session/setup', { body: chosen });
  const [recovery, other] = set.body.recoveryCodes as string[];
  keep('a recovery code', other);
  const signIn = {
    login: 'anna',
    password: PASSWORD,
    code: keep('a used recovery code', recovery),
  };
  const signedIn = await ask('POST', '/session', { body: signIn });
  const session = keep('a session', cookieIn(signedIn.headers));
  const cookie = { cookie: `ome_session=${session}` };
  const own = await ask('POST', '/session/keys', {
    body: { name: 'own' },
    headers: { ...cookie, 'idempotency-key': 'own-key' },
  });
  keep('a key of one’s own', own.body.token as string);
  const queues = await ask('POST', '/queues/session', { headers: admin });
  keep('a session of the queues', cookieIn(queues.headers));

  const fritz = { login: 'fritz', name: 'Fritz', roles: ['trader'], signIn: 'oidc' };
  await ask('POST', '/users', { body: fritz, headers: admin });
  const browser = new TestBrowser();
  await browser.signIn(api.url, 'fritz');
  keep('a session by the provider', /ome_session=([\w-]{43})/.exec(browser.cookieOf(api.url))![1]);
}

/** Says each secret where it does not belong; resolves to the answers. */
async function misplaceAll(): Promise<string[]> {
  const answers = [...secrets.values()].flatMap((secret) => [
    ask('POST', '/orders', { body: { account: { secret }, symbol: secret }, headers: admin }),
    ask('POST', '/session', { body: { login: 'nobody', password: secret, code: secret } }),
    ask('POST', '/place_order', { body: { secret, stock_code: 'x' } }),
    ask('GET', `/orders?limit=${encodeURIComponent(secret)}`, { headers: admin }),
    ask('GET', '/orders', { headers: { 'x-api-key': secret } }),
    ask('GET', '/orders', { headers: { cookie: `ome_session=${secret}` } }),
    ask('PUT', '/session/setup', {
      body: { login: 'anna', setupCode: secret, password: secret, code: secret },
    }),
  ]);
  return (await Promise.all(answers)).map(({ text }) => text);
}

/** What all routes answer that need nothing but a key. */
async function readAll(): Promise<[place: string, text: string][]> {
  const docs = await ask('GET', '/docs-json', { headers: admin });
  const paths = Object.entries(docs.body.paths as Record<string, object>)
    .filter(([path, methods]) => 'get' in methods && !/[{]|stream|export/.test(path))
    .map(([path]) => path);
  const pages = ['/docs-json', '/console', '/docs', '/queues'];
  const inspected = await ask('GET', '/inspection', { headers: admin });
  const names = [...inspected.text.matchAll(/"name":"(\w+)"/g)].map(([, name]) => name);
  const all = [...pages, ...paths, ...names.map((name) => `/inspection/${name}`)];
  expect(all.length).toBeGreaterThan(50);
  return Promise.all(
    all.map(async (path): Promise<[string, string]> => [
      `GET ${path}`,
      (await ask('GET', path, { headers: admin })).text,
    ]),
  );
}

/** All that MongoDB has, as it stores it: strings and bytes are in there as they are. */
async function stored(): Promise<[place: string, text: string][]> {
  const client = await mongo.MongoClient.connect(engine.state.mongoUrl!);
  try {
    const collections = await client.db().collections();
    return await Promise.all(
      collections.map(async (collection): Promise<[string, string]> => [
        `MongoDB ${collection.collectionName}`,
        (await collection.find<Buffer>({}, { raw: true }).toArray()).join(''),
      ]),
    );
  } finally {
    await client.close();
  }
}

/** All that Redis has, as it dumps it: strings are in there as they are. */
async function cached(): Promise<[place: string, text: string][]> {
  const redis = new Redis(engine.state.redisUrl!);
  try {
    await redis.config('SET', 'rdbcompression', 'no');
    const keys = await redis.keys('*');
    const dumps = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
    return keys.map((key, at) => [`Redis ${key}`, `${key} ${dumps[at]?.toString('latin1') ?? ''}`]);
  } finally {
    redis.disconnect();
  }
}

/** Begins as every JSON web token does, and has its parts. */
const TOKEN = /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/;

test('no secret is in a log, an answer, a page or a store', async () => {
  await useAll();
  const refusals = await misplaceAll();
  const places = [
    ...(await readAll()),
    ...(await stored()),
    ...(await cached()),
    ['the answers to what is refused', refusals.join('\n')],
    ['the log', readFileSync(engine.logFile, 'utf8')],
  ] as const;
  const found = places.flatMap(([place, text]) => [
    ...[...secrets].flatMap(([what, secret]) =>
      text.includes(secret) ? [`${place}: ${what}`] : [],
    ),
    ...(TOKEN.test(text) ? [`${place}: a token of the identity provider`] : []),
  ]);
  expect(found).toEqual([]);
});
