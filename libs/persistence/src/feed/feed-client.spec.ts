import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { eventually } from '../../../platform/src/testing/eventually';
import { testStoreUrl } from '../testing/test-store';
import { FeedClient } from './feed-client';

/** A way to the MongoDB of the test run that is not open at first. */
async function closedWay(): Promise<{ port: number; open: () => Promise<Server> }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const { hostname, port: real } = new URL(process.env.MONGO_URL!);
  const open = async () => {
    const way = createServer((socket) => {
      const there = connect(Number(real), hostname);
      socket.pipe(there).pipe(socket);
      for (const end of [socket, there])
        end.on('error', () => [socket, there].map((each) => each.destroy()));
    });
    way.listen(port, '127.0.0.1');
    await once(way, 'listening');
    return way;
  };
  return { port, open };
}

test('reads once MongoDB can be reached, though it could not be when the process began', async () => {
  const way = await closedWay();
  const url = new URL(testStoreUrl());
  url.host = `127.0.0.1:${way.port}`;
  url.search = 'directConnection=true';
  const feed = new FeedClient(url.href, { serverSelectionTimeoutMS: 100 });
  feed.onModuleInit();
  const read = () => feed.db.collection('order_events').findOne({});
  await expect(read()).rejects.toThrow();
  await expect(read()).rejects.toThrow();
  const server = await way.open();
  await eventually(async () => expect(await read()).toBeNull());
  await feed.onApplicationShutdown();
  server.close();
});
