import { FixedClock } from '../testing/fixed-clock';
import { BrokerAccount } from './broker-account';
import { breezeAccount, BreezeClient } from '../testing/breeze-client';
import { flattradeAccount, FlattradeClient, sha256 } from '../testing/flattrade-client';
import { eventually, Harness } from '../testing/harness';
import { Landing } from '../testing/landing';

let landing: Landing;
let sim: Harness;
beforeEach(async () => {
  landing = await Landing.start();
});
afterEach(async () => {
  await sim.stop();
  await landing.stop();
});

const start = async (...[account]: [ReturnType<typeof flattradeAccount>]): Promise<void> => {
  sim = await Harness.start(1, { brokers: [account] });
};
const visits = (count: number): Promise<void> =>
  eventually(() => expect(landing.visits).toHaveLength(count));
const settle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it('logs in when the simulator starts, with a code that becomes a session', async () => {
  await start(flattradeAccount(landing.url));
  await visits(1);
  const [visit] = landing.visits;
  expect(visit?.pathname).toBe('/callback');
  expect(visit?.searchParams.get('x')).toBe('1');
  expect(visit?.searchParams.get('client')).toBe('FT1');
  const code = visit?.searchParams.get('code') ?? '';
  const { text } = await sim.call('POST', '/flattrade/trade/apitoken', {
    api_key: 'key-of-FT1',
    request_code: code,
    api_secret: sha256(`key-of-FT1${code}secret-of-FT1`),
  });
  expect(JSON.parse(text)).toMatchObject({ stat: 'Ok', client: 'FT1', emsg: '' });
});

it('hands Breeze an API session', async () => {
  await start(breezeAccount(landing.url));
  await visits(1);
  const SessionToken = landing.visits[0]?.searchParams.get('apisession') ?? '';
  const details = { SessionToken, AppKey: 'key+of=ABCD1234' };
  expect(await BreezeClient.customerDetails(sim, details)).toMatchObject({ Status: 200 });
});

it('tries again each second until the redirect succeeds, with a fresh code each time', async () => {
  landing.status = 500;
  await start(flattradeAccount(landing.url));
  await visits(2);
  landing.status = 302;
  await visits(3);
  const codes = landing.visits.map((visit) => visit.searchParams.get('code'));
  expect(new Set(codes).size).toBe(3);
  await settle(1_200);
  expect(landing.visits).toHaveLength(3);
});

it('logs in again once a call was told that its session has ended', async () => {
  await start(flattradeAccount(landing.url));
  await visits(1);
  await sim.call('PUT', '/control/brokers/flattrade', { reloginAfterMs: 10 });
  const client = await FlattradeClient.logIn(sim);
  await sim.call('POST', '/control/brokers/flattrade/expire');
  await settle(50);
  expect(landing.visits).toHaveLength(1);
  const { emsg } = await client.call('OrderBook');
  expect(emsg).toBe('Session Expired :  Invalid Session Key');
  await client.call('OrderBook');
  await visits(2);
});

it('logs in again for a stream that was refused', async () => {
  await start(breezeAccount(landing.url));
  await visits(1);
  await sim.call('PUT', '/control/brokers/breeze', { reloginAfterMs: 10, takeBackAfterMs: 0 });
  const client = await BreezeClient.logIn(sim);
  const stream = client.connect('wrong');
  await eventually(() => expect(stream.refusals).toBe(1));
  await visits(2);
  stream.socket.close();
});

it('leaves a session that a program took to it, and takes it back when it is free', async () => {
  const clock = new FixedClock();
  sim = await Harness.start(1, { brokers: [flattradeAccount(landing.url)] }, clock);
  await visits(1);
  await sim.call('PUT', '/control/brokers/flattrade', { reloginAfterMs: 0 });
  const engine = await FlattradeClient.logIn(sim);
  const program = await FlattradeClient.logIn(sim);
  expect(await engine.call('OrderBook')).toMatchObject({ stat: 'Not_Ok' });
  // In use for longer than a session may be unused.
  clock.advance(50_000);
  expect(await program.call('Limits')).toMatchObject({ stat: 'Ok' });
  clock.advance(50_000);
  await settle(1_200);
  expect(landing.visits).toHaveLength(1);
  expect(await program.call('Limits')).toMatchObject({ stat: 'Ok' });
  await program.call('Logout');
  await visits(2);
});

it('takes a session back that a program does not use any more', async () => {
  const clock = new FixedClock();
  sim = await Harness.start(1, { brokers: [breezeAccount(landing.url)] }, clock);
  await visits(1);
  await sim.call('PUT', '/control/brokers/breeze', { reloginAfterMs: 0 });
  const engine = await BreezeClient.logIn(sim);
  await BreezeClient.logIn(sim);
  await engine.call('GET', 'funds');
  await settle(100);
  expect(landing.visits).toHaveLength(1);
  clock.advance(61_000);
  await visits(2);
});

it('never logs in to an account for programs', async () => {
  const { broker, userId, apiKey } = flattradeAccount();
  const secret = `secret-of-${userId}`;
  const account = new BrokerAccount(broker, userId, apiKey, secret, landing.url, false);
  sim = await Harness.start(1, { brokers: [account] });
  await sim.call('PUT', '/control/brokers/flattrade', { reloginAfterMs: 0 });
  await new FlattradeClient(sim, 'none').call('OrderBook');
  const program = await FlattradeClient.logIn(sim);
  expect(await program.call('Limits')).toMatchObject({ stat: 'Ok' });
  await settle(100);
  expect(landing.visits).toEqual([]);
});

it('shows a browser what the login page gave it', async () => {
  await start(flattradeAccount(landing.url));
  const { json } = await sim.call('GET', '/logged-in?code=1&client=FT1');
  expect(json).toEqual({ code: '1', client: 'FT1' });
});

it('does not log in if somebody did meanwhile', async () => {
  await start(flattradeAccount(landing.url));
  await visits(1);
  await sim.call('PUT', '/control/brokers/flattrade', { reloginAfterMs: 300 });
  const client = await FlattradeClient.logIn(sim);
  await sim.call('POST', '/control/brokers/flattrade/expire');
  await client.call('OrderBook');
  await settle(20);
  await FlattradeClient.logIn(sim);
  await settle(400);
  expect(landing.visits).toHaveLength(1);
});

it('stays away when told to, and comes back', async () => {
  await start(flattradeAccount(landing.url));
  await visits(1);
  await sim.call('PUT', '/control/brokers/flattrade', { user: 'absent', reloginAfterMs: 0 });
  await new FlattradeClient(sim, 'stale').call('OrderBook');
  await settle(50);
  expect(landing.visits).toHaveLength(1);
  await sim.call('PUT', '/control/brokers/flattrade', { user: 'present' });
  await visits(2);
});
