import { tradingDate } from '../brokers/indian-time';
import {
  breezeAccount,
  BreezeClient,
  type BreezeRow,
  LASTING_OPTION,
} from '../testing/breeze-client';
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

const label = 'OPT-NIFTY-31-DEC-2030-25000-CE';
const setPrice = (price: string) => sim.call('PUT', `/control/prices/${label}`, { price });

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
  const reply = await client.call('POST', 'gttorder', { ...LASTING_OPTION, ...fields });
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

it('wait no longer once they have become orders or were cancelled', async () => {
  await setPrice('100');
  const order_details = [leg(undefined, 'buy', '91', '90')];
  const gtt_order_id = await place({ gtt_type: 'single', order_details });
  await setPrice('89');
  await eventually(async () => expect(await orders()).toHaveLength(1));
  const named = { exchange_code: 'NFO', gtt_order_id, gtt_type: 'single', order_details };
  for (const method of ['PUT', 'DELETE'] as const) {
    expect(await client.call(method, 'gttorder', named)).toMatchObject({
      Success: null,
      Error: expect.stringContaining('already been executed'),
    });
  }
});

it.each([
  [{ order_details: [leg(undefined, 'buy', '91.03', '90')] }, 'multiples of: 0.05'],
  [{ quantity: '64', order_details: [leg(undefined, 'buy', '91', '90')] }, 'multiples of: 65'],
  [{ order_details: 'none' }, 'Resource not available.'],
  [{ order_details: { action: 'buy' } }, 'Resource not available.'],
])('are refused if they could never become orders: %j', async (fields, words) => {
  const asked = { ...LASTING_OPTION, gtt_type: 'single', ...fields };
  expect(await client.call('POST', 'gttorder', asked)).toMatchObject({
    Success: null,
    Error: expect.stringContaining(words),
  });
});

it('do not keep others waiting if there is no money for them', async () => {
  await setPrice('100');
  await sim.call('PUT', '/control/brokers/breeze/users/ABCD1234/funds', { cash: '10000' });
  const order_details = [leg(undefined, 'buy', '91', '90')];
  await place({ gtt_type: 'single', quantity: '650', order_details });
  await place({ gtt_type: 'single', order_details });
  await setPrice('89');
  await eventually(async () => expect(await orders()).toMatchObject([{ quantity: '65' }]));
  expect((await book()).slice(0, 2)).toMatchObject([
    { quantity: 65, order_details: [{ status: 'Executed' }] },
    { quantity: 650, order_details: [{ status: 'Rejected' }] },
  ]);
});

it('behind a fresh order wait until that is filled, whatever the price does before', async () => {
  await setPrice('100');
  await place({
    gtt_type: 'cover_oco',
    fresh_order_action: 'buy',
    fresh_order_price: '95',
    fresh_order_type: 'limit',
    order_details: [leg('target', 'sell', '119', '120'), leg('stoploss', 'sell', '79', '80')],
  });
  await setPrice('120');
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(await orders()).toMatchObject([{ price: '95.00', status: 'Ordered' }]);
  await setPrice('94');
  await eventually(async () => expect(await orders()).toMatchObject([{ status: 'Executed' }]));
  await setPrice('120');
  await eventually(async () =>
    expect(await orders()).toMatchObject([{ action: 'Sell', price: '119.00' }, {}]),
  );
});
