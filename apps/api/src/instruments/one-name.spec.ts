import { EventFeed, InstrumentMaster, PositionProjector } from '@ome/engine';
import { rebuild, rebuildPositions } from '@ome/persistence';
import { BASKET_EXAMPLE } from '../baskets/examples';
import { type Json, newOrder, TestApi } from '../testing/test-api';
import { SENSEX, SENSEX_LISTING } from '../testing/sensex';

const SESSION = { userId: 'FT1', apiKey: 'key', apiSecret: 'secret', accounts: ['50'] };
const BREEZE = { userId: 'B1', apiKey: 'key', apiSecret: 'secret', accounts: ['60'] };

const FORMS: [exchange: string, given: string, symbol: string][] = [
  ['NSE', 'INFY-EQ', 'INFY'],
  ['NSE', 'infy', 'INFY'],
  ['nse', 'INFY', 'INFY'],
  ['MCX', 'CRUDEOIL19JAN35F', 'CRUDEOIL19JAN35'],
  ['NFO', 'NIFTY31DEC30C25000.0', 'NIFTY31DEC30C25000'],
  ['BFO', SENSEX.given, SENSEX.symbol],
];

let api: TestApi;

beforeAll(async () => {
  api = await TestApi.start({
    FLATTRADE_ACCOUNTS: JSON.stringify([SESSION]),
    BREEZE_ACCOUNTS: JSON.stringify([BREEZE]),
    BROKER_TOKEN_KEY: 'k'.repeat(32),
  });
  const master = api.app.get(InstrumentMaster, { strict: false });
  await master.write(SENSEX_LISTING);
});
afterAll(() => api.stop());

const ids = ({ body }: { body: Json }): string[] =>
  body.items.map(({ orderId }: { orderId: string }) => orderId);

describe.each(FORMS)('%s %s is %s', (exchange, given, symbol) => {
  let order: Json;

  beforeAll(async () => {
    order = await api.place({ exchange, symbol: given, price: '100', quantity: '20' });
    await api.fill(order.orderId, '20', '100', `fill-${given}-${exchange}`);
  });

  test('of an order, which keeps the name it was given', () => {
    expect(order).toMatchObject({ symbol, exchange: exchange.toUpperCase() });
    expect(order.givenSymbol).toBe(given === symbol ? undefined : given);
  });

  test.each(['orders', 'fills'])('for lists of %s by either name', async (path) => {
    for (const name of [given, symbol]) {
      expect(ids(await api.get(`/${path}?symbol=${name}`))).toContain(order.orderId);
      const onExchange = `/${path}?symbol=${name}&exchange=${exchange}`;
      expect(ids(await api.get(onExchange))).toContain(order.orderId);
    }
  });

  test('for the repeat under the other name', async () => {
    const fields = { clOrdId: `same-${given}-${exchange}`, price: '100', quantity: '20' };
    const first = await api.place({ ...fields, exchange, symbol: given });
    const repeat = await api.post(
      '/orders',
      newOrder({ ...fields, exchange: exchange.toUpperCase(), symbol }),
    );
    expect(repeat).toMatchObject({ status: 200, body: { orderId: first.orderId } });
  });

  test('of an order that the venue opens, whichever of the names its reports say', async () => {
    const account = `phone-${given}-${exchange}`;
    const phone = { OrderID: account, Account: account, Exchange: exchange, Side: '1' };
    const opening = { ...phone, OrderQty: '20', ExecID: `${account}-0`, ExecType: '0' };
    await api.report({ ...opening, Symbol: given });
    const [opened] = (await api.get(`/orders?account=${account}`)).body.items;
    expect(opened).toMatchObject({ symbol, exchange: exchange.toUpperCase(), origin: 'phone' });
    expect(opened.givenSymbol).toBe(given === symbol ? undefined : given);
    const trade = { ...phone, ExecType: 'F', LastQty: '10', LastPx: '100' };
    await api.report({ ...trade, Symbol: given, ExecID: `${account}-1` });
    await api.report({ ...trade, Symbol: symbol, ExecID: `${account}-2` });
    expect(await api.order(opened.orderId)).toMatchObject({ ordStatus: 'Filled', cumQty: '20' });
    const other = { ...trade, Symbol: 'TCS', ExecID: `${account}-3` };
    expect((await api.post('/execution_endpoint', other)).body.success).toBe(false);
  });

  test('for prices that are fed and asked for', async () => {
    const fed = { exchange, symbol: given, lastPx: '101.5' };
    expect((await api.post('/prices', [fed])).status).toBe(200);
    for (const name of [given, symbol]) {
      const { body } = await api.get(`/prices?symbols=${encodeURIComponent(name)}`);
      expect(body.items).toEqual([expect.objectContaining({ symbol, lastPx: '101.5' })]);
    }
  });

  test('for limits', async () => {
    const account = `limited-${given}`;
    await api.put('/risk/limits', { account, symbol: given, maxOrderQty: '10' });
    const ofOther = await api.post(
      '/orders',
      newOrder({ account, exchange: exchange.toUpperCase(), symbol, price: '100', quantity: '20' }),
    );
    expect(ofOther).toMatchObject({ status: 409, body: { code: 'ABOVE_MAX_ORDER_QTY' } });
  });
});

