import { tradingDate } from '../brokers/indian-time';
import { breezeAccount, BreezeClient, sharesOrder, type BreezeRow } from '../testing/breeze-client';
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

const option = {
  stock_code: 'NIFTY',
  exchange_code: 'NFO',
  product: 'options',
  quantity: '65',
  expiry_date: '2030-12-31T06:00:00.00Z',
  right: 'call',
  strike_price: '25000',
};
const label = 'OPT-NIFTY-31-DEC-2030-25000-CE';
const setPrice = (price: string) => sim.call('PUT', `/control/prices/${label}`, { price });

describe('funds', () => {
  it('are of segments, and what orders block is blocked in theirs', async () => {
    await sim.call('PUT', '/control/brokers/breeze/users/ABCD1234/funds', { cash: '5000' });
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

it('previews charges and calculates margins', async () => {
  const preview = { stock_code: 'ITC', exchange_code: 'NSE', product: 'cash' };
  const order = { ...preview, order_type: 'limit', price: '440', action: 'buy', quantity: '1' };
  expect(await client.call('GET', 'preview_order', order)).toMatchObject({
    Success: { brokerage: 0.31, exchange_turnover_charges: 0.01, stamp_duty: 0.07, stt: 0.44 },
  });
  const sold = { ...option, action: 'sell', price: '150' };
  const reply = await client.call('POST', 'margincalculator', {
    list_of_positions: [sold],
    exchange_code: 'NFO',
  });
  expect(reply).toMatchObject({ Success: { span_margin_required: '195000.00' } });
});

describe('orders that wait for a price', () => {
  const leg = (kind: string | undefined, action: string, limit: string, trigger: string) => ({
    gtt_leg_type: kind,
    action,
    limit_price: limit,
    trigger_price: trigger,
  });
  const ofToday = () => {
    const today = tradingDate(new Date());
    return { exchange_code: 'NFO', from_date: today, to_date: today };
  };
  const book = async (): Promise<BreezeRow[]> => {
    return (await client.call<BreezeRow[]>('GET', 'gttorder', ofToday())).Success;
  };
  const orders = async (): Promise<BreezeRow[]> => {
    return (await client.call<BreezeRow[] | null>('GET', 'order', ofToday())).Success ?? [];
  };
  const place = async (fields: object): Promise<unknown> => {
    const reply = await client.call('POST', 'gttorder', { ...option, ...fields });
    expect(reply).toMatchObject({ Status: 200 });
    return reply.Success.gtt_order_id;
  };

  it('become orders when their trigger is reached, and not before', async () => {
    await setPrice('100');
    await place({ gtt_type: 'single', order_details: [leg(undefined, 'buy', '91', '90')] });
    await setPrice('95');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await orders()).toEqual([]);
    await setPrice('89');
    await eventually(async () => expect(await orders()).toMatchObject([{ price: '91.00' }]));
    expect((await book())[0]).toMatchObject({ order_details: [{ status: 'Executed' }] });
  });

  it('cancel each other behind a fresh order', async () => {
    await setPrice('100');
    const details = [leg('target', 'sell', '119', '120'), leg('stoploss', 'sell', '79', '80')];
    const gtt_order_id = await place({
      gtt_type: 'cover_oco',
      fresh_order_action: 'buy',
      fresh_order_price: '101',
      fresh_order_type: 'limit',
      order_details: details,
    });
    await eventually(async () => expect(await orders()).toMatchObject([{ status: 'Executed' }]));
    await setPrice('121');
    await eventually(async () =>
      expect(await orders()).toMatchObject([{ action: 'Sell', price: '119.00' }, {}]),
    );
    expect((await book())[0]).toMatchObject({
      gtt_type: 'Cover OCO',
      order_details: [{ status: 'Executed' }, { status: 'Cancelled', gtt_order_id }],
    });
  });

  it('are changed and cancelled by their number', async () => {
    await setPrice('100');
    const gtt_order_id = await place({
      gtt_type: 'single',
      order_details: [leg(undefined, 'buy', '91', '90')],
    });
    const named = { exchange_code: 'NFO', gtt_order_id };
    const order_details = [leg(undefined, 'buy', '81', '80')];
    await client.call('PUT', 'gttorder', { ...named, gtt_type: 'single', order_details });
    await setPrice('85');
    await client.call('DELETE', 'gttorder', named);
    await setPrice('75');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await orders()).toEqual([]);
    expect((await book())[0]).toMatchObject({ order_details: [{ status: 'Cancelled' }] });
    const unknown = await client.call('DELETE', 'gttorder', { ...named, gtt_order_id: '1' });
    expect(unknown.Error).toBe('No Data Found');
  });
});
