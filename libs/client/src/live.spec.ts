import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { LiveSubscriber } from './live';

test('a connection that is closed without a message is made again within seconds', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', (socket) => socket.close());
  const { port } = server.address() as AddressInfo;
  const states: string[] = [];
  const subscriber = new LiveSubscriber(`http://127.0.0.1:${port}`, undefined, {
    rooms: ['all'],
    onItems: () => undefined,
    onState: (state) => states.push(state),
  });
  try {
    await once(server, 'connection');
    await once(server, 'connection');
    expect(states).toEqual(['lost']);
  } finally {
    subscriber.close();
    server.close();
  }
}, 15_000);