const followPositions = async (): Promise<void> => {
  const { entries } = await api.app.get(EventFeed).page(null, 10_000);
  await api.app.get(PositionProjector).project(entries);
};

describe.each(FORMS)('bought as %s %s, sold as %s', (exchange, given, symbol) => {
  const account = `net-${given}-${exchange}`;
  const bought = { account, exchange, symbol: given, quantity: '20', price: '100' };
  const other = { account, exchange: exchange.toUpperCase(), symbol };
  const shown = async (name: string) =>
    (await api.get(`/positions?account=${account}&symbol=${name}&exchange=${exchange}`)).body.items;

  test('is one position, which either name finds, and a price fed under the first values', async () => {
    const buy = await api.place(bought);
    await api.fill(buy.orderId, '20', '100', `${account}-1`);
    const sale = await api.place({ ...other, side: 'SELL', quantity: '5', price: '101' });
    await api.fill(sale.orderId, '5', '101', `${account}-2`);
    await followPositions();
    await api.post('/prices', [{ exchange, symbol: given, lastPx: '102' }]);
    for (const name of [given, symbol]) {
      expect(await shown(name)).toEqual([
        expect.objectContaining({ symbol, netQty: '15', lastPx: '102' }),
      ]);
    }
  });

  test('it is closed under the first name, once', async () => {
    const close = () => api.post('/positions/close', { account, exchange, symbol: given });
    expect((await close()).body).toMatchObject({ outcome: 'closing', symbol });
    const again = await api.post('/positions/close', other);
    expect(again.body).toMatchObject({ outcome: 'alreadyClosing', symbol });
  });

  test('a repeat under the other name is a repeat', async () => {
    const repeating = `repeating-${given}-${exchange}`;
    await api.put('/risk/limits', { account: repeating, repeatWindowMs: 60_000 });
    await api.place({ ...bought, account: repeating });
    const { body } = await api.post(
      '/orders',
      newOrder({ ...bought, ...other, account: repeating }),
    );
    expect(body).toMatchObject({ code: 'REPEATED_ORDER' });
  });

  test('a basket repeated under the other name is the same basket', async () => {
    const basket = (leg: object) => ({
      ...BASKET_EXAMPLE,
      basketClOrdId: account,
      legs: [{ ...BASKET_EXAMPLE.legs[0], price: '100', quantity: '20', ...leg }],
    });
    const first = await api.post('/baskets', basket({ exchange, symbol: given }));
    expect(first).toMatchObject({ status: 201 });
    const again = await api.post('/baskets', basket({ exchange: other.exchange, symbol }));
    expect(again).toMatchObject({ status: 200, body: { basketId: first.body.basketId } });
  });

  test('cancel-all of the first name cancels orders of the other', async () => {
    const owner = `canceling-${given}-${exchange}`;
    const { orderId } = await api.place({ ...bought, ...other, account: owner });
    const { body } = await api.post('/orders/cancel-all', { account: owner, symbol: given });
    expect(body.requested).toEqual([orderId]);
  });
});

test('legacy programs get the names that they sent', async () => {
  const message = {
    type: 1,
    user_id: 901,
    side: 0,
    price_instruction: 'LIMIT',
    ask_price: 100,
    total_qty: 5,
    client: 3,
    exchange_id: 'NSE',
    account: 1,
    counter_party: 'X',
  };
  const { body } = await api.post('/order_endpoint', { ...message, product_id: 'WIPRO-EQ' });
  await api.fill(body.order_id, '5', '99.5', 'of-wipro');

  const table = await api.post('/order_endpoint', { type: 4, user_id: 901 });
  expect(table.body.Orders.data[0].order_table[2]).toBe('WIPRO-EQ');
  const prices = await api.post('/order_endpoint', { type: 5, symbols: ['WIPRO-EQ', 'WIPRO'] });
  expect(prices.body.ltps).toEqual({ 'WIPRO-EQ': 99.5, WIPRO: 99.5 });
});

