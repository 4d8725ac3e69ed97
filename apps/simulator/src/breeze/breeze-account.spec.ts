import { breezeAccount, BreezeClient, LASTING_OPTION, sharesOrder } from '../testing/breeze-client';
import { eventually, Harness } from '../testing/harness';

let sim: Harness;
let client: BreezeClient;
beforeAll(async () => {
  const brokers = [breezeAccount()];
  sim = await Harness.start(1, { brokers, limitFactor: 1_000, market: true });
  client = await BreezeClient.logIn(sim);
  await sim.call('PUT', '/control/market', { volatility: 0, speed: 100 });
});
afterAll(() => sim.stop());
beforeEach(async () => {
  await sim.call('DELETE', '/ledger');
  await sim.call('DELETE', '/control');
});

describe('funds', () => {
  it('are of segments, and what orders block is blocked in theirs', async () => {
    await setFunds('5000');
    await client.call('POST', 'order', sharesOrder({ price: '380' }));
    expect(await client.call('GET', 'funds')).toMatchObject({
      Success: { allocated_equity: 5_000, block_by_trade_equity: 3_800, block_by_trade_fno: 0 },
    });
    const more = sharesOrder({ price: '380', quantity: '4' });
    expect(await client.call('POST', 'order', more)).toMatchObject({
      Success: null,
      Error: 'Insufficient limits to place the order.',
    });
    const credit = { transaction_type: 'credit', amount: '400', segment: 'Equity' };
    expect(await client.call('POST', 'funds', credit)).toMatchObject({
      Success: { status: 'Success' },
    });
    expect(await client.call('POST', 'order', more)).toMatchObject({ Status: 200 });
    const { Success } = await client.call('GET', 'margin', { exchange_code: 'NSE' });
    expect(Success).toMatchObject({ amount_allocated: 5_400, block_by_trade: 5_320 });
  });
});

const setFunds = (cash: string) =>
  sim.call('PUT', '/control/brokers/breeze/users/ABCD1234/funds', { cash });

it('refuses a change that there is no money for, and leaves the order as it was', async () => {
  await setFunds('5000');
  const { Success } = await client.call('POST', 'order', sharesOrder({ price: '380' }));
  const named = { order_id: Success.order_id, exchange_code: 'NSE' };
  const change = (fields: object) => client.call('PUT', 'order', { ...named, ...fields });
  expect(await change({ quantity: '14' })).toMatchObject({
    Success: null,
    Status: 500,
    Error: 'Insufficient limits to place the order.',
  });
  expect(await client.row(named.order_id, 'NSE')).toMatchObject({
    quantity: '10',
    status: 'Ordered',
  });
  expect(await change({ quantity: '13' })).toMatchObject({ Status: 200 });
  expect(await client.row(named.order_id, 'NSE')).toMatchObject({ quantity: '13' });
});

it('lets a position be closed that there is no money for any more', async () => {
  const buy = sharesOrder({ price: '430' });
  const { Success } = await client.call('POST', 'order', buy);
  await eventually(async () =>
    expect(await client.row(Success.order_id, 'NSE')).toMatchObject({ status: 'Executed' }),
  );
  await setFunds('100');
  const sell = { ...buy, action: 'sell', price: '390' };
  expect(await client.call('POST', 'order', sell)).toMatchObject({ Status: 200 });
  expect(await client.call('POST', 'order', buy)).toMatchObject({ Success: null });
});

it('previews charges and calculates margins', async () => {
  const preview = { stock_code: 'ITC', exchange_code: 'NSE', product: 'cash' };
  const order = { ...preview, order_type: 'limit', price: '440', action: 'buy', quantity: '1' };
  expect(await client.call('GET', 'preview_order', order)).toMatchObject({
    Success: { brokerage: 0.31, exchange_turnover_charges: 0.01, stamp_duty: 0.07, stt: 0.44 },
  });
  const sold = { ...LASTING_OPTION, action: 'sell', price: '150' };
  const reply = await client.call('POST', 'margincalculator', {
    list_of_positions: [sold],
    exchange_code: 'NFO',
  });
  expect(reply).toMatchObject({ Success: { span_margin_required: '195000.00' } });
});
