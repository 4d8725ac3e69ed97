import { type Json, TestApi } from '../testing/test-api';

const UNKNOWN = { success: false, comment: 'Order does not exist' };

describe('reports on unknown orders', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  const report = async (fields: object) => (await api.post('/execution_endpoint', fields)).body;
  const waiting = async (): Promise<Json[]> =>
    (await api.get('/ops/unmatched-reports?limit=1000')).body.items;
  const sweep = () => api.sweepReports();

  const trade = (fields: object) => ({ ExecType: 'F', LastQty: 10, LastPx: 5, ...fields });

  test('are answered as unknown and kept, a repeat once', async () => {
    const lost = trade({ ClOrdID: 'nobody-1', ExecID: 'lost-1' });

    expect(await report(lost)).toEqual(UNKNOWN);
    expect(await report(lost)).toEqual(UNKNOWN);

    const kept = (await waiting()).filter(({ report: { clOrdId } }) => clOrdId === 'nobody-1');
    expect(kept).toMatchObject([{ report: { kind: 'Trade', execId: 'lost-1', lastQty: '10' } }]);
  });

  test('are booked automatically once an order with that clOrdId appears', async () => {
    expect(await report(trade({ ClOrdID: 'early-1', ExecID: 'e-1' }))).toEqual(UNKNOWN);
    const { orderId } = await api.place({ clOrdId: 'early-1' });

    await sweep();

    expect(await api.order(orderId)).toMatchObject({ cumQty: '10' });
    expect(JSON.stringify(await waiting())).not.toContain('early-1');
  });

  test('are retried in turn, however many older ones wait', async () => {
    for (const name of ['vain-1', 'vain-2', 'vain-3', 'late-1']) {
      await report(trade({ ClOrdID: name, ExecID: name }));
    }
    const { orderId } = await api.place({ clOrdId: 'late-1' });
    const waits = (await waiting()).length;
    for (let time = 0; time <= waits; time += 1) await api.sweepReports(1);

    expect(await api.order(orderId)).toMatchObject({ cumQty: '10' });
  });

  test('are found by the OrderID of the venue, once that is known', async () => {
    expect(await report(trade({ OrderID: 'V-77', ExecID: 'e-2' }))).toEqual(UNKNOWN);
    const { orderId } = await api.place();
    await api.report({ ClOrdID: orderId, OrderID: 'V-77', ExecID: 'new', ExecType: '0' });

    await sweep();

    expect(await api.order(orderId)).toMatchObject({ cumQty: '10', brokerOrderId: 'V-77' });
    expect(await report(trade({ OrderID: 'V-77', ExecID: 'e-3' }))).toEqual({ success: true });
    expect(await api.order(orderId)).toMatchObject({ cumQty: '20' });
  });

  test('can be assigned by ops, once', async () => {
    await report(trade({ ClOrdID: 'strange-1', ExecID: 'strange-e' }));
    const { orderId } = await api.place();
    const [{ id }] = (await waiting()).filter(({ report: { clOrdId } }) => clOrdId === 'strange-1');

    for (let time = 0; time < 2; time += 1) {
      const answer = await api.post(`/ops/unmatched-reports/${id}/assign`, { orderId });
      expect(answer).toMatchObject({ status: 200, body: { assigned: true } });
    }

    expect(await api.order(orderId)).toMatchObject({ cumQty: '10', version: 2 });
    expect((await waiting()).map((item) => item.id)).not.toContain(id);
  });

  test.each([
    ['no such report', 'nothing', null],
    ['no such order', null, 'f'.repeat(24)],
  ])('%s: 404', async (_name, reportId, orderId) => {
    await report(trade({ ClOrdID: 'strange-2', ExecID: 'strange-2' }));
    const [{ id }] = await waiting();
    const { status } = await api.post(`/ops/unmatched-reports/${reportId ?? id}/assign`, {
      orderId: orderId ?? (await api.place()).orderId,
    });

    expect(status).toBe(404);
    expect((await waiting()).map((item) => item.id)).toContain(id);
  });

  test('the list pages, oldest first', async () => {
    for (let index = 0; index < 5; index += 1) {
      await report(trade({ ClOrdID: `page-${index}`, ExecID: 'p' }));
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor ? `&cursor=${cursor}` : '';
      const { body } = await api.get(`/ops/unmatched-reports?limit=2${after}`);
      seen.push(...body.items.map(({ id }: Json) => id));
      cursor = body.nextCursor;
    } while (cursor);

    expect(seen).toEqual((await waiting()).map(({ id }) => id));
    expect(seen.length).toBeGreaterThanOrEqual(5);
  });

  describe('orders given by phone', () => {
    const phone = {
      ExecType: '0',
      ExecID: 'ph-1',
      OrderID: 'PHONE-1',
      Account: 42,
      Symbol: 'TCS',
      Exchange: 'NSE',
      Side: 2,
      OrderQty: 50,
      Price: 3100,
    };

    test('are created by the report, and later reports find them by OrderID', async () => {
      expect(await report(phone)).toEqual({ success: true });
      expect(await report(phone)).toEqual({ success: true });
      expect(await report(trade({ OrderID: 'PHONE-1', ExecID: 'ph-2' }))).toEqual({
        success: true,
      });

      const { body } = await api.get('/orders?account=42&symbol=TCS');
      expect(body.items).toMatchObject([
        {
          brokerOrderId: 'PHONE-1',
          side: 'SELL',
          ordType: 'LIMIT',
          orderQty: '50',
          price: '3100',
          cumQty: '10',
          ordStatus: 'PartiallyFilled',
          version: 2,
        },
      ]);
    });

    test('have the type, the trigger and the validity that the report gives', async () => {
      const stop = { OrdType: '4', StopPx: 3110, TimeInForce: '1', OrderID: 'PHONE-stop' };
      expect(await report({ ...phone, ...stop, Symbol: 'WIPRO' })).toEqual({ success: true });
      expect((await api.get('/orders?account=42&symbol=WIPRO')).body.items).toMatchObject([
        { ordType: 'STOP_LIMIT', price: '3100', stopPrice: '3110', timeInForce: 'GTC' },
      ]);
    });

    test.each(['Account', 'Symbol', 'Side', 'OrderQty'])('need %s', async (field) => {
      const { [field as keyof typeof phone]: _left, ...rest } = phone;
      expect(await report({ ...rest, OrderID: `PHONE-no-${field}` })).toEqual(UNKNOWN);
    });
  });
});

