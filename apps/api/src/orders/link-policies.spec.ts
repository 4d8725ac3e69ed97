import { BASKET_EXAMPLE } from '../baskets/examples';
import { newOrder, TestApi } from '../testing/test-api';

const SESSION = { userId: 'FT1', apiKey: 'key', apiSecret: 'secret', accounts: ['ft'] };

describe('what a link accepts', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start({
      EXECUTION_LINK_IOC_ORDERS: 'refuse',
      FLATTRADE_ACCOUNTS: JSON.stringify([SESSION]),
    });
  });
  afterAll(() => api.stop());

  const place = (fields: object) => api.post('/orders', newOrder(fields));

  test('an IOC order to a link that refuses such is refused, with what to do', async () => {
    expect(await place({ timeInForce: 'IOC' })).toMatchObject({
      status: 409,
      body: {
        code: 'IOC_NOT_TAKEN',
        detail: 'timeInForce IOC is not taken by rest: place the order with DAY',
      },
    });
    expect((await place({ timeInForce: 'IOC', account: 'ft' })).status).toBe(201);
  });

  test('an after-market order goes to a broker that has such, and says so', async () => {
    const { status, body } = await place({ account: 'ft', amo: true });
    expect({ status, amo: body.amo }).toEqual({ status: 201, amo: true });
    expect(await api.order(body.orderId)).toMatchObject({ amo: true });
    expect((await place({ account: 'ft' })).body).not.toHaveProperty('amo');
    expect(await place({ amo: true })).toMatchObject({
      status: 409,
      body: { code: 'AMO_NOT_TAKEN', detail: 'amo is not known at rest: leave it out' },
    });
    const wrong = await place({ account: 'ft', amo: 'yes' });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ field: 'amo' }] } });
  });

  test('so does the leg of a basket, and the same basket without it is another one', async () => {
    const basket = (leg: object) => ({
      ...BASKET_EXAMPLE,
      account: 'ft',
      legs: [{ ...BASKET_EXAMPLE.legs[0], ...leg }],
    });
    const { status, body } = await api.post('/baskets', basket({ amo: true }));
    expect({ status, legs: body.legs }).toMatchObject({ status: 201, legs: [{ amo: true }] });
    expect((await api.post('/baskets', basket({ amo: true }))).status).toBe(200);
    expect((await api.post('/baskets', basket({}))).status).toBe(409);
    expect(await api.post('/baskets', basket({ amo: 'yes' }))).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'legs[0].amo' }] },
    });
  });

  test('the same clOrdId without amo is another order', async () => {
    expect((await place({ account: 'ft', clOrdId: 'same', amo: true })).status).toBe(201);
    expect((await place({ account: 'ft', clOrdId: 'same', amo: true })).status).toBe(200);
    expect((await place({ account: 'ft', clOrdId: 'same' })).status).toBe(409);
  });
});
