import { type Json, TestApi } from '../testing/test-api';

describe('POST /execution_endpoint', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  const report = (fields: object) => api.post('/execution_endpoint', fields);
  const placed = async (fields: object = {}): Promise<string> => (await api.place(fields)).orderId;
  const fills = async (orderId: string): Promise<Json[]> =>
    (await api.get(`/orders/${orderId}/fills`)).body.items;

  test('answers a booked report with success', async () => {
    const answer = await report({ ClOrdID: await placed(), OrdStatus: '0' });

    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 200,
      body: { success: true },
    });
  });

  describe('form 1: ClOrdID, OrdStatus, and LastPx and CumQty of a fill', () => {
    test('acknowledges, fills in parts by the difference of CumQty, and fills the rest', async () => {
      const orderId = await placed();
      const seen = [];
      for (const fields of [
        { OrdStatus: '0' },
        { OrdStatus: '1', LastPx: 2450, CumQty: 30 },
        { OrdStatus: '1', LastPx: '2451', CumQty: '75' },
        { OrdStatus: 2, LastPx: 2452, CumQty: 100 },
      ]) {
        await api.report({ ClOrdID: orderId, ...fields });
        const { ordStatus, cumQty, leavesQty } = await api.order(orderId);
        seen.push([ordStatus, cumQty, leavesQty]);
      }

      expect(seen).toEqual([
        ['New', '0', '100'],
        ['PartiallyFilled', '30', '70'],
        ['PartiallyFilled', '75', '25'],
        ['Filled', '100', '0'],
      ]);
      expect((await fills(orderId)).map(({ quantity, price }) => [quantity, price])).toEqual([
        ['25', '2452'],
        ['45', '2451'],
        ['30', '2450'],
      ]);
      expect(await api.order(orderId)).toMatchObject({ avgPx: '2450.95', lastPx: '2452' });
    });

    test('an exact repeat counts once', async () => {
      const orderId = await placed();
      const fill = { ClOrdID: orderId, OrdStatus: '1', LastPx: 2450, CumQty: 30 };
      for (let time = 0; time < 3; time += 1) await api.report(fill);

      expect(await fills(orderId)).toHaveLength(1);
      expect(await api.order(orderId)).toMatchObject({ cumQty: '30', version: 2 });
    });

    test('concurrent repeats count once', async () => {
      const orderId = await placed();
      const fill = { ClOrdID: orderId, OrdStatus: '1', LastPx: 2450, CumQty: 30 };
      await Promise.all(Array.from({ length: 8 }, () => api.report(fill)));

      expect(await api.order(orderId)).toMatchObject({ cumQty: '30', version: 2 });
    });

    test('a CumQty below the current one is late: recorded, but not booked', async () => {
      const orderId = await placed();
      await api.report({ ClOrdID: orderId, OrdStatus: '1', LastPx: 2450, CumQty: 60 });
      await api.report({ ClOrdID: orderId, OrdStatus: '1', LastPx: 2449, CumQty: 40 });

      expect(await api.order(orderId)).toMatchObject({ cumQty: '60', version: 3 });
    });

    test('answers to a replace and a cancel quote the order id, as older links do', async () => {
      const orderId = await placed();
      await api.acknowledge(orderId);
      await api.put(`/orders/${orderId}`, { quantity: '50' });
      await api.report({ ClOrdID: orderId, OrdStatus: '5' });
      expect(await api.order(orderId)).toMatchObject({ ordStatus: 'New', orderQty: '50' });

      await api.post(`/orders/${orderId}/cancel`, {});
      await api.report({ ClOrdID: orderId, OrdStatus: '4' });
      expect(await api.order(orderId)).toMatchObject({ ordStatus: 'Canceled', leavesQty: '0' });
    });
  });

  describe('form 2: the full execution report', () => {
    test('books the report, by its own ids', async () => {
      const orderId = await placed();
      await api.report({
        MsgType: '8',
        ClOrdID: orderId,
        OrigClOrdID: '',
        OrderID: `V-${orderId}`,
        ExecID: 'E-1',
        ExecType: 'F',
        OrdStatus: '1',
        LastQty: 40,
        LastPx: 2450.5,
        CumQty: 40,
        LeavesQty: 60,
        AvgPx: 2450.5,
        OrderQty: 100,
        Price: 2450.5,
        Text: 'fill',
        TransactTime: '20260102-03:04:05.678',
        PossDupFlag: 'N',
        Symbol: 'RELIANCE-EQ',
        Exchange: 'NSE',
        Account: '42',
        Side: '1',
        SomethingOfTheirs: { ignored: true },
      });

      expect(await api.order(orderId)).toMatchObject({
        ordStatus: 'PartiallyFilled',
        brokerOrderId: `V-${orderId}`,
      });
      expect(await fills(orderId)).toMatchObject([
        {
          execId: 'E-1',
          quantity: '40',
          price: '2450.5',
          exchange: 'NSE',
          at: '2026-01-02T03:04:05.678Z',
        },
      ]);
    });

    test.each([
      ['New', { ExecType: '0' }, 'New'],
      ['DoneForDay', { ExecType: '3' }, 'DoneForDay'],
      ['Canceled', { ExecType: '4' }, 'Canceled'],
      ['PendingCancel', { ExecType: '6' }, 'PendingCancel'],
      ['Stopped', { ExecType: '7' }, 'Stopped'],
      ['Rejected', { ExecType: '8', Text: 'no money' }, 'Rejected'],
      ['Suspended', { ExecType: '9' }, 'Suspended'],
      ['PendingNew', { ExecType: 'A' }, 'PendingNew'],
      ['Calculated', { ExecType: 'B' }, 'Calculated'],
      ['Expired', { ExecType: 'C' }, 'Expired'],
      ['Restated', { ExecType: 'D' }, 'New'],
      ['PendingReplace', { ExecType: 'E' }, 'PendingReplace'],
      ['Trade', { ExecType: 'F', LastQty: 1, LastPx: 1 }, 'PartiallyFilled'],
      ['OrderStatus', { ExecType: 'I' }, 'PendingNew'],
      ['AcceptedForBidding', { ExecType: 'A', OrdStatus: 'D' }, 'AcceptedForBidding'],
    ])('ExecType %s by its code and by its name', async (name, fields, status) => {
      const byCode = await placed();
      await api.report({ ClOrdID: byCode, ExecID: 'x', ...fields });
      expect(await api.order(byCode)).toMatchObject({ ordStatus: status });
      if (name === 'AcceptedForBidding') return;

      const byName = await placed();
      await api.report({ ClOrdID: byName, ExecID: 'x', ...fields, ExecType: name });
      expect(await api.order(byName)).toMatchObject({ ordStatus: status });
    });

    test('LastQty 0 is normal on anything but a trade', async () => {
      const orderId = await placed();
      await api.report({ ClOrdID: orderId, ExecID: 'n', ExecType: '0', LastQty: 0, LastPx: 0 });

      expect(await api.order(orderId)).toMatchObject({ ordStatus: 'New', cumQty: '0' });
    });

    test('an ExecID counts once, however often and in whatever form it arrives', async () => {
      const orderId = await placed();
      const trade = { ClOrdID: orderId, ExecID: 'E-9', ExecType: 'F', LastQty: 10, LastPx: 2450 };
      await api.report(trade);
      await api.report({ ...trade, PossDupFlag: 'Y' });
      await api.report({ ...trade, LastQty: '10.0', Text: 'again' });

      expect(await api.order(orderId)).toMatchObject({ cumQty: '10', version: 2 });
    });

    test('a trade whose OrdStatus is 4 also cancels the remainder', async () => {
      const orderId = await placed({ timeInForce: 'IOC' });
      await api.report({
        ClOrdID: orderId,
        ExecID: 'ioc',
        ExecType: 'F',
        OrdStatus: '4',
        LastQty: 40,
        LastPx: 2450,
      });

      expect(await api.order(orderId)).toMatchObject({
        ordStatus: 'Canceled',
        cumQty: '40',
        leavesQty: '0',
      });
    });

    test('busts and corrections name the execution that they change', async () => {
      const orderId = await placed();
      await api.fill(orderId, '40', '2450', 'E-1');
      await api.fill(orderId, '60', '2450', 'E-2');
      await api.report({ ClOrdID: orderId, ExecID: 'B', ExecType: 'H', ExecRefID: 'E-2' });
      await api.report({
        ClOrdID: orderId,
        ExecID: 'C',
        ExecType: 'G',
        ExecRefID: 'E-1',
        LastQty: 30,
        LastPx: 2440,
      });

      expect(await api.order(orderId)).toMatchObject({
        ordStatus: 'PartiallyFilled',
        cumQty: '30',
        avgPx: '2440',
      });
      const states = (await fills(orderId)).map(({ execId, quantity, state }) => [
        execId,
        quantity,
        state,
      ]);
      expect(states).toEqual([
        ['E-2', '60', 'busted'],
        ['E-1', '30', 'corrected'],
      ]);
    });

    test('a corporate action multiplies quantities and divides prices', async () => {
      const orderId = await placed({ timeInForce: 'GTC' });
      await api.fill(orderId, '40', '2450', 'before-split');
      await api.report({
        ClOrdID: orderId,
        ExecID: 'split',
        ExecType: 'D',
        ExecRestatementReason: 0,
        OrderQty: 200,
        Price: '1225.25',
      });

      expect(await api.order(orderId)).toMatchObject({
        orderQty: '200',
        cumQty: '80',
        avgPx: '1225',
      });
    });

    test('an OrderCancelReject has MsgType 9 and needs no ExecID', async () => {
      const orderId = await placed();
      await api.acknowledge(orderId);
      await api.post(`/orders/${orderId}/cancel`, {});
      expect(await api.order(orderId)).toMatchObject({ ordStatus: 'PendingCancel' });

      await api.report({ MsgType: '9', ClOrdID: orderId, CxlRejResponseTo: '1', CxlRejReason: 0 });

      expect(await api.order(orderId)).toMatchObject({
        ordStatus: 'New',
        reason: 'CxlRejReason 0',
      });
    });

    test('Replaced without quantities means those of the request', async () => {
      const orderId = await placed();
      await api.acknowledge(orderId);
      await api.put(`/orders/${orderId}`, { quantity: '150', price: '2500', clOrdId: 'change-1' });
      await api.report({ ClOrdID: 'change-1', ExecID: 'r', ExecType: '5', OrderID: 'V-9' });

      expect(await api.order(orderId)).toMatchObject({
        ordStatus: 'New',
        orderQty: '150',
        price: '2500',
        brokerOrderId: 'V-9',
      });
    });
  });

  describe('form 3: order_id and fill', () => {
    test('books the fill', async () => {
      const orderId = await placed();
      await api.report({ order_id: orderId, fill: { qtydone: 12, price: 65, exchange_id: 'NSE' } });

      expect(await api.order(orderId)).toMatchObject({ cumQty: '12', avgPx: '65' });
      expect(await fills(orderId)).toMatchObject([{ exchange: 'NSE' }]);
    });

    test('without a fill_id it is a new fill each time', async () => {
      const orderId = await placed();
      const body = { order_id: orderId, fill: { qtydone: '12', price: '65', exchange_id: 'NSE' } };
      await api.report(body);
      await api.report(body);

      expect(await api.order(orderId)).toMatchObject({ cumQty: '24' });
    });

    test('with a fill_id, or an Idempotency-Key, it counts once', async () => {
      const orderId = await placed();
      const fill = { qtydone: 12, price: 65, exchange_id: 'NSE' };
      for (let time = 0; time < 2; time += 1) {
        await api.report({ order_id: orderId, fill: { ...fill, fill_id: 'F-1' } });
        const keyed = { order_id: orderId, fill };
        await api.post('/execution_endpoint', keyed, { 'idempotency-key': 'fill-2' });
      }

      expect(await api.order(orderId)).toMatchObject({ cumQty: '24', version: 3 });
    });
  });

  test.each([
    ['1', 'MARKET', null],
    ['4', 'STOP_LIMIT', '2440'],
  ])('a Replaced with OrdType %s makes the order %s', async (OrdType, ordType, stopPrice) => {
    const orderId = await placed();
    const terms = { OrdType, ...(stopPrice && { StopPx: stopPrice }) };
    await api.report({ ClOrdID: orderId, ExecID: `type-${OrdType}`, ExecType: '5', ...terms });
    expect(await api.order(orderId)).toMatchObject({ ordType, stopPrice });
  });

  test.each(['5', 'D'])(
    "terms and validity that ExecType %s gives are the order's",
    async (ExecType) => {
      const given = { ordType: 'STOP_LIMIT', price: '2450', stopPrice: '2440' };
      const orderId = await placed(given);
      const terms = { OrderQty: 40, Price: 2455, StopPx: 2445, TimeInForce: '6' };
      const ExpireTime = '20301231-10:00:00';
      const restated = { ClOrdID: orderId, ExecID: `restated-${ExecType}`, ExecType };
      await api.report({ ...restated, ...terms, ExpireTime });
      const now = { orderQty: '40', price: '2455', stopPrice: '2445', timeInForce: 'GTD' };
      const expireAt = '2030-12-31T10:00:00.000Z';
      expect(await api.order(orderId)).toMatchObject({ ...now, expireAt });

      const limit = { OrdType: '2', TimeInForce: '0' };
      await api.report({ ...restated, ExecID: `limit-${ExecType}`, ...limit });
      const shown = await api.order(orderId);
      expect(shown).toMatchObject({ ordType: 'LIMIT', price: '2455', stopPrice: null });
      expect(shown).toMatchObject({ timeInForce: 'DAY', expireAt: null });
    },
  );

  test('a market order that the venue made a limit order has its type and price', async () => {
    const orderId = await placed({ ordType: 'MARKET', price: undefined });
    const limit = { ExecType: '5', ExecID: 'limit', OrdType: '2', Price: 2455 };
    await api.report({ ClOrdID: orderId, ...limit });
    expect(await api.order(orderId)).toMatchObject({ ordType: 'LIMIT', price: '2455' });
  });

  test('good till a date that a report does not give changes nothing', async () => {
    const orderId = await placed();
    const replaced = { ClOrdID: orderId, ExecID: 'no-date', ExecType: '5', Price: 2455 };
    await api.report({ ...replaced, TimeInForce: '6' });
    expect(await api.order(orderId)).toMatchObject({ price: '2455', timeInForce: 'DAY' });
  });

  test('long decimals are exact', async () => {
    const orderId = await placed();
    const body = `{"ClOrdID":"${orderId}","ExecID":"d","ExecType":"F","LastQty":0.12345678901234567890,"LastPx":2450.00000000000000001}`;
    await api.call('POST', '/execution_endpoint', { body });

    expect(await fills(orderId)).toMatchObject([
      { quantity: '0.1234567890123456789', price: '2450.00000000000000001' },
    ]);
  });

  test.each([[{}], [[]], ['text']])(
    '%j reports nothing: 400, and nothing is kept',
    async (body) => {
      const before = await api.store.contents();
      const answer = await api.call('POST', '/execution_endpoint', { body: JSON.stringify(body) });

      expect({ status: answer.status, success: answer.body?.success }).toEqual({
        status: 400,
        success: false,
      });
      expect(await api.store.contents()).toEqual(before);
    },
  );

  test.each([
    [{ ClOrdID: 'x' }, 'OrdStatus'],
    [{ ClOrdID: 'x', OrdStatus: 'Z' }, 'OrdStatus'],
    [{ ClOrdID: 'x', OrdStatus: 'toString' }, 'OrdStatus'],
    [{ ClOrdID: 'x', OrdStatus: '1', CumQty: 5 }, 'LastPx'],
    [{ ClOrdID: 'x', OrdStatus: '1', LastPx: 5 }, 'CumQty'],
    [{ ClOrdID: 'x', OrdStatus: '1', LastPx: 5, CumQty: -1 }, 'CumQty'],
    [{ ClOrdID: {}, OrdStatus: '0' }, 'ClOrdID'],
    [{ ClOrdID: 'x'.repeat(513), OrdStatus: '0' }, 'ClOrdID'],
    [{ ExecType: '0', ExecID: 'e' }, 'ClOrdID'],
    [{ ClOrdID: 'x', ExecType: '0' }, 'ExecID'],
    [{ ClOrdID: 'x', ExecID: 'e' }, 'ExecType'],
    [{ ClOrdID: 'x', ExecID: 'e', ExecType: 'Q' }, 'ExecType'],
    [{ ClOrdID: 'x', ExecID: 'e', ExecType: '0', MsgType: 'D' }, 'MsgType'],
    [{ ClOrdID: 'x', ExecID: 'e', ExecType: '0', ExecTransType: '7' }, 'ExecTransType'],
    [{ ClOrdID: 'x', ExecID: 'e', ExecType: 'F', LastPx: 5 }, 'LastQty'],
    [{ ClOrdID: 'x', ExecID: 'e', ExecType: 'F', LastQty: 5 }, 'LastPx'],
    [{ ClOrdID: 'x', ExecID: 'e', ExecType: 'F', LastQty: 'NaN', LastPx: 5 }, 'LastQty'],
    [{ ClOrdID: 'x', ExecID: 'e', ExecType: 'F', LastQty: [], LastPx: 5 }, 'LastQty'],
    [{ ClOrdID: 'x', ExecID: 'e', ExecType: 'H' }, 'ExecRefID'],
    [{ ClOrdID: 'x', ExecID: 'e', ExecTransType: '1' }, 'ExecRefID'],
    [{ ClOrdID: 'x', ExecID: 'e', ExecType: 'G', ExecRefID: 'f', LastPx: 1 }, 'LastQty'],
    [{ ClOrdID: 'x', ExecID: 'e', ExecType: 'D', ExecRestatementReason: 0 }, 'OrderQty'],
    [{ fill: {} }, 'order_id'],
    [{ order_id: 'x', fill: 5 }, 'fill'],
    [{ order_id: 'x', fill: { price: 5 } }, 'qtydone'],
    [{ order_id: 'x', fill: { qtydone: 0, price: 5 } }, 'qtydone'],
    [{ order_id: 'x', fill: { qtydone: 1 } }, 'price'],
    [{ order_id: 'x', fill: { qtydone: 1, price: 5, fill_id: {} } }, 'fill_id'],
  ])('%j cannot be booked: kept whole, with a comment that names %s', async (fields, field) => {
    const { status, body } = await report(fields);

    expect({ status, success: body?.success }).toEqual({ status: 200, success: false });
    expect(body.comment).toContain(field);
    const kept = (await api.get('/ops/unmatched-reports?limit=1000')).body.items;
    expect(kept).toContainEqual(
      expect.objectContaining({
        keptFor: 'unreadable',
        comment: expect.stringContaining(field),
        body: JSON.stringify(fields),
      }),
    );
  });
});
