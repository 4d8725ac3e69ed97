import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { TestApi } from '../testing/test-api';

let sockets: Socket[] = [];

/** A connection on which so much was said, and an answer heard where one is due. */
async function open(url: string, text: string, isAnswered: boolean): Promise<Socket> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  socket.write(text);
  await once(socket, isAnswered ? 'data' : 'connect');
  socket.resume();
  return socket;
}

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
});

it('stops while clients keep their connections, read a stream, or never end what they send', async () => {
  const api = await TestApi.start();
  const url = await api.listen();
  const head = 'host: localhost\r\n';
  const all = [
    await open(url, `GET /orders HTTP/1.1\r\n${head}\r\n`, true),
    await open(url, `GET /events/stream HTTP/1.1\r\n${head}\r\n`, true),
    await open(
      url,
      `POST /orders HTTP/1.1\r\n${head}content-type: application/json\r\ncontent-length: 100\r\n\r\n{`,
      false,
    ),
  ];
  const ends = all.map((socket) => once(socket, 'close'));
  await api.stop();
  await Promise.all(ends);
});
