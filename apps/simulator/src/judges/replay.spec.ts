import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrokerAccount } from '../brokers/broker-account';
import { BreezeClient, breezeAccount } from '../testing/breeze-client';
import { FixedClock } from '../testing/fixed-clock';
import { FlattradeClient, flattradeAccount } from '../testing/flattrade-client';
import { eventually, Harness } from '../testing/harness';
import { BreezeStream } from '../breeze/breeze-stream';
import { Names, SocketReplay } from '../testing/socket-replay';
import { OFFICIAL_CLIENTS } from './clients';
import { shapeOf } from './frames';
import { placeholder, type Exchange, type Recording } from './recording';
import { pageOf } from './table';

const root = join(__dirname, '..', '..', '..', '..');
const folder = join(root, 'apps', 'simulator', 'judges', 'recorded');
const recordings = readdirSync(folder).map(
  (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Recording,
);

interface Session {
  /** Of the stream, and where it is. */
  readonly token: string;
  readonly stream: string;
  send(exchange: Exchange, body: string): Promise<{ status: number; answer: unknown }>;
}

const USERS = { flattrade: 'FT067890', breeze: 'EFGH5678' };

async function flattrade(sim: Harness): Promise<Session> {
  const { userId, token } = await FlattradeClient.logIn(sim, USERS.flattrade);
  const client = new FlattradeClient(sim, token, userId);
  return {
    token,
    stream: sim.url.replace('http', 'ws'),
    send: async ({ url }, body) => {
      const { status, json } = await client.send(url.split('/').at(-1)!, body, 30_000);
      return { status, answer: json };
    },
  };
}

async function breeze(sim: Harness): Promise<Session> {
  const client = await BreezeClient.logIn(sim, USERS.breeze);
  const [, token] = Buffer.from(client.sessionToken, 'base64').toString().split(':');
  return {
    token,
    stream: `ws://127.0.0.1:${sim.app.get(BreezeStream).port}`,
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
function learn(before: unknown, now: unknown, names: Names): void {
  if (typeof before !== 'object' || before === null) return;
  for (const [name, value] of Object.entries(before)) {
    const current = (now as Record<string, unknown> | null)?.[name];
    const isId = ['norenordno', 'order_id', 'gtt_order_id'].includes(name);
    if (isId && typeof current === 'string') names.learn(String(value), current);
    else learn(value, current, names);
  }
}

it.each(recordings.map((recording) => [recording.client, recording] as const))(
  'answers %s as when it was recorded, over its sockets, too',
  async (name, { at, steps }) => {
    const { broker } = OFFICIAL_CLIENTS.find((client) => client.name === name)!;
    clock = new FixedClock(new Date(at));
    const make = { flattrade: flattradeAccount, breeze: breezeAccount }[broker];
    const account: BrokerAccount = make(undefined, USERS[broker]);
    sim = await Harness.start(1, { brokers: [account], limitFactor: 1_000, market: true }, clock);
    const session = await { flattrade, breeze }[broker](sim);
    const names = new Names();
    names.learn(placeholder('token'), session.token);
    const sockets = new SocketReplay(session.stream, clock, names);
    expect(steps.length).toBeGreaterThan(20);
    for (const exchange of steps) {
      if ('event' in exchange) {
        await sockets.replay(exchange);
        continue;
      }
      // A session is opened above; requests without one were faults of a client.
      if (/customerdetails|Logout/.test(exchange.url) || exchange.status === 401) continue;
      const body = names.current(exchange.body);
      const request = `${exchange.method} ${exchange.url} ${body}`;
      const expected = { request, status: exchange.status, shape: shapeOf(exchange.answer) };
      const send = async (): Promise<unknown> => {
        const { status, answer } = await session.send(exchange, body);
        expect({ request, status, shape: shapeOf(answer) }).toEqual(expected);
        return answer;
      };
      const answer = await (exchange.repeated ? eventually(send) : send());
      learn(exchange.answer, answer, names);
      await sim.quiet();
    }
  },
);

it('is what the page says', () => {
  const page = readFileSync(join(root, 'docs', 'guides', 'official-clients.md'), 'utf8');
  expect(page).toBe(pageOf(recordings));
});
