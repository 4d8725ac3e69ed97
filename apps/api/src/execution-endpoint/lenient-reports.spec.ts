import { type Json, TestApi } from '../testing/test-api';

describe('optional fields are read if possible', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  const alertsOf = async (orderId: string): Promise<Json[]> => {
    const { body } = await api.get(`/orders/${orderId}/events`);
    return body.items
      .flatMap(({ detail }: Json) => detail?.alerts ?? [])
      .filter(({ code }: Json) => code !== 'ReportBeforeSend');
  };
  const trade = (ClOrdID: string, fields: object = {}) => ({
    ClOrdID,
    ExecID: 'E-1',
    ExecType: 'F',
    LastQty: 10,
    LastPx: 2450,
    ...fields,
  });

  test.each([
    ['AvgPx', 'NaN'],
    ['AvgPx', {}],
    ['CumQty', -5],
    ['LeavesQty', 'none'],
    ['OrderQty', []],
    ['Price', 'MKT'],
    ['Side', 'Z'],
    ['Side', { buy: true }],
    ['Account', { id: 42 }],
    ['Symbol', 'x'.repeat(600)],
    ['Exchange', true],
    ['OrderID', {}],
    ['OrdStatus', 'Q'],
    ['TransactTime', 'noon'],
    ['TransactTime', 20261120],
    ['CxlRejResponseTo', '3'],
    ['OrigClOrdID', ['x']],
    ['ExecRestatementReason', {}],
  ])('%s %j: the fill is booked, the field left out with an alert', async (field, value) => {
    const { orderId } = await api.place();
    await api.report(trade(orderId, { [field]: value }));

    expect(await api.order(orderId)).toMatchObject({ cumQty: '10', avgPx: '2450' });
    expect(await alertsOf(orderId)).toEqual([
      expect.objectContaining({ code: 'UnreadField', field }),
    ]);
  });

  test('a long Text is truncated', async () => {
    const { orderId } = await api.place();
    await api.report(trade(orderId, { Text: 'é'.repeat(600) }));

    expect(await api.order(orderId)).toMatchObject({ cumQty: '10', reason: 'é'.repeat(512) });
    expect(await alertsOf(orderId)).toEqual([
      expect.objectContaining({ code: 'UnreadField', field: 'Text' }),
    ]);
  });

  test.each([
    ['5', 'SELL'],
    ['6', 'SELL'],
    ['2', 'SELL'],
    ['1', 'BUY'],
  ])('Side %s is %s', async (Side, side) => {
    const { orderId } = await api.place({ side });
    await api.report(trade(orderId, { Side }));

    expect(await api.order(orderId)).toMatchObject({ cumQty: '10' });
    expect(await alertsOf(orderId)).toEqual([]);
  });

  test.each(['nse', ' NSE '])('Exchange %j is that of the order', async (Exchange) => {
    const { orderId } = await api.place();
    await api.report(trade(orderId, { Exchange }));
    expect((await api.get(`/orders/${orderId}/fills`)).body.items).toMatchObject([
      { exchange: 'NSE' },
    ]);
  });

  test.each(['Account', 'Exchange', 'Symbol', 'Side', 'ExecTransType', 'MsgType', 'fill'])(
    'a %s that is null or blank is one that is not there',
    async (field) => {
      const { orderId } = await api.place();
      for (const [index, value] of [null, '', ' ', '\n'].entries()) {
        await api.report(trade(orderId, { ExecID: `E-${index}`, [field]: value }));
      }
      expect(await api.order(orderId)).toMatchObject({ cumQty: '40' });
      expect(await alertsOf(orderId)).toEqual([]);
    },
  );

  test('fields of the full form that are null leave the minimal form as it is', async () => {
    const { orderId } = await api.place();
    const minimal = { ClOrdID: orderId, OrdStatus: '1', LastPx: 2450, CumQty: 30 };
    await api.report({ ...minimal, ExecType: null, ExecID: null });
    expect(await api.order(orderId)).toMatchObject({ cumQty: '30' });
  });

  test('the oldest form books its fill without an exchange that can be read', async () => {
    const { orderId } = await api.place();
    await api.report({ order_id: orderId, fill: { qtydone: 5, price: 2450, exchange_id: {} } });

    expect(await api.order(orderId)).toMatchObject({ cumQty: '5' });
    expect(await alertsOf(orderId)).toMatchObject([{ code: 'UnreadField', field: 'exchange_id' }]);
  });

  test('a ClOrdID that cannot be read does not hide the OrderID', async () => {
    const { orderId } = await api.place();
    await api.report({ ClOrdID: orderId, OrderID: 'V-lenient', ExecID: 'n', ExecType: '0' });
    await api.report(trade(orderId, { ClOrdID: {}, OrderID: 'V-lenient' }));

    expect(await api.order(orderId)).toMatchObject({ cumQty: '10' });
  });

  test('a report that cannot be booked is an alert on its order', async () => {
    const { orderId } = await api.place();
    const { body } = await api.post('/execution_endpoint', trade(orderId, { LastPx: 'NaN' }));

    expect(body).toEqual({ success: false, comment: expect.stringContaining('LastPx') });
    expect(await api.order(orderId)).toMatchObject({ cumQty: '0', ordStatus: 'PendingNew' });
    expect((await api.get('/ops/alerts?limit=1')).body.items).toMatchObject([
      { orderId, alerts: [{ code: 'Unbookable', reported: 'LastPx cannot be read' }] },
    ]);
  });

  describe('ExecTransType of FIX 4.2', () => {
    test('0 is a new report of its ExecType', async () => {
      const { orderId } = await api.place();
      await api.report(trade(orderId, { ExecTransType: '0', ExecType: '1' }));
      expect(await api.order(orderId)).toMatchObject({ cumQty: '10' });
    });

    test('and its LastShares is the quantity', async () => {
      const { orderId } = await api.place();
      const fields = { ExecTransType: '0', ExecType: '1', LastQty: undefined, LastShares: 7 };
      await api.report(trade(orderId, fields));
      expect(await api.order(orderId)).toMatchObject({ cumQty: '7' });
    });

    test('1 takes an execution back, whatever its ExecType', async () => {
      const { orderId } = await api.place();
      await api.report(trade(orderId));
      const bust = { ClOrdID: orderId, ExecID: 'B-1', ExecTransType: '1', ExecRefID: 'E-1' };
      await api.report({ ...bust, ExecType: '1', LastQty: 10, LastPx: 2450 });

      expect(await api.order(orderId)).toMatchObject({ cumQty: '0', ordStatus: 'New' });
    });

    test('2 corrects one', async () => {
      const { orderId } = await api.place();
      await api.report(trade(orderId));
      const correction = { ExecID: 'C-1', ExecTransType: 2, ExecRefID: 'E-1', LastQty: 8 };
      await api.report(trade(orderId, { ...correction, ExecType: '1', LastPx: 2449 }));

      expect(await api.order(orderId)).toMatchObject({ cumQty: '8', avgPx: '2449' });
    });

    test('3 is a status and books nothing', async () => {
      const { orderId } = await api.place();
      await api.report(trade(orderId));
      const status = { ExecID: '0', ExecTransType: '3', ExecType: '1', CumQty: 10 };
      for (let time = 0; time < 2; time += 1) await api.report(trade(orderId, status));

      expect(await api.order(orderId)).toMatchObject({ cumQty: '10' });
    });
  });
});