describe('differences between a report and our own sums', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  test.each([
    ['OrdStatus', { OrdStatus: '2' }, 'PartiallyFilled', 'Filled'],
    ['CumQty', { CumQty: 60 }, '10', '60'],
    ['LeavesQty', { LeavesQty: 1 }, '90', '1'],
    ['AvgPx', { AvgPx: 7 }, '5', '7'],
  ])('%s is an alert for ops and is never copied', async (field, said, ours, reported) => {
    const { orderId } = await api.place();
    await api.report({
      ClOrdID: orderId,
      ExecID: 'x',
      ExecType: 'F',
      LastQty: 10,
      LastPx: 5,
      ...said,
    });

    expect(await api.order(orderId)).toMatchObject({
      ordStatus: 'PartiallyFilled',
      cumQty: '10',
      leavesQty: '90',
      avgPx: '5',
    });
    const { body } = await api.get('/ops/alerts?limit=1');
    expect(body.items[0]).toMatchObject({ orderId });
    expect(body.items[0].alerts).toContainEqual({ code: 'Difference', field, ours, reported });
  });

  test('an overfill is booked, with an alert', async () => {
    const { orderId } = await api.place();
    await api.fill(orderId, '130', '5', 'too-much');

    expect(await api.order(orderId)).toMatchObject({ cumQty: '130', leavesQty: '0' });
    const { body } = await api.get('/ops/alerts?limit=1');
    expect(body.items[0].alerts).toContainEqual(expect.objectContaining({ code: 'Overfill' }));
  });
});
