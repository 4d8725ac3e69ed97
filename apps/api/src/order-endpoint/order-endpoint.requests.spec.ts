import { TestApi } from '../testing/test-api';

const NEW_ORDER = {
  type: 1,
  user_id: 7,
  product_id: 'RELIANCE',
  side: 0,
  price_instruction: 'LIMIT',
  ask_price: 2450.5,
  total_qty: 100,
  client: 3,
  exchange_id: 'NSE',
  account: 42,
  counter_party: 'XYZ',
};

const ABSENT = 'f'.repeat(24);

const asForm = (fields: object) => ({
  form: Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, String(value)])),
});

describe('POST /order_endpoint, types 1 to 3', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  const send = (fields: object) => api.post('/order_endpoint', fields);
  const sendForm = (fields: object) => api.call('POST', '/order_endpoint', asForm(fields));

  async function placed(fields: object = {}): Promise<string> {
    const { status, body } = await send({ ...NEW_ORDER, ...fields });
    expect({ status, success: body.success }).toEqual({ status: 200, success: true });
    return body.order_id;
  }

  describe.each([
    ['as JSON', send],
    ['form-encoded', sendForm],
  ])('%s', (_, request) => {
    test('type 1 places the order and answers with its id', async () => {
      const { status, headers, body } = await request(NEW_ORDER);

      expect(status).toBe(200);
      expect(headers['content-type']).toMatch(/^application\/json/);
      expect(body).toEqual({ success: true, order_id: expect.stringMatching(/^[0-9a-f]{24}$/) });
      expect(await api.order(body.order_id)).toMatchObject({
        account: '42',
        userId: '7',
        symbol: 'RELIANCE',
        exchange: 'NSE',
        side: 'BUY',
        ordType: 'LIMIT',
        orderQty: '100',
        price: '2450.5',
        timeInForce: 'DAY',
        ordStatus: 'PendingNew',
        link: 'rest',
      });
    });

    test('side 1 sells, and a MARKET order has no price whatever it carries', async () => {
      const market = { ...NEW_ORDER, side: 1, price_instruction: 'MARKET', ask_price: 0 };
      const { body } = await request(market);

      const order = await api.order(body.order_id);
      expect(order).toMatchObject({ side: 'SELL', ordType: 'MARKET', price: null });
    });

    test('type 2 asks for another price and total quantity', async () => {
      const orderId = await placed();
      await api.acknowledge(orderId);

      const { status, body } = await request({
        type: 2,
        order_id: orderId,
        ask_price: 2460,
        total_qty: 150,
      });

      expect({ status, body }).toEqual({ status: 200, body: { success: true } });
      expect(await api.order(orderId)).toMatchObject({ ordStatus: 'PendingReplace' });
      const { body: events } = await api.get(`/orders/${orderId}/events`);
      expect(events.items.at(-1)).toMatchObject({
        type: 'ReplaceRequested',
        detail: { orderQty: '150', price: '2460' },
      });
    });

    test('type 3 cancels with its reason', async () => {
      const orderId = await placed();

      const { status, body } = await request({
        type: 3,
        order_id: orderId,
        reason_cancellation: 'client asked',
      });

      expect({ status, body }).toEqual({ status: 200, body: { success: true } });
      expect(await api.order(orderId)).toMatchObject({
        ordStatus: 'Canceled',
        reason: 'client asked',
      });
    });

    test.each([
      ['type 2', { type: 2, order_id: ABSENT, ask_price: 1, total_qty: 1 }],
      ['type 3', { type: 3, order_id: ABSENT, reason_cancellation: '' }],
      ['type 3 of an id that no order can have', { type: 3, order_id: 'nonsense' }],
    ])('%s of an unknown order is a refusal that callers look for', async (_name, fields) => {
      expect(await request(fields)).toMatchObject({
        status: 200,
        body: { success: false, comment: 'Order does not exist' },
      });
    });
  });

  test.each([
    ['01', '1'],
    ['0', '0'],
    ['000', '0'],
    [7, '7'],
    ['123456789012345', '123456789012345'],
  ])('keeps account %j as %j', async (account, kept) => {
    expect(await api.order(await placed({ account }))).toMatchObject({ account: kept });
  });

  test('a type may be a number or its digits', async () => {
    expect(await send({ ...NEW_ORDER, type: '1' })).toMatchObject({
      status: 200,
      body: { success: true },
    });
  });

  test('the same request twice is two orders', async () => {
    expect(await placed()).not.toBe(await placed());
  });

  test('long decimals keep every digit', async () => {
    const body = JSON.stringify({ ...NEW_ORDER, total_qty: 'Q', ask_price: 'P' })
      .replace('"Q"', '0.1234567890123456789012345678901234')
      .replace('"P"', '12345678901234567890.15');
    const { body: answer } = await api.call('POST', '/order_endpoint', { body });

    expect(await api.order(answer.order_id)).toMatchObject({
      orderQty: '0.1234567890123456789012345678901234',
      price: '12345678901234567890.15',
    });
  });

  test('a partly filled order may be changed and cancelled: the open remainder', async () => {
    const orderId = await placed();
    await api.fill(orderId, '40', '2450', 'fill-1');

    expect((await send({ type: 2, order_id: orderId, total_qty: 90 })).body).toEqual({
      success: true,
    });
    expect((await send({ type: 3, order_id: orderId })).body).toEqual({ success: true });
  });

  test.each([
    ['closed', 'Not allowed - Order is closed'],
    ['filled', 'Not allowed - Order is filled'],
  ])('a %s order is a business refusal with its reason', async (state, comment) => {
    const orderId = await placed();
    if (state === 'filled') await api.fill(orderId, '100', '2450', `all-of-${orderId}`);
    else await send({ type: 3, order_id: orderId });

    for (const type of [2, 3]) {
      const answer = await send({ type, order_id: orderId, total_qty: 50, ask_price: 2450 });
      expect(answer).toMatchObject({ status: 200, body: { success: false, comment } });
    }
  });

  test.each([
    [{}, 'type'],
    [{ type: 0 }, 'type'],
    [{ type: 6 }, 'type'],
    [{ type: 'one' }, 'type'],
    [{ type: [1] }, 'type'],
    [{ type: { toString: 1 } }, 'type'],
    [{ ...NEW_ORDER, user_id: undefined }, 'user_id'],
    [{ ...NEW_ORDER, user_id: -1 }, 'user_id'],
    [{ ...NEW_ORDER, user_id: 1.5 }, 'user_id'],
    [{ ...NEW_ORDER, product_id: '' }, 'product_id'],
    [{ ...NEW_ORDER, product_id: 5 }, 'product_id'],
    [{ ...NEW_ORDER, side: 2 }, 'side'],
    [{ ...NEW_ORDER, price_instruction: 'limit' }, 'price_instruction'],
    [{ ...NEW_ORDER, ask_price: undefined }, 'ask_price'],
    [{ ...NEW_ORDER, ask_price: 0 }, 'ask_price'],
    [{ ...NEW_ORDER, ask_price: 'NaN' }, 'ask_price'],
    [{ ...NEW_ORDER, total_qty: 0 }, 'total_qty'],
    [{ ...NEW_ORDER, total_qty: -5 }, 'total_qty'],
    [{ ...NEW_ORDER, total_qty: '1e30' }, 'total_qty'],
    [{ ...NEW_ORDER, total_qty: '1'.repeat(35) }, 'total_qty'],
    [{ ...NEW_ORDER, client: 'x' }, 'client'],
    [{ ...NEW_ORDER, exchange_id: undefined }, 'exchange_id'],
    [{ ...NEW_ORDER, account: 'abc' }, 'account'],
    [{ ...NEW_ORDER, counter_party: 'x'.repeat(65) }, 'counter_party'],
    [{ type: 2, ask_price: 1 }, 'order_id'],
    [{ type: 2, order_id: ABSENT }, 'ask_price'],
    [{ type: 2, order_id: ABSENT, ask_price: null, total_qty: null }, 'ask_price'],
    [{ type: 3 }, 'order_id'],
    [{ type: 3, order_id: 5 }, 'order_id'],
    [{ type: 4 }, 'user_id'],
    [{ type: 5 }, 'symbols'],
    [{ type: 5, symbols: [5] }, 'symbols'],
  ])('%j is malformed: 400 with a comment that names %s', async (fields, field) => {
    const { status, body } = await send(fields);

    expect({ status, success: body?.success }).toEqual({ status: 400, success: false });
    expect(body.comment).toContain(field);
  });

  test.each(['', '{', '[]', '"text"', 'null', '5'])('the body %j is a 400', async (body) => {
    const answer = await api.call('POST', '/order_endpoint', { body });

    expect(answer).toMatchObject({ status: 400, body: { success: false } });
    expect(answer.body.comment).toEqual(expect.any(String));
  });

  test('null counts as a missing field', async () => {
    const orderId = await placed({ client: null, counter_party: null });
    await api.acknowledge(orderId);

    const changed = await send({ type: 2, order_id: orderId, ask_price: null, total_qty: 70 });

    expect(changed).toMatchObject({ status: 200, body: { success: true } });
  });

  describe('Idempotency-Key', () => {
    const withKey = (fields: object, key: string) =>
      api.post('/order_endpoint', fields, { 'idempotency-key': key });

    test('makes a repeated order the same one, with the same answer', async () => {
      const first = await withKey(NEW_ORDER, 'order-1');
      const again = await withKey(NEW_ORDER, 'order-1');

      expect(again.text).toBe(first.text);
      expect(again.headers['content-type']).toBe(first.headers['content-type']);
    });

    test('also for concurrent requests', async () => {
      const answers = await Promise.all([1, 2, 3].map(() => withKey(NEW_ORDER, 'order-2')));
      const later = await withKey(NEW_ORDER, 'order-2');

      const ids = answers.flatMap(({ body }) => body.order_id ?? []);
      expect(new Set([...ids, later.body.order_id]).size).toBe(1);
    });

    test('with another order it is refused', async () => {
      await withKey(NEW_ORDER, 'order-3');
      const other = await withKey({ ...NEW_ORDER, total_qty: 5 }, 'order-3');

      expect(other).toMatchObject({ status: 422, body: { success: false } });
    });

    test('a repeated change makes one request', async () => {
      const orderId = await placed();
      await api.acknowledge(orderId);
      const change = { type: 2, order_id: orderId, total_qty: 60 };
      await withKey(change, 'change-1');
      expect((await withKey(change, 'change-1')).body).toEqual({ success: true });

      const types = await api.eventTypes(orderId);
      expect(types.filter((type) => type === 'ReplaceRequested')).toHaveLength(1);
    });
  });
});

describe('with REFUSE_CHANGES_AFTER_FILL', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start({ REFUSE_CHANGES_AFTER_FILL: 'true' });
  });
  afterAll(() => api.stop());

  test('an order with fills is neither changed nor cancelled, in the legacy words', async () => {
    const { body } = await api.post('/order_endpoint', NEW_ORDER);
    await api.fill(body.order_id, '1', '2450', 'fill-1');

    for (const type of [2, 3]) {
      const change = { type, order_id: body.order_id, ask_price: 2400, total_qty: 90 };
      expect((await api.post('/order_endpoint', change)).body).toEqual({
        success: false,
        comment: 'Not allowed - Order has fills',
      });
    }
  });
});
