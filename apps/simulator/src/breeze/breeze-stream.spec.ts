import { io } from 'socket.io-client';
import { breezeAccount, BreezeClient, sharesOrder } from '../testing/breeze-client';
import { eventually, Harness } from '../testing/harness';
import { BreezeStream } from './breeze-stream';

let sim: Harness;
beforeAll(async () => {
  const brokers = [breezeAccount(), breezeAccount(undefined, 'EFGH5678')];
  sim = await Harness.start(1, { brokers, limitFactor: 1_000 });
});
afterAll(() => sim.stop());

it('sends each account its own orders only, over every socket', async () => {
  const [client, other] = [
    await BreezeClient.logIn(sim),
    await BreezeClient.logIn(sim, 'EFGH5678'),
  ];
  const streams = [client.connect(), client.connect(), other.connect()] as const;
  for (const stream of streams) await stream.connected();
  const { Success } = await client.call('POST', 'order', sharesOrder());
  for (const stream of streams.slice(0, 2)) {
    await eventually(() => expect(stream.rowsOf(Success.order_id).at(-1)?.[20]).toBe('E'));
  }
  expect(streams[2].frames).toEqual([]);
  for (const { socket } of streams) socket.close();
});

it.each(['1', ''])('refuses token "%s"', async (token) => {
  const client = await BreezeClient.logIn(sim);
  const stream = client.connect(token);
  await eventually(() => expect(stream.refusals).toBe(1));
  expect(stream.socket.connected).toBe(false);
  stream.socket.close();
});

it('replays nothing', async () => {
  const client = await BreezeClient.logIn(sim);
  await client.call('POST', 'order', sharesOrder());
  await sim.quiet();
  const stream = await client.connect().connected();
  const { Success } = await client.call('POST', 'order', sharesOrder());
  await eventually(() => expect(stream.rowsOf(Success.order_id).at(-1)?.[20]).toBe('E'));
  expect(stream.frames).toHaveLength(stream.rowsOf(Success.order_id).length);
  stream.socket.close();
});

it('is at the root of a port of its own, where the official clients reconnect after a cut', async () => {
  const client = await BreezeClient.logIn(sim);
  const [user, token] = Buffer.from(client.sessionToken, 'base64').toString().split(':');
  // Reconnecting is what socket.io's clients do by default, unless the server takes leave of them.
  const socket = io(`http://127.0.0.1:${sim.app.get(BreezeStream).port}`, {
    transports: ['websocket'],
    auth: { user, token },
    reconnectionDelay: 1,
  });
  const [reasons, frames]: [string[], unknown[]] = [[], []];
  let connections = 0;
  socket.on('connect', () => (connections += 1));
  socket.on('disconnect', (reason) => reasons.push(reason));
  socket.on('order', (frame: unknown) => frames.push(frame));
  await eventually(() => expect(connections).toBe(1));
  await sim.call('POST', '/control/brokers/breeze/cut');
  await eventually(() => expect(connections).toBe(2));
  expect(reasons).toEqual(['transport close']);
  await client.call('POST', 'order', sharesOrder());
  await eventually(() => expect(frames.length).toBeGreaterThan(0));
  socket.close();
});

it('accepts websockets only', async () => {
  const path = '/breeze/socket.io/?EIO=4&transport=polling';
  expect((await sim.call('GET', path)).status).toBe(400);
});
