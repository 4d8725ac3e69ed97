import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrokerOrder } from '@ome/domain';
import { OrdStatus } from '@ome/domain';
import type { UnreadableRow } from '@ome/engine';
import { Server } from 'socket.io';
import type { BrokerLogin } from '../broker/broker-login';
import { BreezeStream } from './breeze-stream';
import { CashFramePrices } from './cash-frame-prices';
import { loggedIn } from './testing/breeze-fakes';
import { payload } from './testing/payloads';

const OPTION = JSON.parse(payload('frame-option')) as string[];
const frame = (changes: Record<number, string>) =>
  OPTION.map((text, position) => changes[position] ?? text);

/** Waits until a condition holds. */
async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; !holds() && turn < 300; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(holds()).toBe(true);
}

describe('BreezeStream', () => {
  let http: HttpServer;
  let port: number;
  let server: Server;
  let login: BrokerLogin;
  let stop: AbortController;
  let told: BrokerOrder[];
  let unread: UnreadableRow[];
  let opened: number;

  beforeEach(async () => {
    http = createServer();
    server = new Server(http, { path: '/breeze/feed' });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    ({ port } = http.address() as AddressInfo);
    login = await loggedIn();
    stop = new AbortController();
    told = [];
    unread = [];
    opened = 0;
  });
  afterEach(async () => {
    stop.abort();
    await server.close();
  });

  const stream = (path = '/breeze/feed') =>
    new BreezeStream({
      streamUrl: `http://127.0.0.1:${port}${path}`,
      timeoutMs: 500,
      login,
      cashPrices: new CashFramePrices('rupees'),
      nameOf: async ({ stockCode }) => {
        if (stockCode === 'BROKEN') throw new Error('MongoDB is gone');
        // The first takes longer, and is still delivered first.
        if (told.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
        return { symbol: `ours of ${stockCode}` };
      },
      withoutSecrets: (text) => text.replaceAll('554433', '***'),
    });

  const receive = (path?: string) =>
    stream(path).listen(
      {
        opened: () => (opened += 1),
        order: (row) => told.push(row),
        unreadable: (row) => unread.push(row),
      },
      stop.signal,
    );

  const connected = async () => {
    await until(() => opened === 1);
    return [...server.sockets.sockets.values()][0];
  };

  test("logs in with the two halves of the session, as the broker's SDK does", async () => {
    const receiving = receive();
    const { handshake, conn } = await connected();

    expect(handshake.auth).toEqual({ user: 'ABCD1234', token: '554433' });
    expect(handshake.headers['user-agent']).toBe('python-socketio[client]/socket');
    expect(conn.transport.name).toBe('websocket');
    stop.abort();
    await receiving;
    await until(() => server.sockets.sockets.size === 0);
  });

  test('reports orders in sequence, and nothing twice or late', async () => {
    const receiving = receive();
    const socket = await connected();
    const send = (changes: Record<number, string>) => socket.emit('order', frame(changes));
    send({ 6: '100' });
    send({ 6: '102', 25: 'P', 28: '15' });
    send({ 6: '101' });
    send({ 6: '102', 25: 'P', 28: '30' });
    send({ 6: '99', 26: 'another order' });
    send({ 6: '103', 14: 'BROKEN' });
    socket.emit('stock', OPTION);
    socket.emit('order', 'no frame of 554433');
    send({ 6: '104', 21: '?' });
    socket.emit('order', ['4.1!1594', 'a quote']);
    send({ 6: '1000', 25: 'E', 28: '65' });
    await until(() => told.length === 5);

    expect(
      told.map(({ brokerOrderId, symbol, ordStatus, cumQty }) => [
        brokerOrderId.slice(-5),
        symbol,
        ordStatus,
        cumQty?.toFixed(),
      ]),
    ).toEqual([
      ['01234', 'ours of NIFTY', OrdStatus.New, '0'],
      ['01234', 'ours of NIFTY', OrdStatus.PartiallyFilled, '15'],
      ['order', 'ours of NIFTY', OrdStatus.New, '0'],
      ['01234', 'BROKEN', OrdStatus.New, '0'],
      ['01234', 'ours of NIFTY', OrdStatus.Filled, '65'],
    ]);
    expect(unread).toMatchObject([
      { body: '"no frame of ***"', brokerOrderId: null, symbol: null },
      { why: 'Breeze sent a frame without side', symbol: 'ours of NIFTY', exchange: 'NFO' },
    ]);
    expect(unread[1].brokerOrderId).toMatch(/01234$/);
    expect(JSON.parse(unread[1].body)).toEqual(frame({ 6: '104', 21: '?' }));
    stop.abort();
    await receiving;
  });

  test('ends when it is cut, and does not reconnect by itself', async () => {
    const receiving = receive();
    (await connected()).disconnect(true);
    await receiving;
    await new Promise((resolve) => setTimeout(resolve, 100));

    expect([opened, server.sockets.sockets.size]).toEqual([1, 0]);
    expect(login.state).toBe('loggedIn');
  });

  test('the session ends if the server refuses it', async () => {
    server.use((_socket, next) => next(new Error('Authentication failed')));
    await receive();

    expect(opened).toBe(0);
    expect(login.state).toBe('loginNeeded');
  });

  test.each([401, 403])('or answers HTTP %i', async (status) => {
    await new Promise<void>((resolve) => void server.close(() => resolve()));
    http = createServer();
    http.on('upgrade', (_request, socket) => {
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
    });
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
    await receive();
    http.close();

    expect(login.state).toBe('loginNeeded');
  });

  test('any other refusal leaves the session', async () => {
    server.use((_socket, next) => next(new Error('Too busy')));
    await receive();
    await receive('/elsewhere');
    await new Promise<void>((resolve) => void server.close(() => resolve()));
    await receive();

    expect(login.state).toBe('loggedIn');
  });

  test('a login that is never answered times out', async () => {
    server.use(() => undefined);
    await receive();

    expect([opened, login.state]).toEqual([0, 'loggedIn']);
  });

  test('nothing is followed without a login, or once it is stopped', async () => {
    const ended = await loggedIn();
    await ended.ended(ended.current!);
    login = ended;
    await receive();
    login = await loggedIn();
    stop.abort();
    await receive();

    expect(opened).toBe(0);
  });
});
