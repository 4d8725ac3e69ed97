import { Redis } from 'ioredis';
import { mongo } from 'mongoose';
import { type Field, fieldsText, messageText, utcTimestamp } from '@ome/fix';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../../../libs/platform/src/testing/eventually';
import { SecretBox } from '@ome/platform';
import { ENGINE_START_MS, EngineProcess } from '../../../dev/src/engine-process/engine-process';
import { SETTLE_FAST } from '../../../dev/src/engine-process/engine-settings';
import { useEngine } from '../../../dev/src/engine-process/use-engine';
import { CLIENT_ID, TestBrowser, TestProvider } from '../testing/identity-provider';
import { codeOf } from '../testing/people';
import {
  given,
  SECRET_SETTINGS,
  type SecretSetting,
  secretsOf,
  settingsThatMaySaySecrets,
  SIMULATOR_KEY,
  VENUE_SESSIONS,
} from '../testing/secret-settings';

const PASSWORD = 'a sentence of this very run';
const DESK = 'DESK';
const FILLED_MS = 90_000;

jest.setTimeout(8 * 60_000);

const SETTINGS = {
  ...SETTLE_FAST,
  LOG_LEVEL: 'trace',
  FIX_LINK_SESSIONS: VENUE_SESSIONS,
  ...given('USER_SECRET_KEY', 'USER_SECRET_KEY_BEFORE', 'AUDIT_SIGNING_KEY'),
  ...given('RELAY_SECRET', 'RELAY_SECRET_BEFORE'),
  ...given('BROKER_TOKEN_KEY', 'BROKER_TOKEN_KEY_BEFORE'),
  ...given('EXECUTION_LINK_KEY', 'SIMULATOR_API_KEY'),
};

const engine = useEngine((distDir, dataDir) => EngineProcess.start(distDir, dataDir, SETTINGS));
let provider: TestProvider;
let api: { url: string; stop: () => Promise<void> };
/** Everything that nobody but its owner may read, by what it is. */
const secrets = new Map<string, string>([
  ['a password', PASSWORD],
  ...SECRET_SETTINGS.flatMap((name) =>
    secretsOf(name).map((secret, at): [string, string] => [`${name} ${at}`, secret]),
  ),
]);
let admin: Record<string, string>;

beforeAll(async () => {
  const { apiUrl, mongoUrl, redisUrl } = engine().state;
  const key = await call(apiUrl, 'POST', '/keys', {
    body: { name: 'chief', scopes: ['admin', 'ops', 'risk', 'approvals', 'orders'] },
  });
  admin = { 'x-api-key': keep('an API key', key.body.token as string) };
  await makeUsers();
  provider = await TestProvider.listen();
  api = await engine().startGuardedApi({
    MONGO_URL: `${withUser(mongoUrl!, 'MONGO_URL')}&authSource=admin`,
    REDIS_URL: withUser(redisUrl!, 'REDIS_URL'),
    FIX_LINK_SESSIONS: VENUE_SESSIONS,
    ...given('RELAY_SECRET', 'OIDC_CLIENT_SECRET'),
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT_ID,
  });
  provider.serve(api.url, true);
}, 2 * ENGINE_START_MS);

afterAll(async () => {
  await api?.stop();
  await provider?.stop();
}, ENGINE_START_MS);

const withUser = (url: string, setting: SecretSetting): string =>
  url.replace('://', `://guarded:${secretsOf(setting)[0]}@`);

/** Of the second API at the stores, and of the simulator at the first. */
async function makeUsers(): Promise<void> {
  await withStore(async (client) => {
    const { id, hash } = SIMULATOR_KEY;
    const key = { _id: id as never, name: 'simulator', hash, scopes: ['executions'] };
    await client
      .db()
      .collection('api_keys')
      .insertOne({ ...key, createdAt: new Date() });
    const user = { pwd: secretsOf('MONGO_URL')[0], roles: [{ role: 'root', db: 'admin' }] };
    await client.db('admin').command({ createUser: 'guarded', ...user });
  });
  await withCache((redis) => redis.call('ACL', aclUser));
}

const aclUser = ['SETUSER', 'guarded', 'on', `>${secretsOf('REDIS_URL')[0]}`, '~*', '&*', '+@all'];

async function withStore<T>(work: (client: mongo.MongoClient) => Promise<T>): Promise<T> {
  const client = await mongo.MongoClient.connect(engine().state.mongoUrl!);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

async function withCache<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(engine().state.redisUrl!);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

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
  const codes = browser.visited.map(({ searchParams }) => searchParams.get('code'));
  keep(
    'a code of the provider',
    codes.find((code) => code !== null)!,
  );
  const begun = await ask('POST', '/session/oidc/device');
  const deviceCode = keep('a sign-in on a device', begun.body.deviceCode as string);
  await ask('POST', '/session/oidc/device/session', { body: { deviceCode } });
}