test.each([
  ['50', 'flattrade', 'NSE', 'INFY', null, 'CNC'],
  ['50', 'flattrade', 'NFO', 'NIFTY31DEC30C25000', null, 'NRML'],
  ['50', 'flattrade', 'NSE', 'INFY', 'mis', 'MIS'],
  ['60', 'breeze', 'NSE', 'INFY', null, 'CNC'],
  ['60', 'breeze', 'NSE', 'INFY', 'cash', 'CNC'],
  ['60', 'breeze', 'NFO', 'NIFTY31DEC30C25000', 'options', 'NRML'],
  ['70', 'rest', 'NSE', 'INFY', null, null],
  ['70', 'rest', 'NSE', 'INFY', 'mis', 'MIS'],
  ['70', 'rest', 'NSE', 'INFY', 'Arbitrage', 'Arbitrage'],
])('account %s at %s on %s %s: %s is the product %s', async (...row) => {
  const [account, link, exchange, symbol, product, written] = row;
  const fields = { account, exchange, symbol, price: '100', quantity: '75' };
  const clOrdId = `product-${account}-${symbol}-${product}`;
  const order = await api.place({ ...fields, clOrdId, ...(product && { product }) });
  expect(order).toMatchObject({ link, product: written });

  const named = written === null ? {} : { product: written };
  const repeat = await api.post('/orders', newOrder({ ...fields, ...named, clOrdId }));
  expect(repeat).toMatchObject({ status: 200, body: { orderId: order.orderId } });
});

test('a position is found, and closed, by its product in any case', async () => {
  const fields = { account: '70', symbol: 'ITC', quantity: '10', price: '400' };
  const { orderId } = await api.place({ ...fields, product: 'mis' });
  await api.fill(orderId, '10', '400', 'ONE-NAME-MIS');
  await followPositions();
  const { body } = await api.get('/positions?account=70&symbol=ITC&product=Mis');
  expect(body.items).toMatchObject([{ product: 'MIS', netQty: '10' }]);
  const key = { account: '70', exchange: 'NSE', symbol: 'ITC', product: 'mis' };
  expect((await api.post('/positions/close', key)).body).toMatchObject({ outcome: 'closing' });
});

test.each([
  ['71', 'cash', 'CNC'],
  ['72', 'CNC', 'cash'],
])('of account %s: bought as %s, found and closed as %s', async (account, product, other) => {
  const { orderId } = await api.place({ account, symbol: 'ITC', price: '400', product });
  await api.fill(orderId, '100', '400', `ONE-NAME-${account}`);
  await followPositions();
  for (const name of [product, other]) {
    const { body } = await api.get(`/positions?account=${account}&product=${name}`);
    expect(body.items).toMatchObject([{ netQty: '100' }]);
  }
  const key = { account, exchange: 'NSE', symbol: 'ITC', product: other };
  expect((await api.post('/positions/close', key)).body).toMatchObject({ outcome: 'closing' });
});

test('an order that was journalled under the name and product as given is known again', async () => {
  const fields = { clOrdId: 'of-old', account: '50', symbol: 'TCS-EQ', price: '100' };
  const { orderId } = await api.place(fields);
  const events = api.store.collection('order_events');
  await events.updateOne(
    { orderId, seq: 1 },
    { $set: { symbol: 'TCS-EQ', product: null }, $unset: { givenSymbol: '' } },
  );
  for (const again of [fields, { ...fields, symbol: 'TCS', product: 'CNC' }]) {
    expect((await api.post('/orders', newOrder(again))).status).toBe(200);
  }
  const other = await api.post('/orders', newOrder({ ...fields, product: 'MIS' }));
  expect(other).toMatchObject({ status: 409, body: { code: 'DUPLICATE_CL_ORD_ID' } });
});

