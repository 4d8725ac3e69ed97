import { flattradeAccount, FlattradeClient, orderFields } from '../testing/flattrade-client';
import { eventually, Harness } from '../testing/harness';

let sim: Harness;
let client: FlattradeClient;
beforeAll(async () => {
  const brokers = [flattradeAccount()];
  sim = await Harness.start(1, { brokers, limitFactor: 1_000, market: true });
  client = await FlattradeClient.logIn(sim);
  await sim.call('PUT', '/control/market', { volatility: 0, speed: 100 });
});
afterAll(() => sim.stop());
beforeEach(async () => {
  await sim.call('DELETE', '/ledger');
  await sim.call('DELETE', '/control');
});

const acc = { tsym: 'ACC-EQ', prc: '1750' };
const setFunds = (cash: string) =>
  sim.call('PUT', '/control/brokers/flattrade/users/FT1/funds', { cash });
const last = async (norenordno: string) =>
  eventually(async () => {
    const row = await client.row(norenordno);
    expect(row.status).not.toBe('PENDING');
    return row;
  });

it('rejects an order that there is no money for, in the words of the risk system', async () => {
  await setFunds('20000');
  const placed = await client.place({ ...acc, qty: '11' });
  expect(await last(placed.norenordno)).toMatchObject({ status: 'OPEN' });
  const more = await client.place({ ...acc, qty: '1' });
  expect(await last(more.norenordno)).toMatchObject({
    status: 'REJECTED',
    rejreason: 'RED:Margin Shortfall:INR 1000.00 Available:INR 20000.00 for C-FT1 [FLATTRADE]',
  });
  expect(await client.call('Limits')).toMatchObject({ cash: '20000.00', marginused: '19250.00' });
  await client.call('CancelOrder', { norenordno: placed.norenordno });
  const again = await client.place({ ...acc, qty: '1' });
  expect(await last(again.norenordno)).toMatchObject({ status: 'OPEN' });
});

it('rejects a change that there is no money for, and leaves the order as it was', async () => {
  await setFunds('20000');
  const { norenordno } = await client.place({ ...acc, qty: '11' });
  await last(norenordno);
  const change = { ...orderFields({ ...acc, qty: '12' }), norenordno };
  expect(await client.call('ModifyOrder', change)).toMatchObject({ stat: 'Ok' });
  const [{ rpt, rejreason }] = await client.list('SingleOrdHist', { norenordno });
  expect([rpt, rejreason]).toEqual([
    'ReplaceRejected',
    'RED:Margin Shortfall:INR 1000.00 Available:INR 20000.00 for C-FT1 [FLATTRADE]',
  ]);
  expect(await client.row(norenordno)).toMatchObject({ qty: '11', status: 'OPEN' });
  await client.call('ModifyOrder', { ...change, prc: '1600' });
  expect(await client.row(norenordno)).toMatchObject({ qty: '12', prc: '1600.00' });
});

it('blocks nothing for an order that closes a position', async () => {
  const bought = await client.place({ tsym: 'ACC-EQ', prd: 'I', qty: '10', prc: '1900' });
  await eventually(async () =>
    expect(await client.row(bought.norenordno)).toMatchObject({ status: 'COMPLETE' }),
  );
  const { marginused } = await client.call('Limits');
  await setFunds(marginused);
  const close = { tsym: 'ACC-EQ', prd: 'I', trantype: 'S', qty: '10', prc: '1950' };
  const closing = await client.place(close);
  expect(await last(closing.norenordno)).toMatchObject({ status: 'OPEN' });
  const opening = await client.place({ ...close, qty: '1' });
  expect(await last(opening.norenordno)).toMatchObject({ status: 'REJECTED' });
});

it('is told the money by the control, which takes amounts alone', async () => {
  for (const cash of ['much', '-1', null]) {
    const answer = await sim.call('PUT', '/control/brokers/flattrade/users/FT1/funds', { cash });
    expect(answer.json.comment).toContain('cash must be');
  }
  await setFunds('5');
  await sim.call('DELETE', '/control');
  expect(await client.call('Limits')).toMatchObject({ cash: '10000000000.00' });
});

it('previews the margin of an order and of a basket', async () => {
  const order = orderFields({ ...acc, qty: '10', prd: 'I' });
  expect(await client.call('GetOrderMargin', order)).toMatchObject({
    ordermargin: '3500.00',
    marginused: '3500.00',
    marginusedprev: '0.00',
    remarks: '',
  });
  const basketlists = [orderFields({ ...acc, qty: '10', prd: 'C' })];
  expect(await client.call('GetBasketMargin', { ...order, basketlists })).toMatchObject({
    marginused: '21000.00',
  });
  expect(await client.list('OrderBook')).toMatchObject({
    emsg: expect.stringContaining('no data'),
  });
});

it('calculates SPAN of positions that are told, orders included or not', async () => {
  const position = {
    prd: 'M',
    exch: 'NFO',
    instname: 'OPTIDX',
    symname: 'NIFTY',
    exd: '29-DEC-2026',
    optt: 'CE',
    strprc: '25000',
    buyqty: '0',
    sellqty: '65',
    netqty: '-65',
  };
  expect(await client.call('SpanCalc', { pos: [position] })).toMatchObject({
    span: '325000.00',
    expo: '65000.00',
    span_trade: '162500.00',
    expo_trade: '32500.00',
  });
});
