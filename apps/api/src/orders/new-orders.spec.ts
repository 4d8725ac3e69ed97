import { type Json, newOrder, TestApi } from '../testing/test-api';

describe('POST /orders', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  const post = (fields: object) => api.post('/orders', newOrder(fields));
  const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

  test('answers 201 with the order', async () => {
    const { status, headers, body } = await post({
      clOrdId: 'first',
      userId: '7',
      product: 'CNC',
      tag: 'my tag',
      link: 'rest',
    });

    expect(status).toBe(201);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(body).toEqual({
      orderId: expect.stringMatching(/^[0-9a-f]{24}$/),
      clOrdId: 'first',
      account: '42',
      userId: '7',
      symbol: 'RELIANCE',
      exchange: 'NSE',
      side: 'BUY',
      ordType: 'LIMIT',
      orderQty: '100',
      price: '2450.5',
      stopPrice: null,
      timeInForce: 'DAY',
      expireAt: null,
      product: 'CNC',
      tag: 'my tag',
      ordStatus: 'PendingNew',
      cumQty: '0',
      leavesQty: '100',
      avgPx: '0',
      lastPx: null,
      link: 'rest',
      basketId: null,
      parentOrderId: null,
      slicing: null,
      origin: 'client',
      brokerOrderId: null,
      inDoubt: false,
      reason: null,
      version: 1,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(await api.order(body.orderId)).toEqual(body);
  });

  const TYPES = [
    ['LIMIT', { price: '10' }],
    ['MARKET', { price: undefined }],
    ['STOP', { price: undefined, stopPrice: '9' }],
    ['STOP_LIMIT', { price: '10', stopPrice: '9' }],
  ] as const;

  test.each(
    TYPES.flatMap(([ordType, prices]) =>
      ['DAY', 'IOC', 'FOK', 'GTC', 'GTD'].map((timeInForce) => [ordType, timeInForce, prices]),
    ),
  )('takes %s %s', async (ordType, timeInForce, prices) => {
    const expireAt = timeInForce === 'GTD' ? tomorrow() : undefined;
    const { status, body } = await post({ ordType, timeInForce, expireAt, ...(prices as object) });

    expect(status).toBe(201);
    expect(body).toMatchObject({ ordType, timeInForce, expireAt: expireAt ?? null });
  });

  test.each([undefined, null])('without a time in force (%s) it is a day order', async (none) => {
    const clOrdId = `day-${none}`;
    const first = await post({ clOrdId, timeInForce: none });
    expect(first).toMatchObject({ status: 201, body: { timeInForce: 'DAY' } });
    const again = await post({ clOrdId, timeInForce: 'DAY' });
    expect(again).toMatchObject({ status: 200, body: { orderId: first.body.orderId } });
  });

  test.each([
    [{ ordType: 'LIMIT', price: undefined }, 'price', 'is required for LIMIT orders'],
    [{ ordType: 'LIMIT', stopPrice: '9' }, 'stopPrice', 'must be left out of LIMIT orders'],
    [{ ordType: 'MARKET' }, 'price', 'must be left out of MARKET orders'],
    [{ ordType: 'STOP', price: undefined }, 'stopPrice', 'is required for STOP orders'],
    [{ ordType: 'STOP', stopPrice: '9' }, 'price', 'must be left out of STOP orders'],
    [{ ordType: 'STOP_LIMIT' }, 'stopPrice', 'is required for STOP_LIMIT orders'],
    [{ timeInForce: 'GTD' }, 'expireAt', 'is required for GTD orders'],
    [{ expireAt: '2099-01-01' }, 'expireAt', 'must be left out of all but GTD orders'],
    [{ timeInForce: 'GTD', expireAt: '2001-01-01T00:00:00Z' }, 'expireAt', 'must be in the future'],
    [{ link: 'moon' }, 'link', 'must be one of rest'],
    [{ account: undefined }, 'account', 'must be 1 to 64 visible ASCII characters'],
    [{ account: 42 }, 'account', 'must be 1 to 64 visible ASCII characters'],
    [{ symbol: 'two words' }, 'symbol', 'must be 1 to 64 visible ASCII characters'],
    [{ exchange: 'N'.repeat(65) }, 'exchange', 'must be 1 to 64 visible ASCII characters'],
    [{ clOrdId: 'Ümlaut' }, 'clOrdId', 'must be 1 to 64 visible ASCII characters'],
    [{ side: 'buy' }, 'side', 'must be one of the following values: BUY, SELL'],
    [
      { ordType: 'ICEBERG' },
      'ordType',
      'must be one of the following values: MARKET, LIMIT, STOP, STOP_LIMIT',
    ],
    [
      { timeInForce: 'TODAY' },
      'timeInForce',
      'must be one of the following values: DAY, GTC, GTD, IOC, FOK',
    ],
    [
      { tag: 'red \u001b[31m' },
      'tag',
      'must be a text of at most 64 characters, without control characters',
    ],
    [
      { tag: 'x'.repeat(65) },
      'tag',
      'must be a text of at most 64 characters, without control characters',
    ],
    [{ link: 'slices' }, 'link', 'must be one of rest'],
    [{ slice: 'yes' }, 'slice', 'must be a boolean value'],
    [
      { slice: true, timeInForce: 'FOK' },
      'slice',
      'must be left out of FOK orders: slices are filled one by one',
    ],
    [{ orderQty: '5' }, 'orderQty', 'should not exist'],
    [{ '(': 1 }, '(', 'should not exist'],
    [{ constructor: 1 }, 'constructor', 'should not exist'],
  ])('%j is refused by the name of the field', async (fields, field, message) => {
    const before = await api.store.contents();
    const { status, headers, body } = await post(fields);

    expect(status).toBe(400);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: `${field} ${message}`,
      errors: [{ field, message }],
    });
    expect(await api.store.contents()).toEqual(before);
  });

  test('all faults are named at once', async () => {
    const { body } = await post({ side: 'up', quantity: 0, account: '' });

    expect(body.errors.map(({ field }: Json) => field).sort()).toEqual([
      'account',
      'quantity',
      'side',
    ]);
  });

  describe('decimals', () => {
    test.each([
      ['"100"', '100'],
      ['100', '100'],
      ['1e2', '100'],
      ['"1.50"', '1.5'],
      ['0.1', '0.1'],
      ['"0.00000000000000000001"', '0.00000000000000000001'],
      ['0.1234567890123456789012345678901234', '0.1234567890123456789012345678901234'],
      ['123456789012345678901', '123456789012345678901'],
      ['"100000000000000000000"', '100000000000000000000'],
      ['9007199254740993', '9007199254740993'],
    ])('the quantity %s is %s, exactly', async (written, quantity) => {
      const text = JSON.stringify(newOrder({ quantity: '@' })).replace('"@"', written);
      const { status, body } = await api.call('POST', '/orders', { body: text });

      expect({ status, orderQty: body.orderQty }).toEqual({ status: 201, orderQty: quantity });
      expect(await api.order(body.orderId)).toMatchObject({ orderQty: quantity });
    });

    test.each([
      ['"NaN"', 'must be a decimal number'],
      ['"Infinity"', 'must be a decimal number'],
      ['1e999', 'must be a decimal number'],
      ['"1e30"', 'must lie between 1e-20 and 1e20'],
      ['1e300', 'must lie between 1e-20 and 1e20'],
      ['"1e-21"', 'must lie between 1e-20 and 1e20'],
      [`"${'1'.repeat(35)}"`, 'must have at most 34 digits'],
      ['1'.repeat(35), 'must have at most 34 digits'],
      ['0', 'must be greater than zero'],
      ['-1', 'must be greater than zero'],
      ['"0x10"', 'must be a decimal number'],
      ['"1,000"', 'must be a decimal number'],
      ['" 1"', 'must be a decimal number'],
      ['""', 'must be a decimal number'],
      ['true', 'must be a decimal number'],
      ['[1]', 'must be a decimal number'],
      ['{}', 'must be a decimal number'],
      ['null', 'must be a decimal number'],
    ])('%s is refused: %s', async (written, message) => {
      for (const field of ['quantity', 'price']) {
        if (field === 'price' && written === 'null') continue;
        const text = JSON.stringify(newOrder({ [field]: '@' })).replace('"@"', written);
        const { status, body } = await api.call('POST', '/orders', { body: text });

        expect({ status, errors: body.errors }).toEqual({
          status: 400,
          errors: [{ field, message }],
        });
      }
    });
  });

  describe('the same clOrdId', () => {
    test('of the same account again: 200 with the live state of the first, nothing placed', async () => {
      const first = await api.place({ clOrdId: 'again' });
      await api.fill(first.orderId, '30', '2450', 'again-1');
      const before = await api.store.contents();

      const { status, body } = await post({ clOrdId: 'again' });

      expect(status).toBe(200);
      expect(body).toMatchObject({ orderId: first.orderId, cumQty: '30', version: 2 });
      expect(await api.store.contents()).toEqual(before);
    });

    test.each([
      { quantity: '101' },
      { price: '2450.51' },
      { side: 'SELL' },
      { symbol: 'TCS' },
      { timeInForce: 'IOC' },
      { userId: '8' },
      { tag: 'other' },
    ])('with %j: 409', async (fields) => {
      await post({ clOrdId: 'other' });
      const { status, body } = await post({ clOrdId: 'other', ...fields });

      expect({ status, code: body.code }).toEqual({ status: 409, code: 'DUPLICATE_CL_ORD_ID' });
    });

    test('different notation is the same content', async () => {
      const { orderId } = await api.place({ clOrdId: 'written' });
      const { status, body } = await post({ clOrdId: 'written', quantity: 1e2, price: 2450.5 });

      expect({ status, orderId: body.orderId }).toEqual({ status: 200, orderId });
    });

    test('of another account it is another order', async () => {
      const one = await api.place({ clOrdId: 'shared', account: '1' });
      const other = await api.place({ clOrdId: 'shared', account: '11' });

      expect(one.orderId).not.toBe(other.orderId);
    });

    test('arriving many times at once places one', async () => {
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => post({ clOrdId: 'racing' })),
      );

      expect(answers.map(({ status }) => status).sort()).toEqual([...Array(11).fill(200), 201]);
      expect(new Set(answers.map(({ body }) => body.orderId)).size).toBe(1);
      const { body } = await api.get('/orders?account=42&limit=1000');
      expect(body.items.filter(({ clOrdId }: Json) => clOrdId === 'racing')).toHaveLength(1);
    });
  });

  test('without a clOrdId the order id stands for it, and each request is an order', async () => {
    const one = await api.place();
    const other = await api.place();

    expect(one.clOrdId).toBe(one.orderId);
    expect(one.orderId).not.toBe(other.orderId);
  });

  test('cannot be sliced where the freeze quantity is unknown', async () => {
    const { status, body } = await post({ slice: true });
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'FREEZE_QTY_UNKNOWN' });
  });

  test('null counts as a missing field', async () => {
    const { status } = await post({ clOrdId: null, stopPrice: null, expireAt: null, tag: null });
    expect(status).toBe(201);
  });
});
