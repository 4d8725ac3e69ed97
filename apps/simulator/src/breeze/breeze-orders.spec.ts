import {
  BreezeClient,
  breezeAccount,
  optionOrder,
  sharesOrder,
  type BreezeRow,
  type BreezeSocket,
} from '../testing/breeze-client';
import { eventually, Harness } from '../testing/harness';

let sim: Harness;
let client: BreezeClient;
let stream: BreezeSocket;
beforeAll(async () => {
  sim = await Harness.start(1, { brokers: [breezeAccount()], limitFactor: 1_000 });
  client = await BreezeClient.logIn(sim);
  stream = await client.connect().connected();
});
afterAll(async () => {
  stream.socket.close();
  await sim.stop();
});
afterEach(async () => {
  await sim.call('DELETE', '/control');
  await sim.call('DELETE', '/ledger');
});

const control = (behaviour: object): Promise<unknown> => sim.call('PUT', '/control', behaviour);

async function placed(fields: object = {}): Promise<string> {
  const reply = await client.place(fields);
  expect(reply).toMatchObject({ Status: 200, Error: null });
  return String(reply.Success.order_id);
}

/** Status letters and executed quantities of the frames of an option order. */
const letters = (orderId: string): string =>
  stream
    .rowsOf(orderId)
    .map((frame) => frame[25])
    .join('');

