import { BreezeClient, breezeAccount, sharesOrder } from '../testing/breeze-client';
import { FlattradeClient, flattradeAccount, orderFields } from '../testing/flattrade-client';
import { eventually, Harness } from '../testing/harness';

let sim: Harness;
beforeEach(async () => {
  sim = await Harness.start(1, { brokers: [flattradeAccount(), breezeAccount()] });
});
afterEach(() => sim.stop());

it('shows and changes how a broker behaves, until the control is reset', async () => {
  const defaults = {
    user: 'present',
    reloginAfterMs: 1_000,
    takeBackAfterMs: 60_000,
    echoRemark: false,
    cashFrameScale: 100,
    prices: 'as-seen',
    oddRows: null,
  };
  const read = async () => JSON.parse((await sim.call('GET', '/control/brokers')).text) as object;
  expect(await read()).toEqual({ flattrade: defaults, breeze: defaults });
  const changes = {
    user: 'absent',
    reloginAfterMs: 5,
    takeBackAfterMs: 6,
    echoRemark: true,
    cashFrameScale: 1,
    prices: 'strict',
    oddRows: { symbol: 'INFTEC', fields: { action: 'Odd', 15: '?' } },
  };
  await sim.call('PUT', '/control/brokers/breeze', changes);
  expect(await read()).toEqual({ flattrade: defaults, breeze: changes });
  await sim.call('DELETE', '/control');
  expect(await read()).toEqual({ flattrade: defaults, breeze: defaults });
});

it.each([
  ['PUT', '/control/brokers/zerodha', {}],
  ['PUT', '/control/brokers/breeze', { cashFrameScale: 10 }],
  ['PUT', '/control/brokers/breeze', { user: 'asleep' }],
  ['PUT', '/control/brokers/breeze', { prices: 'loose' }],
  ['PUT', '/control/brokers/breeze', { oddRows: { symbol: 'INFTEC', fields: { action: 1 } } }],
  ['PUT', '/control/brokers/breeze', { colour: 'red' }],
  ['POST', '/control/brokers/zerodha/cut', {}],
  ['POST', '/control/brokers/breeze/cut', { downForMs: -1 }],
  ['POST', '/control/brokers/zerodha/expire', {}],
  ['PUT', '/control/prices/TCS', { price: '0' }],
  ['PUT', '/control/prices/TCS', { price: '10', size: 1 }],
])('refuses %s %s %j', async (method, path, body) => {
  expect((await sim.call(method, path, body)).status).toBe(400);
});

it("cuts Flattrade's sockets and refuses new ones for a while", async () => {
  const client = await FlattradeClient.logIn(sim);
  const socket = await client.socket();
  await socket.hears('ak');
  await sim.call('POST', '/control/brokers/flattrade/cut', { downForMs: 300 });
  expect(await socket.closed).toBe(1006);
  await expect(client.socket()).rejects.toThrow();
  await eventually(async () => {
    const again = await client.socket();
    await again.hears('ak');
    again.close();
  });
});

it("cuts Breeze's sockets and refuses new ones for a while", async () => {
  const client = await BreezeClient.logIn(sim);
  const stream = await client.connect().connected();
  await sim.call('POST', '/control/brokers/breeze/cut', { downForMs: 300 });
  await eventually(() => expect(stream.socket.connected).toBe(false));
  const refused = client.connect();
  await eventually(() => expect(refused.refusals).toBe(1));
  await eventually(async () => {
    const again = client.connect();
    await eventually(() => {
      if (!again.socket.connected && again.refusals === 0) throw new Error('waiting');
    });
    expect(again.refusals).toBe(0);
    again.socket.close();
  });
});

it('cuts only now if no duration is given', async () => {
  const client = await FlattradeClient.logIn(sim);
  const socket = await client.socket();
  await socket.hears('ak');
  expect((await sim.call('POST', '/control/brokers/flattrade/cut')).status).toBe(204);
  await socket.closed;
  const again = await client.socket();
  expect(await again.hears('ak')).toMatchObject({ s: 'OK' });
});

it('ends all sessions, and closes their sockets', async () => {
  const flattrade = await FlattradeClient.logIn(sim);
  const breeze = await BreezeClient.logIn(sim);
  const socket = await flattrade.socket();
  await socket.hears('ak');
  const stream = await breeze.connect().connected();
  await sim.call('POST', '/control/brokers/flattrade/expire');
  expect(await socket.closed).toBe(1000);
  expect(stream.socket.connected).toBe(true);
  await sim.call('POST', '/control/brokers/breeze/expire');
  await eventually(() => expect(stream.socket.connected).toBe(false));
  expect(await flattrade.call('Limits')).toMatchObject({ stat: 'Not_Ok' });
  expect(await breeze.call('GET', 'funds')).toMatchObject({ Status: 5 });
});