/** Has orders of every door sent and filled, also while the link is away; the relay's secrets and a key open them. */
async function trade(): Promise<void> {
  const { apiUrl, fixAddress } = engine().state;
  const order = { account: '1', symbol: 'INFY', exchange: 'NSE', side: 'BUY', quantity: 1 };
  const filled = async (link: string) => {
    const body = { ...order, ordType: 'LIMIT', price: 1500, link };
    const placed = await call(apiUrl, 'POST', '/orders', { body, headers: admin });
    expect([link, placed.status]).toEqual([link, 201]);
    await eventually(async () => {
      const { body } = await call(apiUrl, 'GET', `/orders/${placed.body.orderId as string}`, {
        headers: admin,
      });
      expect([link, body.ordStatus]).toEqual([link, 'Filled']);
    }, FILLED_MS);
  };
  for (const link of ['rest', 'fix', 'flattrade', 'breeze']) await filled(link);
  await keepBrokerTokens();
  engine().pause('simulator');
  const late = filled('rest');
  await sleep(3 * Number(SETTLE_FAST.LINK_TIMEOUT_MS));
  engine().resume('simulator');
  await late;

  const relayed = { stock_code: 'INFTEC', exchange_code: 'NSE', product: 'cash', action: 'buy' };
  const terms = { order_type: 'limit', quantity: '1', price: '1500', validity: 'day' };
  for (const name of ['RELAY_SECRET', 'RELAY_SECRET_BEFORE'] as const) {
    const body = { ...relayed, ...terms, secret: secretsOf(name)[0] };
    expect([200, 202]).toContain((await call(apiUrl, 'POST', '/place_order', { body })).status);
  }

  await logOnByFix(fixAddress);
}

/** What the brokers gave for the logins, of which the store has nothing but what is sealed. */
const keepBrokerTokens = (): Promise<void> =>
  withStore(async (client) => {
    const box = new SecretBox(secretsOf('BROKER_TOKEN_KEY')[0]);
    const tokens = client.db().collection<{ _id: string; sealed: mongo.Binary }>('broker_tokens');
    const sessions = await tokens.find().toArray();
    expect(sessions).toHaveLength(2);
    for (const { _id, sealed } of sessions) {
      keep(`the token of ${_id}`, box.open(Buffer.from(sealed.buffer), _id)!);
    }
  });

/** Logs a counterparty on, whose password is a key. */
async function logOnByFix(address: string): Promise<void> {
  const version = 'FIX.4.4';
  const path = `/fix/sessions/${DESK}`;
  await call(engine().state.apiUrl, 'PUT', path, { body: { version }, headers: admin });
  const header: Field[] = [
    [35, 'A'],
    [34, 1],
    [49, DESK],
    [52, utcTimestamp(new Date())],
    [56, 'OME'],
  ];
  const terms: Field[] = [
    [98, 0],
    [108, 30],
    [141, 'Y'],
    [554, admin['x-api-key']],
  ];
  const [host, port] = address.split(':');
  // The gateway may have to take the session over first.
  await eventually(async () => {
    const socket = connect({ host, port: Number(port) });
    try {
      await once(socket, 'connect');
      socket.write(messageText(version, header, fieldsText(terms)));
      const signal = AbortSignal.timeout(2_000);
      const [answer] = (await once(socket, 'data', { signal })) as [Buffer];
      expect(answer.toString('latin1')).toContain('\u000135=A\u0001');
    } finally {
      socket.destroy();
    }
  });
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
const stored = (): Promise<[place: string, text: string][]> =>
  withStore(async (client) => {
    const collections = await client.db().collections();
    return Promise.all(
      collections.map(async (collection): Promise<[string, string]> => [
        `MongoDB ${collection.collectionName}`,
        (await collection.find<Buffer>({}, { raw: true }).toArray()).join(''),
      ]),
    );
  });

/** All that Redis has, as it dumps it: strings are in there as they are. */
const cached = (): Promise<[place: string, text: string][]> =>
  withCache(async (redis) => {
    await redis.config('SET', 'rdbcompression', 'no');
    const keys = await redis.keys('*');
    const dumps = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
    return keys.map((key, at) => [`Redis ${key}`, `${key} ${dumps[at]?.toString('latin1') ?? ''}`]);
  });

/** What the processes measure. */
const metrics = (): Promise<[place: string, text: string][]> =>
  Promise.all(
    [api.url, engine().state.apiUrl, engine().state.workerUrl].map(
      async (url): Promise<[string, string]> => {
        const { status, text } = await call(url, 'GET', '/metrics', { headers: admin });
        expect([url, status]).toEqual([url, 200]);
        return [`metrics of ${url}`, text];
      },
    ),
  );

/** Begins as every JSON web token does, and has its parts. */
const TOKEN = /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/;

test('every setting that may say a secret is among these', () => {
  expect(settingsThatMaySaySecrets().sort()).toEqual([...SECRET_SETTINGS].sort());
});

test('no secret is in a log, a metric, an answer, a page or a store', async () => {
  await useAll();
  await trade();
  const exported = await ask('GET', '/audit/export?format=csv', { headers: admin });
  expect(exported.status).toBe(200);
  const refusals = await misplaceAll();
  const places = [
    ...(await readAll()),
    ...(await stored()),
    ...(await cached()),
    ...(await metrics()),
    ['the export of the audit', exported.text],
    ['the answers to what is refused', refusals.join('\n')],
    ['the log', readFileSync(engine().logFile, 'utf8')],
  ] as const;
  const found = places.flatMap(([place, text]) => [
    ...[...secrets].flatMap(([what, secret]) =>
      text.includes(secret) ? [`${place}: ${what}`] : [],
    ),
    ...(TOKEN.test(text) ? [`${place}: a token of the identity provider`] : []),
  ]);
  expect(found).toEqual([]);
});