describe('POST order', () => {
  it('places an option, and reports its life by letters and quantities', async () => {
    await control({ behaviour: 'fill', parts: 2 });
    const orderId = await placed();
    expect(orderId).toMatch(/^\d{8}38\d{8}$/);
    await eventually(() => expect(letters(orderId)).toBe('ROPE'));
    const frames = stream.rowsOf(orderId);
    expect(frames.every((frame) => frame.length === 47)).toBe(true);
    const sequences = frames.map((frame) => Number(frame[6]));
    expect(sequences).toEqual([...sequences].sort((left, right) => left - right));
    expect(new Set(sequences).size).toBe(4);
    expect(frames[3]).toMatchObject({
      2: 'ABCD1234',
      11: '6',
      13: 'NFO',
      14: 'NIFTY',
      15: 'O',
      16: 'C',
      18: '2500000',
      19: '21-Aug-2025',
      21: 'B',
      22: 'L',
      23: 'T',
      24: '10150',
      27: '65',
      28: '65',
      29: '0',
    });
    expect(await client.row(orderId)).toMatchObject({
      status: 'Executed',
      quantity: '65',
      pending_quantity: '0',
      cancelled_quantity: '0',
      average_price: '101.50',
      product_type: 'Options',
      action: 'Buy',
      expiry_date: '21-Aug-2025',
      right: 'Call',
      strike_price: 25000,
      user_remark: '',
    });
    const detail = { exchange_code: 'NFO', order_id: orderId };
    const { Success: fills } = await client.call<BreezeRow[]>('GET', 'trades', detail);
    expect(fills).toHaveLength(2);
    expect(fills[0]).toMatchObject({ execution_price: '101.50', action: 'B' });
    expect(new Set(fills.map((fill) => fill.exchange_trade_id)).size).toBe(2);
    const total = fills.reduce((sum, fill) => sum + Number(fill.executed_quantity), 0);
    expect(total).toBe(65);
  });

  it.each([
    [100, '40250'],
    [1, '402.50'],
  ])('places shares; frames carry their prices times %s', async (cashFrameScale, price) => {
    await sim.call('PUT', '/control/brokers/breeze', { cashFrameScale });
    const { Success } = await client.call('POST', 'order', sharesOrder());
    const orderId = String(Success.order_id);
    expect(orderId).toMatch(/^\d{8}N30\d{8}$/);
    expect(Success).toEqual({
      order_id: orderId,
      message: `Equity CASH Order placed successfully through RI reference no ${orderId}`,
      user_remark: null,
    });
    await eventually(() => expect(stream.rowsOf(orderId).at(-1)?.[20]).toBe('E'));
    const frame = stream.rowsOf(orderId).at(-1);
    expect(frame).toHaveLength(47);
    expect(frame).toMatchObject({ 11: '4', 13: 'NSE', 14: 'ITC', 15: 'B', 18: price, 26: '10' });
    expect(await client.row(orderId, 'NSE')).toMatchObject({ expiry_date: null, right: null });
  });

  describe('with prices as clients compute them', () => {
    const noisy = sharesOrder({ stock_code: 'RELIND', price: '1359.3000000000002' });

    it('takes the tick that is meant', async () => {
      const { Success } = await client.call('POST', 'order', noisy);
      expect(await client.row(Success.order_id, 'NSE')).toMatchObject({ price: '1359.30' });
    });

    it('takes exact prices alone where it is strict', async () => {
      await sim.call('PUT', '/control/brokers/breeze', { prices: 'strict' });
      expect(await client.call('POST', 'order', noisy)).toMatchObject({
        Error: 'Price should be in multiples of: 0.1',
      });
    });

    it.each([
      ['249.99', null],
      ['250.01', '0.05'],
      ['1000.05', '0.1'],
      ['5000.1', '0.5'],
      ['10000.5', '1'],
    ])('has the tick of the band of %s where no master lists the share', async (price, tick) => {
      const order = sharesOrder({ stock_code: 'NEWSHA', price });
      expect((await client.call('POST', 'order', order)).Error).toBe(
        tick && `Price should be in multiples of: ${tick}`,
      );
    });
  });

  it.each(['29-Dec-2026', '29-DEC-26', '2026-12-29', '2026-12-29T06:00:00.00Z'])(
    'closes the position of a contract that expires on %s',
    async (expiry_date) => {
      await placed({ expiry_date: '2026-12-29T06:00:00.000Z' });
      await sim.quiet();
      const fields = { ...optionOrder({ expiry_date, action: 'sell' }), product_type: 'options' };
      expect(await client.call('POST', 'squareoff', fields)).toMatchObject({ Status: 200 });
      await sim.quiet();
      const { Success } = await client.call<BreezeRow[]>('GET', 'portfoliopositions');
      expect(Success).toMatchObject([{ expiry_date: '29-Dec-2026', quantity: '0', action: 'NA' }]);
    },
  );

  it.each(['29-12-2026', '29/12/2026', 'next Tuesday', '2026-02-30'])(
    'refuses %s for an expiry, and places nothing',
    async (expiry_date) => {
      expect(await client.place({ expiry_date })).toMatchObject({
        Success: null,
        Error: 'Resource not available.',
      });
      expect(await client.call('GET', 'portfoliopositions')).toMatchObject({ Success: null });
    },
  );

  it.each([false, true])('returns the remark only if configured: %s', async (echoRemark) => {
    await sim.call('PUT', '/control/brokers/breeze', { echoRemark });
    const remark = echoRemark ? 'abcdefgh' : '';
    const { Success } = await client.place({ user_remark: 'abcdefgh' });
    expect(Success.user_remark).toBe(remark);
    expect(await client.row(Success.order_id)).toMatchObject({ user_remark: remark });
    const { json } = await sim.call('GET', '/ledger?kind=order');
    expect(json.items).toMatchObject([{ front: 'breeze', tag: 'abcdefgh' }]);
  });

  it('rejects an accepted order later, without a reason', async () => {
    await control({ behaviour: 'reject' });
    const orderId = await placed();
    await eventually(() => expect(letters(orderId)).toBe('RJ'));
    expect(await client.row(orderId)).toMatchObject({ status: 'Rejected', pending_quantity: '0' });
  });

  it("accepts the future of the relay's example, and squares off with other field names", async () => {
    const future = {
      stock_code: 'ICIBAN',
      exchange_code: 'NFO',
      product: 'futures',
      action: 'buy',
      order_type: 'limit',
      stoploss: '0',
      quantity: '3200',
      price: '200',
      validity: 'day',
      validity_date: '2022-08-22T06:00:00.000Z',
      disclosed_quantity: '0',
      expiry_date: '2022-08-25T06:00:00.000Z',
      right: 'others',
      strike_price: '0',
      user_remark: 'Test',
    };
    const orderId = await placed(future);
    await eventually(() => expect(stream.rowsOf(orderId)[0]).toMatchObject({ 15: 'F', 16: '*' }));
    const { product, stoploss, ...same } = future;
    const squareOff = { ...same, action: 'sell', product_type: product, stoploss_price: stoploss };
    const { Success } = await client.call('POST', 'squareoff', squareOff);
    expect(Success).toMatchObject({ message: 'Successfully Placed the order', indicator: '0' });
    expect(await client.row(Success.order_id)).toMatchObject({ action: 'Sell' });
  });

  it('lets no IOC order rest', async () => {
    await control({ behaviour: 'rest' });
    const orderId = await placed({ validity: 'ioc' });
    await eventually(() => expect(letters(orderId)).toBe('ROC'));
    expect(await client.row(orderId)).toMatchObject({ cancelled_quantity: '65' });
  });

  it.each([
    [{ price: '101.52' }, 'Price should be in multiples of: 0.05'],
    [{ price: '0' }, 'Price cannot be zero.'],
    [{ order_type: 'market' }, 'Market orders are not allowed through the API.'],
    [{ order_type: 'stoploss' }, 'Limit price and stoploss trigger price do not fit.'],
    [
      { order_type: 'stoploss', stoploss: '110' },
      'Limit price and stoploss trigger price do not fit.',
    ],
    [{ user_remark: 'my tag' }, 'Special characters are not allowed in user remark.'],
    [{ stock_code: 'nifty' }, 'Resource not available.'],
    [{ exchange_code: 'NYSE' }, 'Resource not available.'],
    [{ product: 'margin' }, 'Resource not available.'],
    [{ right: 'others' }, 'Resource not available.'],
    [{ expiry_date: 'soon' }, 'Resource not available.'],
    [{ quantity: '1.5' }, 'Resource not available.'],
    [{ validity: 'gtc' }, 'Resource not available.'],
  ])('refuses %j', async (fields, error) => {
    const reply = await client.place(fields);
    expect(reply).toEqual({ Success: null, Status: 500, Error: error });
    expect(await sim.summary()).toMatchObject({ orders: 0, malformed: 1 });
  });

  it('refuses to sell on margin', async () => {
    const fields = sharesOrder({ product: 'mtf', action: 'sell' });
    const { Error: error } = await client.call('POST', 'order', fields);
    expect(error).toBe('Sell orders are not allowed in MTF.');
  });
});