test('a rebuild merges positions that were kept under several names', async () => {
  const account = 'merged';
  for (const symbol of ['SBIN', 'SBIN-EQ']) {
    const { orderId } = await api.place({ account, symbol, quantity: '10', price: '100' });
    await api.fill(orderId, '10', '100', `merged-${symbol}`);
    // As an earlier version left them.
    await api.store.collection('order_events').updateOne({ orderId, seq: 1 }, { $set: { symbol } });
    await api.store.collection('orders').updateOne({ _id: orderId }, { $set: { symbol } });
    await api.store.collection('fills').updateOne({ orderId }, { $set: { symbol } });
  }
  await followPositions();
  const shown = async () => (await api.get(`/positions?account=${account}`)).body.items;
  expect(await shown()).toHaveLength(2);

  const { connection } = api.store;
  await rebuild(connection.db!, () => undefined);
  await rebuildPositions(connection, { timeZone: 'Asia/Kolkata', graceMs: 0 });

  expect(await shown()).toEqual([expect.objectContaining({ symbol: 'SBIN', netQty: '20' })]);
});

describe('prices at a broker', () => {
  const at = (account: string, fields: object) =>
    api.post('/orders', newOrder({ account, ...fields }));

  test.each([
    ['NSE', 'ACME', '0.30000000000000004', '0.3 and 0.31'],
    ['NSE', 'ACME', '0.001', 'are 0.01'],
    ['CDS', 'USDINR31DEC30F', '83.00251', '83.0025 and 83.0026'],
    ['BFO', SENSEX.given, '100.03', '100 and 100.05'],
  ])('%s %s at %s is refused: the nearest are %s', async (exchange, symbol, price, nearest) => {
    const { status, body } = await at('50', { exchange, symbol, price, quantity: '20' });
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'OFF_TICK' });
    expect(body.detail).toContain(nearest);
  });

  test('a replace is checked in the same way', async () => {
    const { orderId } = await api.place({ account: '50', symbol: 'ACME', price: '100' });
    const { status, body } = await api.put(`/orders/${orderId}`, { price: '100.005' });
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'OFF_TICK' });
    expect(body.detail).toContain('100 and 100.01');
  });

  test.each([
    ['NSE', 'FRESH', '0.30000000000000004', '0.3 and 0.31'],
    ['CDS', 'EURINR31DEC30F', '83.00251', '83.0025 and 83.0026'],
  ])('the REST link gets no more decimals than %s quotes: %s at %s', async (...given) => {
    const [exchange, symbol, price, nearest] = given;
    const { status, body } = await at('70', { exchange, symbol, price });
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'OFF_TICK' });
    expect(body.detail).toContain(nearest);
  });
});

test('a REST link takes as many decimals as its setting says, in new orders and replaces', async () => {
  const declared = await TestApi.start({ EXECUTION_LINK_PRICE_DECIMALS: '8' }, api.store);
  try {
    const { orderId, price } = await declared.place({ account: '71', price: '0.00000031' });
    expect(price).toBe('0.00000031');
    const replaced = await declared.put(`/orders/${orderId}`, { price: '0.30000000000000004' });
    expect({ status: replaced.status, code: replaced.body.code }).toEqual({
      status: 409,
      code: 'OFF_TICK',
    });
    expect(replaced.body.detail).toContain('0.3 and 0.30000001');
  } finally {
    await declared.stop();
  }
});

test('prices are rounded towards the passive side where the setting says so', async () => {
  const rounding = await TestApi.start(
    {
      FLATTRADE_ACCOUNTS: JSON.stringify([SESSION]),
      BROKER_TOKEN_KEY: 'k'.repeat(32),
      PRICE_OFF_TICK: 'round',
    },
    api.store,
  );
  try {
    const fields = { account: '50', symbol: 'ACME', price: '100.005', clOrdId: 'rounded' };
    const bought = await rounding.place(fields);
    expect(bought.price).toBe('100');
    expect((await rounding.post('/orders', newOrder(fields))).status).toBe(200);
    const sold = await rounding.place({ ...fields, clOrdId: 'sold', side: 'SELL' });
    expect(sold.price).toBe('100.01');
  } finally {
    await rounding.stop();
  }
});

describe('an expired contract', () => {
  const OVER: [string, string][] = [
    ['NFO', 'NIFTY21AUG25C24500'],
    ['MCX', 'CRUDEOIL19JAN26F'],
    ['BFO', 'SENSEX25O1580800CE'],
    ['BFO', 'SENSEX25OCT80800CE'],
  ];

  test.each(OVER)('cannot be ordered: %s %s', async (exchange, symbol) => {
    const { status, body } = await api.post('/orders', newOrder({ exchange, symbol }));
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'INSTRUMENT_EXPIRED' });
  });
});
