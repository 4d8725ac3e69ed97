import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { newOrder, TestApi } from '../testing/test-api';

let api: TestApi;
let url: URL;
let socket: Socket;

beforeAll(async () => {
  api = await TestApi.start();
  url = new URL(await api.listen());
});
afterAll(() => api.stop());
beforeEach(async () => {
  socket = connect(Number(url.port), url.hostname);
  socket.setEncoding('utf8');
  await once(socket, 'connect');
});
afterEach(() => void socket.destroy());

/** Asks over the connection of the test; resolves to the status and the body of the answer. */
async function ask(line: string, headers: string[], body = '') {
  const head = [line, `Host: ${url.host}`, `Content-Length: ${body.length}`, ...headers];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  let text = '';
  for (;;) {
    text += ((await once(socket, 'data')) as [string])[0];
    const [, status, length, answer] =
      /^HTTP\/1\.1 (\d+).*?\r\ncontent-length: (\d+).*?\r\n\r\n(.*)$/is.exec(text) ?? [];
    if (status && answer.length >= Number(length)) return { status: Number(status), answer };
  }
}

const OFFER = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'];

test('whoever offers HTTP/2 is answered in HTTP/1.1', async () => {
  const { status, answer } = await ask('GET /health/live HTTP/1.1', OFFER);
  expect(status).toBe(200);
  expect(answer).toContain('"ok"');
});

test('with a body, and the connection goes on', async () => {
  const headers = [...OFFER, 'Content-Type: application/json'];
  const place = () => ask('POST /orders HTTP/1.1', headers, JSON.stringify(newOrder()));
  expect(JSON.parse((await place()).answer)).toMatchObject({ ordStatus: 'PendingNew' });
  expect((await place()).answer).toContain('PendingNew');
});

test('a websocket elsewhere is told at once that there is nothing', async () => {
  const headers = ['Connection: Upgrade', 'Upgrade: websocket'];
  expect((await ask('GET /orders HTTP/1.1', headers)).status).toBe(404);
});
