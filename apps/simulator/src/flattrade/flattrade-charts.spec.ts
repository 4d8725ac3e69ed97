import { Instruments } from '../market/instruments';
import { flattradeAccount, FlattradeClient, type NorenReply } from '../testing/flattrade-client';
import { Harness } from '../testing/harness';

let sim: Harness;
let client: FlattradeClient;
beforeAll(async () => {
  const brokers = [flattradeAccount()];
  sim = await Harness.start(1, { brokers, limitFactor: 1_000, market: true });
  client = await FlattradeClient.logIn(sim);
  // The lists of a day are made when they are first asked for, which takes a busy machine long.
  sim.app.get(Instruments).search('NSE', 'ACC');
});
afterAll(() => sim.stop());

const now = Math.floor(Date.now() / 1_000);
const week = { from: String(now - 7 * 86_400), to: String(now) };

it('has candles of minutes, newest first, whose volumes add up', async () => {
  const st = `${now - 5 * 86_400}.5`;
  const asked = { exch: 'NSE', token: '22', st, intrv: '60' };
  const rows = await client.list('TPSeries', asked);
  expect(rows.length).toBeGreaterThan(10);
  const [newest, before] = rows;
  expect(Number(newest.ssboe)).toBeGreaterThan(Number(before.ssboe));
  expect(Number(newest.v) - Number(newest.intv)).toBe(Number(before.v));
  expect(newest.time).toMatch(/^\d{2}-\d{2}-\d{4} \d{2}:\d{2}:\d{2}$/);
  const { lp } = await client.call('GetQuotes', { exch: 'NSE', token: '22' });
  expect(Math.abs(Number(newest.intc) / Number(lp) - 1)).toBeLessThan(0.02);
  for (const wrong of [{ intrv: '7' }, { st: 'soon' }, { token: 'none' }]) {
    const reply = await client.call('TPSeries', { ...asked, ...wrong });
    expect(reply.stat).toBe('Not_Ok');
  }
});

it('has candles of days as texts', async () => {
  const days = await client.call<string[]>('EODChartData', { sym: 'NSE:ACC-EQ', ...week });
  const rows = days.map((text) => JSON.parse(text) as NorenReply);
  expect(rows.length).toBeGreaterThan(3);
  expect(rows[0].time).toMatch(/^\d{2}-[A-Z]{3}-\d{4}$/);
  expect(Number(rows[0].inth)).toBeGreaterThanOrEqual(Number(rows[0].intl));
});

it('has the chain around a strike, of the expiry that is named', async () => {
  const { values } = await client.call<{ values: NorenReply[] }>('SearchScrip', {
    exch: 'NFO',
    stext: 'NIFTY+25000',
  });
  const { tsym, exd } = values[0];
  const chain = await client.call<{ values: NorenReply[] }>('GetOptionChain', {
    exch: 'NFO',
    tsym,
    strprc: '25010.0',
    cnt: '2',
  });
  const strikes = new Set(chain.values.map(({ strprc }) => strprc));
  expect([...strikes]).toEqual(['24950.00', '25000.00', '25050.00', '25100.00']);
  expect(chain.values).toHaveLength(8);
  const greeks = await client.call('GetOptionGreek', {
    exd,
    strprc: '25000',
    sptprc: '25000',
    int_rate: '0',
    volatility: '12',
    optt: 'CE',
  });
  // Without interest a call and a put at the money are worth the same.
  expect(greeks.cal_price).toBe(greeks.put_price);
  expect(Number(greeks.cal_delta) - Number(greeks.put_delta)).toBeCloseTo(1);
});

it('keeps lists of instruments for a user', async () => {
  const list = { wlname: '2' };
  expect(await client.call('MarketWatch', list)).toMatchObject({ stat: 'Not_Ok' });
  await client.call('AddMultiScripsToMW', { ...list, scrips: 'NSE|22#NSE|2885' });
  await client.call('DeleteMultiMWScrips', { ...list, scrips: 'NSE|22' });
  const { values } = await client.call<{ values: NorenReply[] }>('MarketWatch', list);
  expect(values).toMatchObject([{ exch: 'NSE', token: '2885', tsym: 'RELIANCE-EQ' }]);
  const unknown = await client.call('AddMultiScripsToMW', { ...list, scrips: 'NSE|none' });
  expect(unknown.stat).toBe('Not_Ok');
  expect(await client.call('MWList')).toMatchObject({ values: ['1', '2', '3', '4', '5'] });
});
