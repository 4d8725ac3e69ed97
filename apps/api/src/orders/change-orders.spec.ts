import { type Json, TestApi } from '../testing/test-api';

const ABSENT = 'f'.repeat(24);

describe('changing orders', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  async function live(fields: object = {}): Promise<string> {
    const { orderId } = await api.place(fields);
    await api.acknowledge(orderId);
    return orderId;
  }

  const replace = (orderId: string, fields: object) => api.put(`/orders/${orderId}`, fields);
  const cancel = (orderId: string, fields?: object) =>
    api.post(`/orders/${orderId}/cancel`, fields);

  describe('PUT /orders/:orderId', () => {
    test('asks for a replace: 202 with the order as it is until that is confirmed', async () => {
      const orderId = await live();
      const { status, body } = await replace(orderId, {
        clOrdId: 'r-1',
        quantity: '150',
        price: '2500',
      });

      expect(status).toBe(202);
      expect(body).toMatchObject({
        orderId,
        ordStatus: 'PendingReplace',
        orderQty: '100',
        price: '2450.5',
      });
    });

    test('the same clOrdId again is the same request, and with another content 409', async () => {
      const orderId = await live();
      await replace(orderId, { clOrdId: 'r-2', quantity: '150' });

      expect(await replace(orderId, { clOrdId: 'r-2', quantity: '150.0' })).toMatchObject({
        status: 202,
      });
      expect(await replace(orderId, { clOrdId: 'r-2', quantity: '151' })).toMatchObject({
        status: 409,
        body: { code: 'DUPLICATE_CL_ORD_ID' },
      });
      expect((await cancel(orderId, { clOrdId: 'r-2' })).status).toBe(409);
      const types = await api.eventTypes(orderId);
      expect(types.filter((type) => type === 'ReplaceRequested')).toHaveLength(1);
    });

    test('the clOrdId of the order itself cannot be reused', async () => {
      const orderId = await live({ clOrdId: 'used-up' });
      expect(await replace(orderId, { clOrdId: 'used-up', quantity: '5' })).toMatchObject({
        status: 409,
        body: { code: 'DUPLICATE_CL_ORD_ID' },
      });
    });

    test('a refused request uses up no id and leaves nothing behind', async () => {
      const orderId = await live();
      await cancel(orderId);
      const before = await api.store.contents();
      const { status, body } = await replace(orderId, { clOrdId: 'kept', quantity: '5' });
      expect({ status, code: body.code }).toEqual({ status: 409, code: 'CANCEL_PENDING' });
      expect(await api.store.contents()).toEqual(before);

      await api.report({ MsgType: '9', ClOrdID: orderId, CxlRejResponseTo: '1' });
      expect((await replace(orderId, { clOrdId: 'kept', quantity: '5' })).status).toBe(202);
    });

    test.each([
      [{}, 'quantity', 'or price or stopPrice must be given'],
      [{ quantity: 0 }, 'quantity', 'must be greater than zero'],
      [{ price: 'x' }, 'price', 'must be a decimal number'],
      [{ side: 'SELL' }, 'side', 'should not exist'],
      [{ clOrdId: '', quantity: 1 }, 'clOrdId', 'must be 1 to 64 visible ASCII characters'],
    ])('%j is a 400', async (fields, field, message) => {
      const { status, body } = await replace(await live(), fields);
      expect({ status, errors: body.errors }).toEqual({
        status: 400,
        errors: [{ field, message }],
      });
    });

    test('a price that the type does not have is refused', async () => {
      const orderId = await live({ ordType: 'MARKET', price: undefined });
      expect(await replace(orderId, { price: '5' })).toMatchObject({
        status: 409,
        body: { code: 'PRICE_NOT_ALLOWED', title: 'Conflict', status: 409 },
      });
    });
  });

  describe('POST /orders/:orderId/cancel', () => {
    test('of an order that is still queued takes effect here', async () => {
      const { orderId } = await api.place();
      const { status, body } = await cancel(orderId, { reason: 'changed my mind' });

      expect(status).toBe(202);
      expect(body).toMatchObject({ ordStatus: 'Canceled', reason: 'changed my mind' });
    });

    test('of an order at the link is sent to it; the body is optional', async () => {
      const { status, body } = await cancel(await live());

      expect(status).toBe(202);
      expect(body).toMatchObject({ ordStatus: 'PendingCancel' });
    });

    test('the same clOrdId again is the same request, also once it is over', async () => {
      const orderId = await live();
      await cancel(orderId, { clOrdId: 'c-1' });
      await api.report({ ClOrdID: orderId, OrdStatus: '4' });

      expect(await cancel(orderId, { clOrdId: 'c-1' })).toMatchObject({
        status: 202,
        body: { ordStatus: 'Canceled' },
      });
      expect(await cancel(orderId, { clOrdId: 'c-2' })).toMatchObject({
        status: 409,
        body: { code: 'ORDER_CLOSED' },
      });
    });
  });

  describe('refusals', () => {
    const states: [string, string, (orderId: string) => Promise<unknown>][] = [
      ['ORDER_CLOSED', 'rejected', (ClOrdID) => api.report({ ClOrdID, OrdStatus: '8' })],
      ['ORDER_CLOSED', 'expired', (ClOrdID) => api.report({ ClOrdID, OrdStatus: 'C' })],
      [
        'ORDER_DONE_FOR_DAY',
        'done for the day',
        (ClOrdID) => api.report({ ClOrdID, OrdStatus: '3' }),
      ],
      ['ORDER_FILLED', 'filled', (orderId) => api.fill(orderId, '100', '5', `all-${orderId}`)],
      ['CANCEL_PENDING', 'about to be cancelled', (orderId) => cancel(orderId)],
    ];

    test.each(states)('%s on an order that is %s', async (code, _name, prepare) => {
      const orderId = await live();
      await prepare(orderId);
      const version = (await api.order(orderId)).version;

      for (const answer of [await cancel(orderId), await replace(orderId, { quantity: '50' })]) {
        expect(answer).toMatchObject({ status: 409, body: { code, status: 409 } });
        expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      }
      expect(await api.order(orderId)).toMatchObject({ version });
    });

    test.each([
      ['PUT', `/orders/${ABSENT}`, { quantity: 1 }],
      ['POST', `/orders/${ABSENT}/cancel`, {}],
      ['POST', `/orders/${ABSENT}/resolve`, { resolution: 'ADOPT' }],
      ['GET', `/orders/${ABSENT}`, undefined],
      ['GET', `/orders/${ABSENT}/events`, undefined],
      ['GET', `/orders/${ABSENT}/fills`, undefined],
      ['GET', `/orders/${ABSENT}?at=2026-01-01`, undefined],
      ['PUT', `/orders/${ABSENT}/followers/7`, undefined],
      ['DELETE', `/orders/${ABSENT}/followers/7`, undefined],
      ['GET', '/orders/nonsense', undefined],
      ['GET', `/orders/${'F'.repeat(24)}`, undefined],
    ])('%s %s: 404 ORDER_NOT_FOUND', async (method, url, body) => {
      expect(await api.call(method, url, { body })).toMatchObject({
        status: 404,
        body: { code: 'ORDER_NOT_FOUND', detail: 'Order does not exist' },
      });
    });
  });

  describe('POST /orders/cancel-all', () => {
    const canceled = async (filter: object) => {
      const { status, body } = await api.post('/orders/cancel-all', filter);
      expect(status).toBe(202);
      return body;
    };

    test('cancels the open orders of account, symbol and side', async () => {
      const account = 'all-1';
      const wanted = [
        (await api.place({ account, symbol: 'TCS' })).orderId,
        await live({ account, symbol: 'TCS' }),
      ];
      const others = [
        await live({ account, symbol: 'TCS', side: 'SELL' }),
        await live({ account, symbol: 'INFY' }),
        await live({ account: 'all-2', symbol: 'TCS' }),
      ];
      const closed = await live({ account, symbol: 'TCS' });
      await api.report({ ClOrdID: closed, OrdStatus: '8' });

      const { requested, refused } = await canceled({ account, symbol: 'TCS', side: 'BUY' });

      expect([...requested].sort()).toEqual([...wanted].sort());
      expect(refused).toEqual([]);
      for (const orderId of others) {
        expect(await api.order(orderId)).toMatchObject({ ordStatus: 'New' });
      }
    });

    test('says which could not be cancelled and why', async () => {
      const orderId = await live({ account: 'all-3' });
      await cancel(orderId);

      expect(await canceled({ account: 'all-3' })).toEqual({
        requested: [],
        refused: [{ orderId, code: 'CANCEL_PENDING' }],
      });
    });

    test('without a filter it means every open order', async () => {
      await live({ account: 'all-4' });
      await canceled({});

      const { body } = await api.get('/orders?open=true&limit=1000');
      const left = body.items.filter(
        ({ ordStatus }: Json) => !['PendingCancel', 'DoneForDay', 'Filled'].includes(ordStatus),
      );
      expect(left).toEqual([]);
    });

    test('an unknown filter is refused, and nothing is cancelled', async () => {
      const orderId = await live();
      const { status } = await api.post('/orders/cancel-all', { acount: '42' });

      expect(status).toBe(400);
      expect(await api.order(orderId)).toMatchObject({ ordStatus: 'New' });
    });
  });

  describe('POST /orders/:orderId/resolve', () => {
    test('is for what is in doubt', async () => {
      const answer = await api.post(`/orders/${await live()}/resolve`, { resolution: 'REJECT' });
      expect(answer).toMatchObject({ status: 409, body: { code: 'NOT_IN_DOUBT' } });
    });

    test.each([[{}], [{ resolution: 'MAYBE' }], [{ resolution: 'ADOPT', reason: 5 }]])(
      '%j is a 400',
      async (body) => {
        const { status } = await api.post(`/orders/${await live()}/resolve`, body);
        expect(status).toBe(400);
      },
    );
  });
});