describe('PUT order', () => {
  beforeEach(() => control({ behaviour: 'rest' }));

  const modify = (orderId: string, fields: object) =>
    client.call('PUT', 'order', { order_id: orderId, exchange_code: 'NFO', ...fields });

  it('shows only in the limit and the sequence of one more frame', async () => {
    const orderId = await placed();
    expect(await modify(orderId, { price: '102.05', quantity: '130' })).toMatchObject({
      Success: { message: 'Successfully Modified the order', order_id: orderId },
    });
    await eventually(() => expect(letters(orderId)).toBe('ROO'));
    const [, before, after] = stream.rowsOf(orderId);
    expect(after).toMatchObject({ 24: '10205', 27: '130' });
    expect(Number(after?.[6])).toBeGreaterThan(Number(before?.[6]));
    expect(await client.row(orderId)).toMatchObject({ price: '102.05', quantity: '130' });
  });

  it('may have no effect', async () => {
    const orderId = await placed();
    await control({ behaviour: 'reject' });
    expect(await modify(orderId, { price: '102' })).toMatchObject({ Status: 200 });
    await eventually(() => expect(letters(orderId)).toBe('ROO'));
    expect(await client.row(orderId)).toMatchObject({ price: '101.50', status: 'Ordered' });
  });

  it('becomes a stop order and a limit order again', async () => {
    const orderId = await placed();
    await modify(orderId, { order_type: 'stoploss', stoploss: '100' });
    expect(await client.row(orderId)).toMatchObject({ order_type: 'Stoploss', stoploss: '100.00' });
    await modify(orderId, { order_type: 'limit' });
    expect(await client.row(orderId)).toMatchObject({ order_type: 'Limit', stoploss: '0.00' });
  });

  it('refuses an unknown or closed order and a replace that changes nothing', async () => {
    const orderId = await placed();
    const error = async (id: string, fields: object) => (await modify(id, fields)).Error;
    expect(await error('1', { price: '1' })).toBe('No Data Found');
    expect(await error(orderId, { exchange_code: 'NSE', price: '1' })).toBe('No Data Found');
    expect(await error(orderId, {})).toBe('Resource not available.');
    await client.call('DELETE', 'order', { order_id: orderId, exchange_code: 'NFO' });
    const over = 'Order has already been executed and cannot be modified.';
    expect(await error(orderId, { price: '1' })).toBe(over);
  });
});

