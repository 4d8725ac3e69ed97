import {
  breezeAccount,
  BreezeClient,
  optionOrder,
  sharesOrder,
  type BreezeRow,
} from '../testing/breeze-client';
import { FixedClock } from '../testing/fixed-clock';
import { Harness } from '../testing/harness';

const clock = new FixedClock(new Date());
let sim: Harness;
let client: BreezeClient;
beforeAll(async () => {
  sim = await Harness.start(1, { brokers: [breezeAccount()], limitFactor: 1_000 }, clock);
  client = await BreezeClient.logIn(sim);
});
afterAll(() => sim.stop());
afterEach(async () => {
  await sim.call('DELETE', '/control');
  await sim.call('DELETE', '/ledger');
});

const noData = { Success: null, Status: 500, Error: 'No Data Found' };

async function trade(order: object): Promise<string> {
  const { Success } = await client.call('POST', 'order', order);
  await sim.quiet();
  return String(Success.order_id);
}

const rows = async (path: string, fields: object = {}): Promise<BreezeRow[]> =>
  (await client.call<BreezeRow[]>('GET', path, fields)).Success;

/** The day in India this many days from now, in the format of requests. */
const day = (offset: number): string => {
  const at = new Date(Date.now() + 330 * 60_000 + offset * 86_400_000);
  return `${at.toISOString().slice(0, 10)}T06:00:00.000Z`;
};

it('lists orders of one exchange and a range of days, newest first', async () => {
  const first = await trade(optionOrder());
  const second = await trade(optionOrder({ right: 'put' }));
  await trade(sharesOrder());
  const numbers = async (fields: object) =>
    (await rows('order', { exchange_code: 'NFO', ...fields })).map((row) => row.order_id);
  expect(await numbers({ from_date: day(0), to_date: day(0) })).toEqual([second, first]);
  expect(await numbers({ from_date: day(-9), to_date: day(0) })).toEqual([second, first]);
  expect(await numbers({})).toEqual([second, first]);
  const list = (fields: object) => client.call('GET', 'order', fields);
  const yesterday = { from_date: day(-1), to_date: day(-1) };
  expect(await list({ exchange_code: 'NFO', ...yesterday })).toEqual(noData);
  expect(await list({ exchange_code: 'BSE' })).toEqual(noData);
  expect(await list({ exchange_code: 'NSE', order_id: first })).toEqual(noData);
  const error = 'Resource not available.';
  expect(await list({})).toMatchObject({ Error: error });
  expect(await list({ exchange_code: 'NFO', from_date: 'x' })).toMatchObject({ Error: error });
});

it('lists trades by order, and in detail by fill', async () => {
  await sim.call('PUT', '/control', { behaviour: 'fill', parts: 3 });
  const orderId = await trade(optionOrder());
  await trade(optionOrder({ action: 'sell', stock_code: 'CNXBAN' }));
  const nfo = { exchange_code: 'NFO' };
  expect(await rows('trades', nfo)).toHaveLength(2);
  expect(await rows('trades', { ...nfo, action: 'Buy', product_type: 'options' })).toMatchObject([
    {
      order_id: orderId,
      quantity: '65',
      average_cost: '101.50',
      action: 'Buy',
      product_type: 'Options',
      trade_date: expect.stringMatching(/^\d\d-[A-Z][a-z]{2}-\d{4}$/),
    },
  ]);
  expect(await rows('trades', { ...nfo, stock_code: 'CNXBAN' })).toHaveLength(1);
  expect(await client.call('GET', 'trades', { ...nfo, stock_code: 'ITC' })).toEqual(noData);
  expect(await rows('trades', { ...nfo, order_id: orderId })).toMatchObject([
    {
      executed_quantity: expect.any(String),
      exchange_trade_time: expect.stringMatching(/^\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d$/),
    },
    {},
    {},
  ]);
  await sim.call('PUT', '/control', { behaviour: 'rest' });
  const resting = await trade(optionOrder());
  expect(await client.call('GET', 'trades', { ...nfo, order_id: resting })).toEqual(noData);
});

