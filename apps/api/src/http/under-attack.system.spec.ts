import { Agent, request } from 'node:http';
import { mongo } from 'mongoose';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { ENGINE_START_MS, EngineProcess } from '../../../dev/src/engine-process/engine-process';
import { useEngine } from '../../../dev/src/engine-process/use-engine';

/** Attackers have an address of their own, as connections and requests are limited by address. */
const ELSEWHERE = '127.0.0.2';
const ORDERS = 60;
const CREATED = 201;
/** How many ask for the newest events at a time. */
const READERS = 40;
/** Orders are acknowledged within so many times what the slowest in a hundred take without attackers. */
const SLOWED_AT_MOST = 3;
/** Both are timed by turns: a machine that has other work to do slows down both. */
const TURNS = 4;
/** For which orders are placed in one turn at most: attackers that get through stop each for long. */
const TURN_MS = 15_000;
/** How often all is tried again. */
const BURST_MS = 2_000;

jest.setTimeout(10 * 60_000);

const engine = useEngine((distDir, dataDir) => EngineProcess.start(distDir, dataDir));
let api: { url: string; stop: () => Promise<void> };
let desk: string;
let reader: string;

beforeAll(async () => {
  desk = await keyWith('orders');
  reader = await keyWith('view');
  api = await engine().startGuardedApi();
}, 2 * ENGINE_START_MS);

afterAll(async () => {
  agent.destroy();
  await api?.stop();
}, ENGINE_START_MS);

/** A key of the desk that has these scopes. */
async function keyWith(...scopes: string[]): Promise<string> {
  const answer = await fetch(`${engine().state.apiUrl}/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: scopes.join(' '), scopes }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { token: string }).token;
}

/**
 * Places orders of a turn one after another; resolves to the milliseconds that each took to be
 * acknowledged: infinitely many where it was not.
 */
async function timesOfOrders(key: string): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + TURN_MS;
  while (times.length < ORDERS && performance.now() < end) {
    const begin = performance.now();
    const answer = await fetch(`${api.url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: JSON.stringify({
        account: '1',
        symbol: 'INFY',
        exchange: 'NSE',
        side: 'BUY',
        ordType: 'LIMIT',
        quantity: 1,
        price: 1500,
      }),
    });
    await answer.text();
    times.push(answer.status === CREATED ? performance.now() - begin : Infinity);
    await sleep(10);
  }
  return times;
}

/** So many of a hundred times are at most this long. */
const percentile = (times: readonly number[], percent: number): number =>
  [...times].sort((one, other) => one - other)[Math.ceil((times.length * percent) / 100) - 1];

const agent = new Agent({ localAddress: ELSEWHERE, keepAlive: true, maxSockets: 50 });
const flood = JSON.stringify(
  Object.fromEntries(Array.from({ length: 80_000 }, (_, index) => [`f${index}`, 0])),
);

function send(method: string, path: string, body?: string, key?: string): Promise<void> {
  return new Promise((resolve) => {
    const headers = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'x-api-key': key }),
    };
    request(`${api.url}${path}`, { method, headers, agent }, (answer) =>
      answer.resume().on('close', () => resolve()),
    )
      .on('error', () => resolve())
      .end(body);
  });
}

/** One who never finishes sending a body. */
async function sendSlowly(stopped: AbortSignal): Promise<void> {
  const { hostname, port } = new URL(api.url);
  const socket = connect({ host: hostname, port: Number(port), localAddress: ELSEWHERE });
  socket.on('error', () => undefined);
  const type = 'content-type: application/json\r\ncontent-length: 1000';
  socket.write(`POST /orders HTTP/1.1\r\nhost: ${hostname}\r\n${type}\r\n\r\n`);
  while (!stopped.aborted && !socket.destroyed) {
    socket.write(' ');
    await sleep(100);
  }
  socket.destroy();
}

/** Subscribes 400 times on one socket, to all that ever happened. */
function subscribe(): Promise<void> {
  const socket = io(api.url, {
    auth: { apiKey: reader },
    transports: ['websocket'],
    reconnection: false,
    agent: agent as never,
  });
  for (let count = 0; count < 400; count += 1) {
    socket.emit('subscribe', { rooms: ['all'], cursor: null }, () => undefined);
  }
  return sleep(BURST_MS).then(() => void socket.close());
}

/** How many aggregations MongoDB has begun: reads of the feed are some. */
async function aggregations(): Promise<number> {
  const client = await mongo.MongoClient.connect(engine().state.mongoUrl!);
  try {
    const { metrics } = await client.db('admin').command({ serverStatus: 1 });
    return Number(
      (metrics as { commands: { aggregate: { total: number } } }).commands.aggregate.total,
    );
  } finally {
    await client.close();
  }
}

/** Attacks for as long as something takes; resolves to how many pages of the feed were asked for. */
async function attackDuring(something: () => Promise<void>): Promise<number> {
  const stop = new AbortController();
  let reads = 0;
  const times = (count: number, attack: () => Promise<void>) =>
    Array.from({ length: count }, attack);
  const attackAll = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      reads += READERS;
      await Promise.all([
        ...times(2, () => send('POST', '/orders', flood)),
        ...times(2, () => send('POST', '/links/breeze/1/callback/made-up', flood)),
        ...times(130, () => send('GET', '/links/flattrade/1/callback/made-up?code=1')),
        ...times(20, () => send('GET', '/socket.io/?EIO=4&transport=polling')),
        ...times(5, () => send('HEAD', '/events/stream', undefined, reader)),
        ...times(READERS, () => send('GET', '/events', undefined, reader)),
        subscribe(),
        sleep(BURST_MS),
      ]);
    }
  };
  const attacks = [attackAll(), ...times(20, () => sendSlowly(stop.signal))];
  try {
    await something();
  } finally {
    stop.abort();
    await Promise.all(attacks);
  }
  return reads;
}

test('orders are acknowledged while strangers and readers ask for all they can', async () => {
  await timesOfOrders(desk);
  const [unloaded, attacked]: [number[], number[]] = [[], []];
  let [reads, begun] = [0, 0];
  for (let turn = 0; turn < TURNS; turn += 1) {
    unloaded.push(...(await timesOfOrders(desk)));
    const before = await aggregations();
    reads += await attackDuring(async () => void attacked.push(...(await timesOfOrders(desk))));
    begun += (await aggregations()) - before;
  }
  const longest = SLOWED_AT_MOST * percentile(unloaded, 99);
  expect(longest).toBeLessThan(Infinity);
  expect(percentile(attacked, 50)).toBeLessThan(longest);
  // Readers of one page share a read.
  expect(begun).toBeLessThan(reads / 2);
});
