import { listingsOf } from '@ome/listings';
import { io, type Socket } from 'socket.io-client';
import { tradingDate } from '../brokers/indian-time';
import { breezeAccount, BreezeClient, sharesOrder, type BreezeRow } from '../testing/breeze-client';
import { FixedClock } from '../testing/fixed-clock';
import { eventually, Harness } from '../testing/harness';
import { BreezeStream } from './breeze-stream';

const clock = new FixedClock(new Date());
let sim: Harness;
let client: BreezeClient;
const sockets: Socket[] = [];
beforeAll(async () => {
  const brokers = [breezeAccount()];
  sim = await Harness.start(1, { brokers, limitFactor: 1_000, market: true }, clock);
  client = await BreezeClient.logIn(sim);
  await sim.call('PUT', '/control/market', { volatility: 5, speed: 20 });
});
afterEach(() => sockets.splice(0).map((socket) => socket.close()));
afterAll(() => sim.stop());

const future = listingsOf(tradingDate(clock.now())).find(
  ({ name, kind, expiry }) =>
    name === 'NIFTY' && kind === 'future' && expiry! > tradingDate(clock.now()),
)!;

/** Connects as the official clients do, and hears what rooms say. */
async function connected(path = '/socket.io') {
  const [user, token] = Buffer.from(client.sessionToken, 'base64').toString().split(':');
  const socket = io(`http://127.0.0.1:${sim.app.get(BreezeStream).port}`, {
    path,
    transports: ['websocket'],
    auth: { user, token },
    forceNew: true,
  });
  sockets.push(socket);
  const heard: { event: string; data: unknown[] }[] = [];
  socket.onAny((event: string, data: unknown[]) => heard.push({ event, data }));
  await eventually(() => expect(socket.connected).toBe(true));
  const hears = (token: string) =>
    eventually(() => {
      const found = heard.find(({ data }) => data[0] === token);
      if (!found) throw new Error(`nothing about ${token}`);
      return found.data;
    });
  return { socket, heard, hears };
}

it('has rooms of quotes and of depth, in the arrays of the exchanges', async () => {
  const { socket, heard, hears } = await connected();
  socket.emit('join', ['4.1!22', `4.1!${future.token}`, '4.1!NIFTY 50', '4.1!none']);
  socket.emit('join', '4.2!22');
  socket.emit('join', '1.2!500410');
  const quote = await hears('4.1!22');
  expect(quote).toHaveLength(21);
  expect(await hears(`4.1!${future.token}`)).toHaveLength(23);
  expect(await hears('4.1!NIFTY 50')).toMatchObject({ 6: null, 16: expect.stringMatching(/[+-]/) });
  for (const [token, length] of [
    ['4.2!22', 8],
    ['1.2!500410', 4],
  ] as const) {
    const [, , levels] = (await hears(token)) as [string, number, unknown[][]];
    expect(levels.map((level) => level.length)).toEqual(Array(5).fill(length));
  }
  expect(new Set(heard.map(({ event }) => event))).toEqual(new Set(['stock']));

  const { Success } = await client.call<BreezeRow[]>('GET', 'quotes', {
    stock_code: 'ACC',
    exchange_code: 'NSE',
    product_type: 'cash',
  });
  expect(Success[0]).toMatchObject({ ltp: quote[2], open: quote[1], best_bid_price: quote[6] });
});

it('tells of a room as long as somebody is in it, and no orders to those who are', async () => {
  const [orders, prices] = [await connected(), await connected()];
  prices.socket.emit('join', '4.1!22');
  await prices.hears('4.1!22');
  await client.call('POST', 'order', sharesOrder());
  await eventually(() => expect(orders.heard.map(({ event }) => event)).toContain('order'));
  clock.advance(1_000);
  await eventually(() => expect(prices.heard.length).toBeGreaterThan(1));
  expect(prices.heard.map(({ event }) => event)).not.toContain('order');

  prices.socket.emit('leave', '4.1!22');
  prices.socket.emit('join', '4.1!2885');
  await prices.hears('4.1!2885');
  const count = prices.heard.length;
  clock.advance(1_000);
  await eventually(() => expect(prices.heard.length).toBeGreaterThan(count));
  expect(prices.heard.slice(count).map(({ data }) => data[0])).toEqual(['4.1!2885']);

  const late = await connected();
  late.socket.emit('join', '4.1!2885');
  await late.hears('4.1!2885');
});

it('sends candles when they are complete, on a path of their own', async () => {
  const { socket, heard } = await connected('/ohlcvstream');
  socket.emit('join', '4.1!22');
  socket.emit('join', `4.1!${future.token}`);
  const [minutes, lengths] = [() => heard.filter(({ event }) => event === '1MIN'), [9, 11]];
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(minutes()).toEqual([]);
  for (const length of lengths) {
    await eventually(() => {
      clock.advance(5_000);
      const texts = minutes().map(({ data }) => String(data).split(','));
      expect(texts.map((text) => text.length)).toContain(length);
    });
  }
  const [exchange, code, low, high, , , , , channel] = String(minutes()[0].data).split(',');
  expect([exchange, code, channel]).toEqual(['NSE', 'ACC', '1MIN']);
  expect(Number(low)).toBeLessThanOrEqual(Number(high));
});
