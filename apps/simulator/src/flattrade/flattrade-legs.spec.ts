import { FixedClock } from '../testing/fixed-clock';
import { flattradeAccount, FlattradeClient, type NorenReply } from '../testing/flattrade-client';
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
  await setPrice('1800');
});

const setPrice = (price: string) => sim.call('PUT', '/control/prices/ACC-EQ', { price });
const bracket = { tsym: 'ACC-EQ', qty: '10', prc: '1801', prd: 'B', blprc: '20', bpprc: '30' };
const legsOf = async (parent: string): Promise<NorenReply[]> => {
  const rows = await client.list('OrderBook');
  return rows.filter(({ snonum }) => snonum === parent).toReversed();
};
const bought = async (fields: object = {}): Promise<string> => {
  const { norenordno } = await client.place({ ...bracket, ...fields });
  await eventually(async () => expect(await legsOf(norenordno)).not.toEqual([]));
  return norenordno;
};

it('brings a stop and a target with each fill, at their distances', async () => {
  const parent = await bought();
  const { avgprc } = await client.row(parent);
  expect(avgprc).toBe('1800.05');
  expect(await client.row(parent)).toMatchObject({ blprc: '20.00', bpprc: '30.00' });
  expect(await legsOf(parent)).toMatchObject([
    { snoordt: '1', trantype: 'S', prctyp: 'SL-LMT', trgprc: '1780.10', status: 'TRIGGER_PENDING' },
    { snoordt: '0', trantype: 'S', prctyp: 'LMT', prc: '1830.10', qty: '10', status: 'OPEN' },
  ]);
});

it.each([
  ['target', '1840', ['CANCELED', 'COMPLETE']],
  ['stop', '1775', ['COMPLETE', 'CANCELED']],
])('cancels one leg when the %s is filled', async (_leg, price, statuses) => {
  const parent = await bought();
  await setPrice(price);
  await eventually(async () =>
    expect((await legsOf(parent)).map(({ status }) => status)).toEqual(statuses),
  );
  expect(await client.list('PositionBook')).toMatchObject([{ netqty: '0' }]);
});

it('trails its stop behind the best price, by whole trails', async () => {
  const parent = await bought({ trailprc: '5' });
  const stop = () => legsOf(parent).then((legs) => legs.find(({ snoordt }) => snoordt === '1'));
  const trgprc = async (expected: string) =>
    eventually(async () => expect(await stop()).toMatchObject({ trgprc: expected }));
  await trgprc('1780.10');
  await setPrice('1812');
  await trgprc('1790.10');
  // Back, and no further than where the stop is: it stays.
  await setPrice('1795');
  await sim.quiet();
  expect(await stop()).toMatchObject({ trgprc: '1790.10', status: 'TRIGGER_PENDING' });
  await setPrice('1790');
  await eventually(async () => expect(await stop()).toMatchObject({ status: 'COMPLETE' }));
});

it('closes what was filled after the fill, with ExitSNOOrder', async () => {
  const parent = await bought({ prd: 'H' });
  const exit = { norenordno: parent, prd: 'H' };
  expect(await client.call('ExitSNOOrder', exit)).toMatchObject({ dmsg: 'exit sent' });
  await eventually(async () =>
    expect(await legsOf(parent)).toMatchObject([{ prctyp: 'MKT', status: 'COMPLETE' }]),
  );
  expect(await client.list('PositionBook')).toMatchObject([{ netqty: '0' }]);
  const again = await client.call('ExitSNOOrder', exit);
  expect(again).toMatchObject({ emsg: 'Rejected : ORA:Order not found' });
});

it('echoes what an order was sent with', async () => {
  const { norenordno } = await client.place({
    tsym: 'ACC-EQ',
    prc: '1700',
    qty: '100',
    dscqty: '20',
    amo: 'Yes',
  });
  expect(await client.row(norenordno)).toMatchObject({ amo: 'Yes', dscqty: '20' });
  const more = await client.place({ tsym: 'ACC-EQ', prc: '1700', qty: '10', dscqty: '11' });
  expect(more.emsg).toContain('invalid input');
});

it('has an after-market order wait for the next session', async () => {
  // A Friday, five in the evening in India.
  const evening = new FixedClock(new Date('2026-11-27T11:30:00Z'));
  const brokers = [flattradeAccount()];
  const closed = await Harness.start(1, { brokers, limitFactor: 1_000, market: true }, evening);
  await closed.call('PUT', '/control/market', { volatility: 0, speed: 100, hours: 'exchange' });
  const program = await FlattradeClient.logIn(closed);
  const order = { tsym: 'ACC-EQ', prc: '1900', qty: '10', amo: 'Yes' };
  const [kept, canceled] = [await program.place(order), await program.place(order)];
  await program.call('CancelOrder', { norenordno: canceled.norenordno });
  expect(await program.row(kept.norenordno)).toMatchObject({ status: 'AMO_OPEN' });
  expect(await program.row(canceled.norenordno)).toMatchObject({ status: 'AMO_CANCELED' });
  // Monday, ten in the morning.
  evening.advance(65 * 3_600_000);
  const monday = await FlattradeClient.logIn(closed);
  const { norenordno } = kept;
  await eventually(async () => {
    const [newest] = await monday.list('SingleOrdHist', { norenordno });
    expect(newest).toMatchObject({ status: 'COMPLETE', rpt: 'Fill' });
  });
  await closed.stop();
});