describe('sessionExpired', () => {
  beforeEach(() => sim.call('PUT', '/control', { behaviour: 'sessionExpired' }));

  it('ends the session at Flattrade for this call and later ones', async () => {
    const client = await FlattradeClient.logIn(sim);
    const over = { stat: 'Not_Ok', emsg: 'Session Expired :  Invalid Session Key' };
    expect(await client.place()).toMatchObject(over);
    await sim.call('DELETE', '/control');
    expect(await client.place()).toMatchObject(over);
    expect(await client.call('OrderBook')).toMatchObject(over);
    expect(await sim.summary()).toMatchObject({ orders: 0, requests: 1 });
    const again = await FlattradeClient.logIn(sim);
    expect(await again.place()).toMatchObject({ stat: 'Ok' });
  });

  it('ends the session at Breeze for this call and later ones', async () => {
    const client = await BreezeClient.logIn(sim);
    const over = { Success: null, Status: 5, Error: 'Authentication Fail :: Invalid Checksum.' };
    expect(await client.place()).toEqual(over);
    await sim.call('DELETE', '/control');
    expect(await client.place()).toEqual(over);
    const again = await BreezeClient.logIn(sim);
    expect(await again.place()).toMatchObject({ Status: 200 });
  });
});

describe('limits', () => {
  it('are enforced by Flattrade, in the ledger and in the summary', async () => {
    const client = await FlattradeClient.logIn(sim);
    const replies = await Promise.all(Array.from({ length: 11 }, () => client.place()));
    expect(replies.filter(({ stat }) => stat === 'Ok')).toHaveLength(10);
    expect(replies).toContainEqual(
      expect.objectContaining({
        emsg: 'Invalid Input :  Order Recieved 11 in a current second exceeds Limit 10 for user',
      }),
    );
    const { json } = await sim.call('GET', '/ledger?kind=limitExceeded');
    const excess = { account: 'FT1', window: 'ordersPerSecond', limit: 10, count: 11 };
    expect(json.items).toMatchObject([{ kind: 'limitExceeded', front: 'flattrade', ...excess }]);
    const summary = await sim.summary();
    expect(summary).toMatchObject({ limitsExceeded: 1, orders: 10 });
    expect(summary.fronts.flattrade.limitsExceeded).toBe(1);
    expect(summary.limits).toContainEqual(
      expect.objectContaining({ broker: 'flattrade', window: 'ordersPerSecond', highest: 11 }),
    );
    await sim.call('DELETE', '/ledger');
    expect(await sim.summary()).toMatchObject({ limitsExceeded: 0, limits: [] });
  });

  it('are enforced by Breeze over all calls, the login too', async () => {
    const client = await BreezeClient.logIn(sim);
    for (let calls = 1; calls < 100; calls += 1) {
      expect(await client.call('GET', 'funds')).toMatchObject({ Status: 200 });
    }
    const answer = await client.send('POST', 'order', JSON.stringify(sharesOrder()));
    expect(answer).toMatchObject({
      status: 401,
      json: {
        Success: null,
        Status: 5,
        Error: 'Limit exceed: API call per minute:Try after some time',
      },
    });
    expect(await sim.summary()).toMatchObject({ orders: 0, limitsExceeded: 1 });
  });
});

describe('lookups', () => {
  it.each([
    ['error', 500],
    ['missing', 404],
  ])('answer with %s as configured', async (behaviour, status) => {
    const flattrade = await FlattradeClient.logIn(sim);
    const breeze = await BreezeClient.logIn(sim);
    await sim.call('PUT', '/control/lookup', { behaviour });
    const body = `jData={"uid":"FT1"}&jKey=${flattrade.token}`;
    expect((await flattrade.send('OrderBook', body)).status).toBe(status);
    const fields = JSON.stringify({ exchange_code: 'NSE' });
    expect((await breeze.send('GET', 'order', fields)).status).toBe(status);
    const { json } = await sim.call('GET', '/ledger?kind=lookup');
    expect(json.items).toMatchObject([
      { front: 'flattrade', call: 'OrderBook', account: 'FT1', status },
      { front: 'breeze', call: 'order', account: 'ABCD1234', status },
    ]);
  });
});

it('counts each front separately, and keeps no key, token or checksum', async () => {
  const flattrade = await FlattradeClient.logIn(sim);
  const breeze = await BreezeClient.logIn(sim);
  await sim.newOrder('rest-1');
  await flattrade.place({ remarks: 'ONE' });
  await flattrade.send('PlaceOrder', `jData={"uid"&jKey=${flattrade.token}`);
  await flattrade.call('PlaceOrder', orderFields({ tsym: '' }));
  await breeze.place({ user_remark: 'two' });
  await breeze.place({ price: '0.01' });
  const { fronts, ...totals } = await sim.quiet();
  expect(fronts).toMatchObject({
    rest: { requests: 1, orders: 1, malformed: 0 },
    flattrade: { requests: 1, orders: 1, malformed: 2 },
    breeze: { requests: 1, orders: 1, malformed: 1 },
  });
  expect(totals).toMatchObject({ requests: 3, orders: 3, malformed: 3 });
  const { text } = await sim.call('GET', '/ledger');
  const [, key] = Buffer.from(breeze.sessionToken, 'base64').toString().split(':');
  for (const secret of [
    flattrade.token,
    breeze.sessionToken,
    key,
    'secret-of',
    'key-of',
    'key+of',
  ]) {
    expect(text).not.toContain(secret);
  }
});
