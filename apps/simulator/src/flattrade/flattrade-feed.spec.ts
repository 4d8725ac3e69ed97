import { flattradeAccount, FlattradeClient } from '../testing/flattrade-client';
import { eventually, Harness } from '../testing/harness';

let sim: Harness;
let client: FlattradeClient;
beforeAll(async () => {
  sim = await Harness.start(1, {
    brokers: [flattradeAccount()],
    limitFactor: 1_000,
    market: true,
  });
  client = await FlattradeClient.logIn(sim);
  await sim.call('PUT', '/control/market', { volatility: 5, speed: 20 });
});
afterAll(() => sim.stop());

it('sends everything at once and changes from then on, as long as somebody subscribes', async () => {
  const socket = await client.socket();
  await socket.hears('ak');
  socket.say({ t: 't', k: 'NSE|22#NSE|26000#NSE|none' });
  socket.say({ t: 'd', k: 'NSE|22' });
  const touchline = await socket.hears('tk');
  expect(touchline).toMatchObject({
    e: 'NSE',
    tk: '22',
    ts: 'ACC-EQ',
    ti: '0.1',
    pp: '2',
    ls: '1',
  });
  for (const name of [
    'lp',
    'pc',
    'v',
    'o',
    'h',
    'l',
    'c',
    'ap',
    'bp1',
    'bq1',
    'sp1',
    'sq1',
    'ft',
  ]) {
    expect(Number(touchline[name])).not.toBeNaN();
  }
  expect(touchline).not.toHaveProperty('bp2');
  const depth = await socket.hears('dk');
  for (const name of ['bp5', 'bq5', 'bo5', 'sp5', 'sq5', 'so5', 'tbq', 'tsq', 'lc', 'uc', 'ltq']) {
    expect(Number(depth[name])).toBeGreaterThan(0);
  }
  expect(socket.heard.filter(({ t }) => t === 'tk').map(({ tk }) => tk)).toEqual(['22', '26000']);
  await socket.hears('df');
  const change = await socket.hears('tf');
  expect(change).not.toHaveProperty('c');
  expect(Object.keys(change).length).toBeLessThan(Object.keys(touchline).length);

  socket.say({ t: 'u', k: 'NSE|22#NSE|26000' });
  socket.say({ t: 'ud', k: 'NSE|22' });
  await socket.hears('udk');
  const count = socket.heard.length;
  socket.say({ t: 'd', k: 'NSE|22' });
  await eventually(() => expect(socket.heard.length).toBeGreaterThan(count + 3));
  expect(socket.heard.slice(count).map(({ t }) => t)).not.toContain('tf');
  socket.close();
});

it('says in its frames what the quote says', async () => {
  await sim.call('PUT', '/control/prices/ACC-EQ', { price: '1750' });
  const socket = await client.socket();
  socket.say({ t: 'd', k: 'NSE|22' });
  const { lp, bp1, sq5, pc } = await socket.hears('dk');
  expect(await client.call('GetQuotes', { exch: 'NSE', token: '22' })).toMatchObject({
    lp,
    bp1,
    sq5,
    pc,
  });
  await sim.call('PUT', '/control/prices/ACC-EQ', { price: '1760' });
  // Other frames say what else moved.
  await eventually(() =>
    expect(socket.heard).toContainEqual(expect.objectContaining({ t: 'df', lp: '1760.00' })),
  );
  socket.close();
});

it('takes the older login of other brokers on Noren', async () => {
  const socket = await client.socket('none');
  await socket.hears('ak');
  socket.say({ t: 'c', uid: 'FT1', actid: 'FT1', susertoken: client.token, source: 'API' });
  expect(await socket.hears('ck')).toEqual({ t: 'ck', uid: 'FT1', s: 'OK' });
  socket.close();
});