describe('DELETE order', () => {
  const cancel = (orderId: string, exchange_code = 'NFO') =>
    client.call('DELETE', 'order', { order_id: orderId, exchange_code });

  it('cancels a resting order', async () => {
    await control({ behaviour: 'rest' });
    const orderId = await placed();
    expect(await cancel(orderId)).toMatchObject({
      Success: { order_id: orderId, message: 'Your Order Canceled successfully.' },
      Status: 200,
    });
    await eventually(() => expect(letters(orderId)).toBe('ROC'));
    expect(await client.row(orderId)).toMatchObject({
      status: 'Cancelled',
      cancelled_quantity: '65',
      pending_quantity: '0',
    });
  });

  it('cancels the rest of an order that is being filled', async () => {
    await control({ behaviour: 'fill', parts: 2, partDelayMs: { min: 1_000, max: 1_000 } });
    const orderId = await placed();
    await eventually(() => expect(letters(orderId)).toBe('ROP'));
    await cancel(orderId);
    await eventually(() => expect(letters(orderId)).toBe('ROPD'));
    const row = await client.row(orderId);
    expect(row.status).toBe('Partially Executed And Cancelled');
  });

  it('reports success if the exchange then refuses', async () => {
    await control({ behaviour: 'rest' });
    const orderId = await placed();
    await sim.call('PUT', `/control/orders/${orderId}`, { behaviour: 'reject' });
    expect(await cancel(orderId)).toMatchObject({ Status: 200 });
    expect(await client.row(orderId)).toMatchObject({ status: 'Ordered' });
  });

  it('finds no order at another exchange, and no closed one', async () => {
    const orderId = await placed();
    await sim.quiet();
    expect(await cancel(orderId, 'BFO')).toMatchObject({ Status: 500, Error: 'No Data Found' });
    const over = 'Order has already been executed and cannot be cancelled.';
    expect(await cancel(orderId)).toMatchObject({ Error: over });
  });
});

describe('faults', () => {
  const body = JSON.stringify(optionOrder({ user_remark: 'doubtful' }));
  const place = (timeoutMs?: number) => client.send('POST', 'order', body, undefined, timeoutMs);

  it.each([
    [{ behaviour: 'error500' }, 500, '<html>'],
    [{ behaviour: 'unavailable' }, 503, '<html>'],
    [{ behaviour: 'nonsense' }, 200, '<html>'],
    [{ behaviour: 'refuse', comment: 'Closed' }, 200, '"Status":500,"Error":"Closed"'],
    [{ behaviour: 'rateLimited' }, 429, 'Limit exceed: API call per minute:Try after some time'],
    [{ behaviour: 'rateLimited', inAnswer: true }, 200, '"Status":5,"Error":"Limit exceed'],
  ])('%j does not act', async (behaviour, status, text) => {
    await control(behaviour);
    const answer = await place();
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(text);
    expect(await sim.summary()).toMatchObject({ orders: 0, requests: 1, limitsExceeded: 0 });
  });

  it.each([
    ['dropBeforeActing', 0],
    ['dropAfterActing', 1],
  ])('%s cuts the connection', async (behaviour, orders) => {
    await control({ behaviour });
    await expect(place()).rejects.toThrow();
    expect(await sim.summary()).toMatchObject({ orders });
  });

  it('noAnswer stays silent, answerLate answers late', async () => {
    await control({ behaviour: 'noAnswer' });
    await expect(place(200)).rejects.toThrow();
    await control({ behaviour: 'answerLate', delayMs: 200 });
    const startedAt = Date.now();
    await place();
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(190);
  });

  it('answerTwice sends each frame twice', async () => {
    await control({ behaviour: 'answerTwice', parts: 1 });
    const orderId = await placed();
    await eventually(() => expect(letters(orderId)).toBe('RROOEE'));
    expect(new Set(stream.rowsOf(orderId).map((frame) => frame[6])).size).toBe(3);
  });
});
