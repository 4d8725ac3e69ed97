import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrokerAccount } from '../brokers/broker-account';
import { BreezeClient, breezeAccount } from '../testing/breeze-client';
import { FixedClock } from '../testing/fixed-clock';
import { FlattradeClient, flattradeAccount } from '../testing/flattrade-client';
import { Harness } from '../testing/harness';
import { OFFICIAL_CLIENTS } from './clients';
import { placeholder, shapeOf, type Exchange, type Recording } from './recording';
import { pageOf } from './table';

const root = join(__dirname, '..', '..', '..', '..');
const folder = join(root, 'apps', 'simulator', 'judges', 'recorded');
const recordings = readdirSync(folder).map(
  (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Recording,
);

interface Session {
  readonly userId: string;
  send(exchange: Exchange, body: string): Promise<{ status: number; answer: unknown }>;
}

const USERS = { flattrade: 'FT067890', breeze: 'EFGH5678' };

async function flattrade(sim: Harness): Promise<Session> {
  const { userId, token } = await FlattradeClient.logIn(sim, USERS.flattrade);
  const client = new FlattradeClient(sim, token, userId);
  return {
    userId,
    send: async ({ url }, body) => {
      const text = body.replace(placeholder('token'), token);
      const { status, json } = await client.send(url.split('/').at(-1)!, text, 30_000);
      return { status, answer: json };
    },
  };
}

async function breeze(sim: Harness): Promise<Session> {
  const client = await BreezeClient.logIn(sim, USERS.breeze);
  return {
    userId: client.userId,
    send: async ({ method, url }, body) => {
      const isSecond = url.startsWith('/breeze/api/v2/');
      const path = isSecond ? `../../../api/v2/${url.split('/').at(-1)}` : url.split('/').at(-1)!;
      // The second version knows its callers by the key and the session alone.
      const headers = { ...client.headers(body, clock.now()), apikey: `key+of=${USERS.breeze}` };
      const { status, json } = await client.send(method as 'GET', path, body, headers, 30_000);
      return { status, answer: json };
    },
  };
}

let sim: Harness;
let clock: FixedClock;
afterEach(() => sim?.stop());

/** Numbers of orders differ from run to run: those of an answer, as they are called now. */
function learn(before: unknown, now: unknown, ids: Map<string, string>): void {
  if (typeof before !== 'object' || before === null) return;
  for (const [name, value] of Object.entries(before)) {
    const current = (now as Record<string, unknown> | null)?.[name];
    const isId = ['norenordno', 'order_id', 'gtt_order_id'].includes(name);
    if (isId && typeof current === 'string') ids.set(String(value), current);
    else learn(value, current, ids);
  }
}

it.each(recordings.map((recording) => [recording.client, recording] as const))(
  'answers the requests of %s as when they were recorded',
  async (name, { at, exchanges }) => {
    const { broker } = OFFICIAL_CLIENTS.find((client) => client.name === name)!;
    clock = new FixedClock(new Date(at));
    const make = { flattrade: flattradeAccount, breeze: breezeAccount }[broker];
    const account: BrokerAccount = make(undefined, USERS[broker]);
    sim = await Harness.start(1, { brokers: [account], limitFactor: 1_000, market: true }, clock);
    const session = await { flattrade, breeze }[broker](sim);
    const ids = new Map<string, string>();
    expect(exchanges.length).toBeGreaterThan(10);
    for (const exchange of exchanges) {
      // A session is opened above; requests without one were faults of a client.
      if (/customerdetails|Logout/.test(exchange.url) || exchange.status === 401) continue;
      const body = [...ids].reduce((text, [old, id]) => text.replaceAll(old, id), exchange.body);
      const { status, answer } = await session.send(exchange, body);
      const told = { request: `${exchange.method} ${exchange.url} ${body}` };
      expect({ ...told, status, shape: shapeOf(answer) }).toEqual({
        ...told,
        status: exchange.status,
        shape: shapeOf(exchange.answer),
      });
      learn(exchange.answer, answer, ids);
      await sim.quiet();
    }
  },
);

it('is what the page says', () => {
  const page = readFileSync(join(root, 'docs', 'guides', 'official-clients.md'), 'utf8');
  expect(page).toBe(pageOf(recordings));
});
