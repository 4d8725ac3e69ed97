import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { io } from 'socket.io-client';
import { eventually, TestApi } from '../testing/test-api';

let api: TestApi;
let url: URL;
let sockets: Socket[] = [];

beforeAll(async () => {
  api = await TestApi.start({ CONNECTIONS_PER_ADDRESS: '3' });
  url = new URL(await api.listen());
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  const server = api.app.getHttpServer();
  await eventually(async () => expect(await openOn(server)).toBe(0));
});
afterAll(() => api.stop());

const openOn = (server: Server): Promise<number> =>
  promisify<number>((done) => server.getConnections(done))();

/** What is answered on a connection of its own; empty where it is closed without an answer. */
async function asked(method: string, path: string): Promise<string> {
  const socket = connect(Number(url.port), url.hostname);
  sockets.push(socket);
  socket.on('error', () => undefined);
  socket.write(`${method} ${path} HTTP/1.1\r\nhost: ${url.host}\r\n\r\n`);
  const [first] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as unknown[];
  return first instanceof Buffer ? first.toString() : '';
}

const subscribers = async (): Promise<string[]> =>
  (await api.get('/metrics')).text
    .split('\n')
    .filter((line) => line.startsWith('ome_live_subscribers{') && !line.endsWith(' 0'));

it('closes connections of an address above its limit', async () => {
  for (let nth = 0; nth < 3; nth += 1) expect(await asked('GET', '/health/live')).toMatch(/ 200 /);
  expect(await asked('GET', '/health/live')).toBe('');
  sockets[0].destroy();
  await once(sockets[0], 'close');
  await eventually(async () => expect(await asked('GET', '/health/live')).toMatch(/ 200 /));
});

it('gives up on requests that never end', () => {
  const { headersTimeout, requestTimeout } = api.app.getHttpServer();
  expect({ headersTimeout, requestTimeout }).toEqual({
    headersTimeout: 10_000,
    requestTimeout: 120_000,
  });
});

/** What is answered to one who begins a request and then sends a space at a time, for ever. */
async function answerToSlow(to: URL, begun: string): Promise<string> {
  const socket = connect(Number(to.port), to.hostname);
  sockets.push(socket);
  let answer = '';
  socket.on('error', () => undefined).on('data', (data) => (answer += String(data)));
  socket.write(`POST /orders HTTP/1.1\r\nhost: ${to.host}\r\n${begun}`);
  const dripping = setInterval(() => socket.write(' '), 50);
  await once(socket, 'close');
  clearInterval(dripping);
  return answer;
}

// Node.js looks for late requests every 30 s.
it('ends who sends headers or a body for ever', async () => {
  const hurried = await TestApi.start({}, api.store);
  const to = new URL(await hurried.listen());
  Object.assign(hurried.app.getHttpServer(), { headersTimeout: 300, requestTimeout: 500 });
  const body = 'content-type: application/json\r\ncontent-length: 100000\r\n\r\n';
  const answers = await Promise.all(['x-slow: ', body].map((begun) => answerToSlow(to, begun)));
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1.1 408 /);
  await hurried.stop();
}, 100_000);

it('answers HEAD of the stream and keeps no subscriber', async () => {
  expect(await asked('HEAD', '/events/stream')).toMatch(/ 200 [^]*text\/event-stream/);
  expect(await subscribers()).toEqual([]);
});

it('refuses a socket of an unknown namespace, and closes its connection', async () => {
  const socket = io(url.origin, { transports: ['websocket'], forceNew: true, reconnection: false });
  const closed = new Promise<string>((resolve) => socket.io.once('close', resolve));
  const refused = new Promise<Error>((resolve) => socket.once('connect_error', resolve));
  expect((await refused).message).toContain('/live');
  await closed;
  expect(socket.connected).toBe(false);
});