it('adds fills up to positions, funds and margin', async () => {
  expect(await client.call('GET', 'portfoliopositions')).toEqual(noData);
  await sim.call('PUT', '/control/prices/OPT-NIFTY-21-AUG-2025-25000-CE', { price: '103.2' });
  await trade(optionOrder({ price: '101.00' }));
  await trade(optionOrder({ price: '102.00' }));
  await trade(optionOrder({ action: 'sell', quantity: '30', price: '105' }));
  await trade(optionOrder({ action: 'sell', right: 'put', price: '50' }));
  await trade(sharesOrder());
  await trade(sharesOrder({ action: 'sell' }));
  expect(await rows('portfoliopositions')).toMatchObject([
    {
      segment: 'fno',
      right: 'Call',
      strike_price: '25000',
      action: 'Buy',
      quantity: '100',
      average_price: '101.50',
      ltp: '103.20',
    },
    { right: 'Put', action: 'Sell', quantity: '65', average_price: '50.00' },
    { segment: 'equity', stock_code: 'ITC', action: 'NA', quantity: '0' },
  ]);
  const { Success: funds } = await client.call('GET', 'funds');
  expect(funds).toMatchObject({ block_by_trade_fno: 205_150, block_by_trade_equity: 0 });
  const margin = await client.call('GET', 'margin', { exchange_code: 'NFO' });
  expect(margin.Success).toMatchObject({ block_by_trade: 205_150, limit_list: [] });
  const shares = await client.call('GET', 'margin', { exchange_code: 'NSE' });
  expect(shares.Success).toMatchObject({ block_by_trade: 0 });
});

it('shows holdings', async () => {
  expect(await rows('dematholdings')).toMatchObject([
    { stock_code: 'ITC', demat_allocated_quantity: '10' },
    { stock_code: 'TATSTE' },
  ]);
  expect(await rows('portfolioholdings', { exchange_code: 'NSE' })).toMatchObject([
    { stock_code: 'ITC', average_price: '402.50', exchange_code: 'NSE' },
    {},
  ]);
});

describe('quotes', () => {
  const option = {
    stock_code: 'NIFTY',
    exchange_code: 'NFO',
    product_type: 'options',
    expiry_date: '2025-08-21T06:00:00.000Z',
    right: 'call',
    strike_price: '24500',
  };

  it('are near the last price of the seed, or the one that was set', async () => {
    const [quote] = await rows('quotes', option);
    expect(await rows('quotes', option)).toMatchObject([{ ltp: quote?.ltp }]);
    expect(quote?.best_bid_price).toBeLessThan(Number(quote?.ltp));
    await sim.call('PUT', '/control/prices/OPT-NIFTY-21-AUG-2025-24500-CE', { price: '103.2' });
    expect(await rows('quotes', option)).toMatchObject([
      {
        exchange_code: 'NFO',
        stock_code: 'NIFTY',
        product_type: 'Options',
        expiry_date: '21-Aug-2025',
        right: 'Call',
        strike_price: 24500,
        ltp: 103.2,
        best_bid_price: 103.15,
        best_offer_price: 103.25,
        lower_circuit: 82.55,
        upper_circuit: 123.8,
      },
    ]);
  });

  it('of a share come for both exchanges, BSE in the second row', async () => {
    await sim.call('PUT', '/control/prices/ITC', { price: '402.5' });
    const share = { stock_code: 'ITC', product_type: 'cash', expiry_date: '', right: '' };
    for (const exchange_code of ['NSE', 'BSE']) {
      expect(await rows('quotes', { ...share, exchange_code })).toMatchObject([
        { exchange_code: 'NSE', ltp: 402.5 },
        { exchange_code: 'BSE', ltp: 402.5 },
      ]);
    }
  });

  it.each([
    [
      'FUT-NIFTY-21-AUG-2025',
      { ...option, product_type: 'futures', right: 'others', strike_price: '0' },
    ],
    ['OPT-NIFTY-21-AUG-2025-24500-PE', { ...option, right: 'put' }],
  ])('are kept per label %s', async (label, fields) => {
    await sim.call('PUT', `/control/prices/${label}`, { price: '77.7' });
    expect(await rows('quotes', fields)).toMatchObject([{ ltp: 77.7 }]);
  });

  it('require a contract', async () => {
    const { Error: error } = await client.call('GET', 'quotes', { ...option, right: 'others' });
    expect(error).toBe('Resource not available.');
  });
});

it('moves delivery positions to the portfolio overnight, and to the demat account a day later', async () => {
  const DAY_MS = 86_400_000;
  const order = sharesOrder({ stock_code: 'RELIND', quantity: '10' });
  await trade(order);
  const held = async () => {
    const all = [rows('portfolioholdings', { exchange_code: 'NSE' }), rows('dematholdings')];
    return (await Promise.all(all)).map((list) => list.slice(2));
  };
  expect(await held()).toEqual([[], []]);
  const nextDay = async () => {
    clock.advance(DAY_MS);
    client = await BreezeClient.logIn(sim);
    client.now = () => clock.now();
  };
  await nextDay();
  const bought = { stock_code: 'RELIND', quantity: '10' };
  expect(await held()).toMatchObject([[bought], []]);
  await nextDay();
  await trade({ ...order, action: 'sell', quantity: '4' });
  const blocked = { blocked_quantity: '4', demat_allocated_quantity: '6' };
  expect(await held()).toMatchObject([[bought], [{ ...bought, ...blocked }]]);
  expect(await rows('portfoliopositions')).toMatchObject([{ action: 'Sell', quantity: '4' }]);
});
