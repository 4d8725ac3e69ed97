import { FlattradeClient, flattradeAccount } from '../testing/flattrade-client';
import { Harness, eventually } from '../testing/harness';
import { WebSocket } from 'ws';

let sim: Harness;
let client: FlattradeClient;
beforeAll(async () => {
  const brokers = [flattradeAccount(), flattradeAccount(undefined, 'FT2')];
  sim = await Harness.start(1, { brokers, limitFactor: 1_000 });
  client = await FlattradeClient.logIn(sim);
});
afterAll(() => sim.stop());

it('answers a login, heartbeats and positions, and is silent about orders', async () => {
  const socket = await client.socket();
  expect(await socket.hears('ak')).toEqual({ t: 'ak', uid: 'FT1', s: 'OK' });
  socket.say({ t: 'o', actid: 'FT1' });
  socket.say({ t: 'p', actid: 'FT1' });
  socket.say({ t: 'h' });
  expect(await socket.hears('hk')).toEqual({ t: 'hk', hk: expect.stringMatching(/^\d{10}$/) });
  expect(socket.heard.map(({ t }) => t)).toEqual(['ak', 'pk', 'hk']);
  socket.say({ t: 'up' });
  socket.say({ t: 'uo' });
  await socket.hears('uok');
  const { norenordno = '' } = await client.place();
  await sim.quiet();
  socket.say({ t: 'p' });
  await eventually(() => expect(socket.heard.filter(({ t }) => t === 'pk')).toHaveLength(2));
  expect(socket.reports(norenordno)).toEqual([]);
  socket.close();
});

it('does not close after a negative answer, and allows another try', async () => {
  const socket = await client.socket('guessed');
  expect(await socket.hears('ak')).toMatchObject({ s: 'Not_Ok' });
  socket.say({ t: 'h' });
  socket.say({ t: 'a', uid: 'FT2', actid: 'FT2', accesstoken: client.token });
  socket.say({ t: 'a', uid: 'FT1', actid: 'FT1', accesstoken: client.token });
  await eventually(() =>
    expect(socket.heard.map(({ s }) => s)).toEqual(['Not_Ok', 'Not_Ok', 'OK']),
  );
  socket.close();
});

it('evicts a socket at the next login with the same token', async () => {
  const first = await client.socket();
  await first.hears('ak');
  const second = await client.socket();
  await second.hears('ak');
  expect(await first.closed).toBe(1000);
  second.say({ t: 'o', actid: 'FT1' });
  const { norenordno = '' } = await client.place();
  await eventually(() => expect(second.reports(norenordno)).toContain('Fill'));
  second.close();
});

it('sends each account its own orders only', async () => {
  const other = await FlattradeClient.logIn(sim, 'FT2');
  const socket = await other.socket();
  await socket.hears('ak');
  socket.say({ t: 'o', actid: 'FT2' });
  await client.place();
  const { norenordno = '' } = await other.place();
  await eventually(() => expect(socket.reports(norenordno)).toContain('Fill'));
  const numbers = socket.heard.filter(({ t }) => t === 'om').map((frame) => frame.norenordno);
  expect(new Set(numbers)).toEqual(new Set([norenordno]));
  socket.close();
});

it('is served at its own path only, and tolerates invalid JSON', async () => {
  const stray = new WebSocket(`${sim.url.replace('http', 'ws')}/flattrade/elsewhere`);
  await new Promise((resolve) => stray.on('error', resolve));
  const socket = await client.socket();
  await socket.hears('ak');
  socket.sayText('{');
  socket.say({ t: 'h' });
  await socket.hears('hk');
  socket.close();
});
