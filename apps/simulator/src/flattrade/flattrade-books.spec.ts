import { FlattradeClient, flattradeAccount } from '../testing/flattrade-client';
import { FixedClock } from '../testing/fixed-clock';
import { Harness } from '../testing/harness';

let sim: Harness;
let client: FlattradeClient;
const clock = new FixedClock(new Date());
beforeAll(async () => {
  sim = await Harness.start(1, { brokers: [flattradeAccount()], limitFactor: 1_000 }, clock);
  client = await FlattradeClient.logIn(sim);
});
afterAll(() => sim.stop());
afterEach(async () => {
  await sim.call('DELETE', '/control');
  await sim.call('DELETE', '/ledger');
});

async function trade(fields: object): Promise<void> {
  expect(await client.place(fields)).toMatchObject({ stat: 'Ok' });
  await sim.quiet();
}

it('adds fills up to positions, exactly', async () => {
  await sim.call('PUT', '/control/prices/INFY-EQ', { price: '103' });
  await trade({ qty: '10', prc: '100.10' });
  await trade({ qty: '20', prc: '100.25' });
  await trade({ qty: '12', prc: '101.00', trantype: 'S' });
  await trade({ qty: '5', prc: '99.00', prd: 'I' });
  expect(await client.list('PositionBook')).toMatchObject([
    {
      exch: 'NSE',
      tsym: 'INFY-EQ',
      prd: 'C',
      s_prdt_ali: 'CNC',
      netqty: '18',
      netavgprc: '100.20',
      daybuyqty: '30',
      daysellqty: '12',
      daybuyavgprc: '100.20',
      daysellavgprc: '101.00',
      daybuyamt: '3006.00',
      daysellamt: '1212.00',
      lp: '103.00',
      rpnl: '9.60',
      urmtom: '50.40',
    },
    { prd: 'I', netqty: '5', netavgprc: '99.00', urmtom: '20.00' },
  ]);
  expect(await client.call('Limits')).toMatchObject({
    stat: 'Ok',
    cash: '10000000000.00',
    // Shares within the day are paid by a fifth.
    marginused: '1902.60',
    rpnl: '9.60',
    urmtom: '70.40',
  });
});

it('shows a short position as negative, and omits a flat one', async () => {
  await trade({ trantype: 'S', prc: '100' });
  expect(await client.list('PositionBook')).toMatchObject([{ netqty: '-10', netavgprc: '100.00' }]);
  await trade({ trantype: 'B', prc: '90' });
  expect(await client.list('PositionBook')).toMatchObject([
    { netqty: '0', netavgprc: '0.00', rpnl: '100.00', urmtom: '0.00' },
  ]);
});

describe('ProductConversion', () => {
  const convert = (fields: object = {}) =>
    client.call('ProductConversion', {
      exch: 'NSE',
      tsym: 'INFY-EQ',
      qty: '4',
      prd: 'C',
      prevprd: 'I',
      trantype: 'B',
      postype: 'DAY',
      ...fields,
    });

  it('moves a part of a position at its average price', async () => {
    await trade({ prd: 'I', prc: '99.00' });
    expect(await convert()).toMatchObject({ stat: 'Ok' });
    expect(await client.list('PositionBook')).toMatchObject([
      { prd: 'I', netqty: '6', netavgprc: '99.00' },
      { prd: 'C', netqty: '4', netavgprc: '99.00' },
    ]);
  });

  it.each([
    [{ postype: 'Weekly' }, 'Invalid Input :  Invalid Position Type'],
    [{ qty: '11' }, 'Error Occurred : 2 "invalid input"'],
    [{ prevprd: 'M' }, 'Error Occurred : 2 "invalid input"'],
    [{ trantype: 'S' }, 'Error Occurred : 2 "invalid input"'],
    [{ prd: 'I' }, 'Error Occurred : 2 "invalid input"'],
  ])('refuses %j', async (fields, emsg) => {
    await trade({ prd: 'I' });
    expect(await convert(fields)).toMatchObject({ stat: 'Not_Ok', emsg });
  });
});

it('lists orders newest first, filtered by product', async () => {
  const first = await client.place();
  const second = await client.place({ prd: 'I' });
  const numbers = async (fields: object = {}) =>
    (await client.list('OrderBook', fields)).map((row) => row.norenordno);
  expect(await numbers()).toEqual([second.norenordno, first.norenordno]);
  expect(await numbers({ prd: 'I' })).toEqual([second.norenordno]);
  expect((await client.list('OrderBook'))[0]).toMatchObject({
    stat: 'Ok',
    norentm: expect.stringMatching(/^\d\d:\d\d:\d\d \d\d-\d\d-\d{4}$/),
    exch_tm: expect.stringMatching(/^\d\d-\d\d-\d{4} \d\d:\d\d:\d\d$/),
    ordenttm: expect.stringMatching(/^\d{10}$/),
    token: expect.stringMatching(/^\d{5,6}$/),
    ls: '1',
    ti: '0.05',
    pp: '2',
  });
});

