import { tradingDate } from '../brokers/indian-time';
import { FixedClock } from '../testing/fixed-clock';
import { flattradeAccount, FlattradeClient, type NorenReply } from '../testing/flattrade-client';
import { eventually, Harness } from '../testing/harness';

const DAY_MS = 86_400_000;

const clock = new FixedClock(new Date('2026-11-27T05:00:00Z'));
let sim: Harness;
let client: FlattradeClient;
beforeAll(async () => {
  const brokers = [flattradeAccount()];
  sim = await Harness.start(1, { brokers, limitFactor: 1_000, market: true }, clock);
  client = await FlattradeClient.logIn(sim);
  await sim.call('PUT', '/control/market', { volatility: 0, speed: 100 });
});
afterAll(() => sim.stop());
beforeEach(async () => {
  await sim.call('DELETE', '/ledger');
  await setPrice('1800');
});

const setPrice = (price: string) => sim.call('PUT', '/control/prices/ACC-EQ', { price });
const contract = { exch: 'NSE', tsym: 'ACC-EQ' };
const terms = { trantype: 'S', prctyp: 'LMT', prd: 'C', ret: 'DAY', qty: '10', prc: '1700' };
const gtt = { ...contract, ...terms, ai_t: 'LTP_B_O', validity: 'GTT', d: '1750', remarks: 'net' };
const oco = {
  ...contract,
  ai_t: 'LMT_BOS_O',
  validity: 'GTT',
  remarks: 'pair',
  oivariable: [
    { d: '1850', var_name: 'x' },
    { d: '1750', var_name: 'y' },
  ],
  place_order_params: { ...contract, ...terms, actid: 'FT1', uid: 'FT1', prc: '1840' },
  place_order_params_leg2: { ...contract, ...terms, actid: 'FT1', uid: 'FT1' },
};
const created = async (call: string, fields: object): Promise<string> => {
  const reply = await client.call(call, fields);
  expect(reply).toMatchObject({ stat: 'Oi created' });
  return reply.al_id;
};
const pending = () => client.call<NorenReply[] | NorenReply>('GetPendingGTTOrder');
const rows = () => client.list('OrderBook');
const nothing = { emsg: 'Error Occurred : 5 "no data"' };

it('keeps an order until its price is reached, and then places it', async () => {
  const id = await created('PlaceGTTOrder', gtt);
  expect(await pending()).toMatchObject([{ al_id: id, ai_t: 'LTP_B_O', token: '22', d: '1750' }]);
  await setPrice('1760');
  await sim.quiet();
  expect(await rows()).toMatchObject(nothing);
  await setPrice('1740');
  await eventually(async () =>
    expect(await rows()).toMatchObject([{ status: 'COMPLETE', avgprc: '1739.95' }]),
  );
  expect((await rows())[0].remarks).toBe(`LTP_B_O: gtt:${id}: Ltp 1740 is below 1750`);
  expect(await pending()).toMatchObject(nothing);
});

it.each([
  ['above', '1860', '1840.00'],
  ['below', '1740', '1700.00'],
])(
  'places the one of two whose price is reached, %s, and forgets the other',
  async (_side, price, prc) => {
    await created('PlaceOCOOrder', oco);
    await setPrice(price);
    await eventually(async () => expect(await rows()).toMatchObject([{ status: 'COMPLETE', prc }]));
    await setPrice(price === '1860' ? '1740' : '1860');
    await sim.quiet();
    expect(await rows()).toHaveLength(1);
    expect(await pending()).toMatchObject(nothing);
  },
);

it('is changed and deleted by its number', async () => {
  const id = await created('PlaceGTTOrder', gtt);
  const changed = { ...gtt, al_id: id, d: '1600', qty: '20' };
  expect(await client.call('ModifyGTTOrder', changed)).toMatchObject({ stat: 'Oi Replaced' });
  await setPrice('1740');
  await sim.quiet();
  expect(await pending()).toMatchObject([{ al_id: id, d: '1600', qty: '20' }]);
  const other = await client.call('ModifyGTTOrder', { ...changed, ai_t: 'LTP_A_O' });
  expect(other).toMatchObject({ stat: 'Not_Ok' });
  expect(await client.call('CancelGTTOrder', { al_id: id })).toMatchObject({
    stat: 'Oi delete success',
  });
  expect(await client.call('CancelGTTOrder', { al_id: id })).toMatchObject({ emsg: 'Invalid Oi' });
  expect(await pending()).toMatchObject(nothing);
});

it('waits for a day or for longer', async () => {
  await created('PlaceGTTOrder', { ...gtt, validity: 'DAY' });
  const id = await created('PlaceOCOOrder', oco);
  const today = tradingDate(clock.now());
  clock.advance(DAY_MS);
  expect(tradingDate(clock.now())).not.toBe(today);
  client = await FlattradeClient.logIn(sim);
  expect(await pending()).toMatchObject([{ al_id: id }]);
  await client.call('CancelOCOOrder', { al_id: id });
});

it.each([
  ['PlaceGTTOrder', { ...gtt, ai_t: 'ATP' }],
  ['PlaceGTTOrder', { ...gtt, d: '0' }],
  ['PlaceGTTOrder', { ...gtt, tsym: 'NOTHING-EQ' }],
  ['PlaceGTTOrder', { ...gtt, prc: '1700.03' }],
  ['PlaceGTTOrder', { ...gtt, validity: 'WEEK' }],
  ['PlaceOCOOrder', { ...oco, place_order_params_leg2: undefined }],
  ['PlaceOCOOrder', { ...oco, oivariable: [] }],
])('%s refuses %j', async (call, fields) => {
  expect(await client.call(call, fields)).toMatchObject({ stat: 'Not_Ok' });
  expect(await pending()).toMatchObject(nothing);
});

it('says which there are', async () => {
  const { ai_ts } = await client.call<{ ai_ts: object[] }>('GetEnabledGTTs');
  expect(ai_ts).toEqual([{ ai_t: 'LTP_A_O' }, { ai_t: 'LTP_B_O' }, { ai_t: 'LMT_BOS_O' }]);
});