it('shows holdings, and requires the product for them', async () => {
  expect(await client.call('Holdings')).toMatchObject({
    emsg: 'Invalid Input : Missing uid or actid or prd.',
  });
  expect(await client.list('Holdings', { prd: 'C' })).toMatchObject([
    { holdqty: '10', exch_tsym: [{ exch: 'NSE', tsym: 'INFY-EQ', ti: '0.05' }] },
    { holdqty: '25' },
  ]);
});

it('lists what the account may trade', async () => {
  expect(await client.call('UserDetails')).toMatchObject({
    uid: 'FT1',
    exarr: expect.arrayContaining(['NSE', 'NFO']),
    orarr: ['LMT', 'SL-LMT'],
    prarr: expect.arrayContaining([expect.objectContaining({ prd: 'C', s_prdt_ali: 'CNC' })]),
  });
});

describe('quotes', () => {
  it('are queried by the token that a search gives', async () => {
    const found = await client.call<{ values: { token: string; tsym: string }[] }>('SearchScrip', {
      exch: 'NSE',
      stext: 'tcs',
    });
    const [{ token = '', tsym = '' } = {}] = found.values;
    expect(tsym).toBe('TCS-EQ');
    const quote = await client.call('GetQuotes', { exch: 'NSE', token });
    expect(quote).toMatchObject({ stat: 'Ok', exch: 'NSE', token, tsym: 'TCS-EQ' });
    const [last, bid, offer, low, high] = ['lp', 'bp1', 'sp1', 'lc', 'uc'].map((name) =>
      Number(quote[name]),
    ) as [number, number, number, number, number];
    expect(bid).toBeLessThan(last);
    expect(offer).toBeGreaterThan(last);
    expect(low).toBeLessThan(bid);
    expect(high).toBeGreaterThan(offer);
    expect(await client.call('GetQuotes', { exch: 'NSE', token })).toMatchObject({ lp: quote.lp });

    await sim.call('PUT', '/control/prices/TCS-EQ', { price: '250.50' });
    expect(await client.call('GetQuotes', { exch: 'NSE', token })).toMatchObject({
      lp: '250.50',
      bp1: '250.45',
      sp1: '250.55',
      lc: '200.40',
      uc: '300.60',
    });
    const info = await client.call('GetSecurityInfo', { exch: 'NSE', token });
    expect(info).toMatchObject({ stat: 'Ok', tsym: 'TCS-EQ', ls: '1', frzqty: '100000' });
  });

  it('know the token of a traded symbol, and price any other token by itself', async () => {
    await trade({ tsym: 'NIFTY21AUG25C24500', exch: 'NFO', prd: 'M' });
    const [row] = await client.list('OrderBook');
    const traded = { exch: 'NFO', token: row?.token };
    expect(await client.call('GetQuotes', traded)).toMatchObject({ tsym: 'NIFTY21AUG25C24500' });
    await sim.call('PUT', '/control/prices/1594', { price: '1500' });
    const infosys = { exch: 'NSE', token: '1594' };
    expect(await client.call('GetQuotes', infosys)).toMatchObject({ lp: '1500.00', token: '1594' });
  });

  it('require an exchange and a token', async () => {
    const asked = (fields: object) => client.call('GetQuotes', fields);
    expect(await asked({ exch: 'NSE' })).toMatchObject({ stat: 'Not_Ok' });
    expect(await asked({ exch: 'NYSE', token: '1' })).toMatchObject({ stat: 'Not_Ok' });
  });
});

it('forgets the orders of yesterday', async () => {
  await trade({});
  clock.advance(86_400_000);
  for (const book of ['OrderBook', 'TradeBook', 'PositionBook']) {
    expect(await client.call(book)).toMatchObject({ emsg: 'Error Occurred : 5 "no data"' });
  }
});

it('moves delivery positions to the holdings overnight, and counts what is sold of them as used', async () => {
  const DAY_MS = 86_400_000;
  const order = { exch: 'NSE', tsym: 'ITC-EQ', prd: 'C', qty: '10' };
  await trade(order);
  await trade({ ...order, prd: 'I', tsym: 'SBIN-EQ' });
  const held = async () =>
    (await client.list('Holdings', { prd: 'C' })).slice(2).map((row) => ({ ...row }));
  expect(await held()).toEqual([]);
  clock.advance(DAY_MS);
  const shares = { exch_tsym: [{ exch: 'NSE', tsym: 'ITC-EQ' }], usedqty: '0' };
  expect(await held()).toMatchObject([{ ...shares, btstqty: '10', holdqty: '0' }]);
  expect(await held()).toHaveLength(1);
  clock.advance(DAY_MS);
  await trade({ ...order, trantype: 'S', qty: '4' });
  expect(await held()).toMatchObject([{ ...shares, btstqty: '0', holdqty: '10', usedqty: '4' }]);
  expect(await client.list('PositionBook')).toMatchObject([{ tsym: 'ITC-EQ', netqty: '-4' }]);
  clock.advance(DAY_MS);
  expect(await held()).toMatchObject([{ ...shares, holdqty: '6' }]);
});
