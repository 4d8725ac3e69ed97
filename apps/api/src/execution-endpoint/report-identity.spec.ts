import { OrderWriter } from '@ome/engine';
import { anOrderId } from '../../../../libs/persistence/src/testing/test-store';
import { aNewOrder } from '../../../../libs/domain/test/builders';
import { type Json, TestApi } from '../testing/test-api';

const DAY_MS = 86_400_000;
/** Noon in India, at the least so many days ago. */
const noonAgo = (days: number): Date => {
  const day = new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
  return new Date(`${day}T06:30:00Z`);
};
const daysAgo = (days: number): string => noonAgo(days).toISOString();

describe('a report is booked only on the order that it names', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  /** An order of a link whose sessions are elsewhere. */
  const orderOf = async (link: string): Promise<string> => {
    const orderId = anOrderId();
    const fact = aNewOrder({ orderId, link, account: '42', symbol: 'RELIANCE' });
    const opened = await api.app.get(OrderWriter).open(fact, { by: 'test', requestId: null });
    expect(opened.outcome).toBe('appended');
    return orderId;
  };
  const report = async (fields: object): Promise<Json> =>
    (await api.post('/execution_endpoint', fields)).body;
  const kept = async (text: string): Promise<Json[]> =>
    (await api.get('/ops/unmatched-reports?limit=1000')).body.items.filter((item: Json) =>
      JSON.stringify(item).includes(text),
    );
  const alertsOf = async (orderId: string): Promise<Json[]> => {
    const { body } = await api.get(`/orders/${orderId}/events`);
    return body.items
      .flatMap(({ detail }: Json) => detail?.alerts ?? [])
      .filter(({ code }: Json) => code !== 'ReportBeforeSend');
  };
  const trade = (fields: object) => ({ ExecType: 'F', LastQty: 10, LastPx: 2450, ...fields });
  const execIds = async (orderId: string): Promise<string[]> =>
    (await api.get(`/orders/${orderId}/fills`)).body.items.map(({ execId }: Json) => execId);

  test.each([
    ['Symbol', 'INFY', 'RELIANCE'],
    ['Side', '2', 'BUY'],
    ['Account', '43', '42'],
    ['Exchange', 'BSE', 'NSE'],
  ])('%s contradicts its order: kept with an alert, never booked', async (field, said, ours) => {
    const { orderId } = await api.place();
    const wrong = trade({ ClOrdID: orderId, ExecID: `wrong-${field}`, [field]: said });
    for (let time = 0; time < 2; time += 1) {
      const answer = await report(wrong);
      expect(answer).toEqual({ success: false, comment: expect.stringContaining(field) });
    }

    expect(await api.order(orderId)).toMatchObject({ cumQty: '0', ordStatus: 'PendingNew' });
    expect(await kept(`wrong-${field}`)).toMatchObject([
      { keptFor: 'contradiction', body: JSON.stringify(wrong) },
    ]);
    expect(await alertsOf(orderId)).toMatchObject([{ code: 'Contradiction', field, ours }]);
    expect((await api.get('/ops/alerts?limit=1')).body.items).toMatchObject([{ orderId }]);
  });

  test.each([
    [{ Symbol: 'RELIANCE-EQ' }, {}],
    [{ Account: '0042' }, {}],
    [{ Account: 42 }, {}],
    [{ Account: '7' }, { account: '007' }],
    [{ Exchange: 'nse' }, {}],
    [{ Symbol: ' reliance ' }, {}],
  ])('%j is the same in other words', async (words, order) => {
    const { orderId } = await api.place(order);
    await api.report(trade({ ClOrdID: orderId, ExecID: 'E', ...words }));
    expect(await api.order(orderId)).toMatchObject({ cumQty: '10' });
    expect(await alertsOf(orderId)).toEqual([]);
  });

  test('a link does not report on the orders of another', async () => {
    const orderId = await orderOf('other');
    expect(await report(trade({ ClOrdID: orderId, ExecID: 'E' }))).toMatchObject({
      success: false,
      comment: expect.stringContaining('Link'),
    });
  });

  test('a report of a key on a broker’s order is kept with an alert, never booked', async () => {
    const orderId = await orderOf('breeze');
    for (const fields of [{ ExecType: '0' }, { ExecType: '4' }, { ExecType: 'F', LastQty: 120 }]) {
      const wrong = { ClOrdID: orderId, ExecID: `of-${fields.ExecType}`, LastPx: 1, ...fields };
      expect(await report(wrong)).toMatchObject({ success: false });
      expect(await kept(`of-${fields.ExecType}`)).toMatchObject([{ keptFor: 'contradiction' }]);
    }
    const ordStatus = 'PendingNew';
    expect(await api.order(orderId)).toMatchObject({ cumQty: '0', ordStatus });
    expect(await alertsOf(orderId)).toContainEqual(
      expect.objectContaining({ code: 'Contradiction', field: 'Link', ours: 'breeze' }),
    );
  });

  test('an OrderID that is another order’s contradicts the ClOrdID', async () => {
    const one = await api.place();
    const other = await api.place();
    await api.report({ ClOrdID: one.orderId, OrderID: 'V-one', ExecID: 'n', ExecType: '0' });
    await api.report({ ClOrdID: other.orderId, OrderID: 'V-other', ExecID: 'n', ExecType: '0' });

    const mixed = trade({ ClOrdID: one.orderId, OrderID: 'V-other', ExecID: 'mixed' });
    expect(await report(mixed)).toMatchObject({
      success: false,
      comment: expect.stringContaining('OrderID'),
    });
    expect(await api.order(one.orderId)).toMatchObject({ cumQty: '0' });
    expect(await api.order(other.orderId)).toMatchObject({ cumQty: '0' });
  });

  test('a report that waited for an order and contradicts it is held for ops', async () => {
    await report(trade({ ClOrdID: 'early-wrong', ExecID: 'early-wrong-1', Symbol: 'TCS' }));
    const { orderId } = await api.place({ clOrdId: 'early-wrong' });
    await api.sweepReports();

    expect(await api.order(orderId)).toMatchObject({ cumQty: '0' });
    expect(await kept('early-wrong-1')).toMatchObject([{ keptFor: 'contradiction' }]);
    expect(await alertsOf(orderId)).toMatchObject([{ code: 'Contradiction', field: 'Symbol' }]);
  });

  test('a late answer to an old request is late by the client’s id, too', async () => {
    const { orderId } = await api.place();
    await api.acknowledge(orderId);
    for (let count = 0; count < 40; count += 1) {
      await api.put(`/orders/${orderId}`, { quantity: `${200 + count}`, clOrdId: `long-${count}` });
      await api.report({ ClOrdID: `long-${count}`, ExecID: `r-${count}`, ExecType: '5' });
    }
    await api.put(`/orders/${orderId}`, { quantity: '300', clOrdId: 'long-last' });
    await api.report({ ClOrdID: orderId, OrderID: 'V-long', ExecID: 'v', ExecType: 'I' });
    await api.report({ ClOrdID: 'long-0', OrderID: 'V-long', ExecID: 'late', ExecType: '5' });

    expect(await api.order(orderId)).toMatchObject({
      ordStatus: 'PendingReplace',
      orderQty: '239',
    });
  });

  describe('an ExecID that was used before', () => {
    test.each([
      ['quantity', { LastQty: 11 }],
      ['price', { LastPx: 2451 }],
    ])(
      'with another %s is no duplicate: alert, kept, and nothing uncertain booked',
      async (_, other) => {
        const { orderId } = await api.place();
        await api.report(trade({ ClOrdID: orderId, ExecID: 'E-9' }));
        const answer = await report(trade({ ClOrdID: orderId, ExecID: 'E-9', ...other }));

        expect(answer).toEqual({ success: false, comment: expect.stringContaining('E-9') });
        expect(await api.order(orderId)).toMatchObject({ cumQty: '10', avgPx: '2450' });
        expect(await kept(orderId)).toMatchObject([{ keptFor: 'contradiction' }]);
        expect(await alertsOf(orderId)).toMatchObject([{ code: 'ReusedExecId' }]);
      },
    );

    test('is booked once if the venue’s sum includes it', async () => {
      const { orderId } = await api.place();
      await api.report(trade({ ClOrdID: orderId, ExecID: 'E-9', CumQty: 10 }));
      const more = trade({ ClOrdID: orderId, ExecID: 'E-9', LastQty: 20, CumQty: 30 });
      await Promise.all(Array.from({ length: 6 }, () => api.report(more)));
      await api.report(more);

      expect(await api.order(orderId)).toMatchObject({ cumQty: '30' });
      expect(await execIds(orderId)).toHaveLength(2);
      expect(await alertsOf(orderId)).toMatchObject([{ code: 'ReusedExecId' }]);
    });

    test('is another execution on another day, by the venue’s stamps, and counts once', async () => {
      const { orderId } = await api.place({ timeInForce: 'GTC' });
      const first = trade({ ClOrdID: orderId, ExecID: 'E-1', TransactTime: daysAgo(2) });
      const second = { ...first, TransactTime: daysAgo(1) };
      for (const each of [first, second, first, second]) await api.report(each);

      expect(await api.order(orderId)).toMatchObject({ cumQty: '20' });
      expect(await execIds(orderId)).toHaveLength(2);
    });

    test('of an acknowledgement does not hide a fill', async () => {
      const { orderId } = await api.place();
      await api.report({ ClOrdID: orderId, ExecID: '1', ExecType: '0' });
      for (let time = 0; time < 2; time += 1) {
        await api.report(trade({ ClOrdID: orderId, ExecID: '1' }));
      }
      expect(await api.order(orderId)).toMatchObject({ cumQty: '10' });
      expect(await execIds(orderId)).toHaveLength(1);
    });

    test('a repeat of an answered or corrected report is a repeat', async () => {
      const { orderId } = await api.place();
      await api.fill(orderId, '10', '2450', 'E-1');
      const correction = { ExecID: 'C', ExecType: 'G', ExecRefID: 'E-1', LastQty: 8 };
      await api.report(trade({ ClOrdID: orderId, ...correction }));
      await api.post(`/orders/${orderId}/cancel`, {});
      const rejected = { ClOrdID: orderId, MsgType: '9', ExecID: 'R', CxlRejResponseTo: '1' };
      for (const again of [rejected, rejected]) await api.report(again);
      await api.fill(orderId, '10', '2450', 'E-1');
      await api.report(trade({ ClOrdID: orderId, ...correction }));

      expect(await api.order(orderId)).toMatchObject({ cumQty: '8' });
      expect(await kept(orderId)).toEqual([]);
    });
  });

  describe('an OrderID is the venue’s for one day', () => {
    const byPhone = (OrderID: string, days: number, fields: object = {}) => ({
      OrderID,
      ExecID: 'E-1',
      ExecType: '0',
      Account: '42',
      Symbol: 'TCS',
      Exchange: 'NSE',
      Side: '1',
      OrderQty: 50,
      TransactTime: daysAgo(days),
      ...fields,
    });
    const ordersOf = async (symbol: string): Promise<Json[]> =>
      (await api.get(`/orders?symbol=${symbol}`)).body.items;

    test('two days, one OrderID: two orders, each with its own fills', async () => {
      const days = [3, 2];
      for (const day of days) await api.report(byPhone('P-1', day, { Symbol: 'PHONE' }));
      for (const day of days) await api.report(byPhone('P-1', day, { Symbol: 'PHONE' }));
      for (const day of days) {
        const stamp = { TransactTime: daysAgo(day), ExecID: `T-${day}` };
        await api.report(trade({ OrderID: 'P-1', LastQty: day, ...stamp }));
      }
      const orders = await ordersOf('PHONE');
      expect(orders.map(({ cumQty }: Json) => cumQty).sort()).toEqual(['2', '3']);
    });

    test('an order that is still open from an earlier day is found', async () => {
      const { orderId } = await api.place({ timeInForce: 'GTC' });
      await api.report({ ClOrdID: orderId, OrderID: 'G-1', ExecID: 'n', ExecType: '0' });
      await api.store
        .collection('orders')
        .updateOne({ _id: orderId }, { $set: { createdAt: new Date(Date.now() - 5 * DAY_MS) } });
      await api.report(trade({ OrderID: 'G-1', ExecID: 'T' }));
      expect(await api.order(orderId)).toMatchObject({ cumQty: '10' });
    });

    describe('a closed order of yesterday', () => {
      let orderId: Json;
      beforeEach(async () => {
        orderId = (await api.place()).orderId;
        await api.report({ ClOrdID: orderId, OrderID: `C-${orderId}`, ExecID: 'n', ExecType: '0' });
        await api.report(trade({ ClOrdID: orderId, ExecID: 'T-1' }));
        await api.report({ ClOrdID: orderId, ExecID: 'c', ExecType: '4' });
        const yesterday = noonAgo(1);
        const then = { $set: { createdAt: yesterday, updatedAt: yesterday } };
        await api.store.collection('orders').updateOne({ _id: orderId }, then);
      });

      test('gets its late fill by the venue’s stamp', async () => {
        const late = { OrderID: `C-${orderId}`, ExecID: 'late', TransactTime: daysAgo(1) };
        await api.report(trade(late));
        expect(await api.order(orderId)).toMatchObject({ cumQty: '20', ordStatus: 'Canceled' });
      });

      test('gets the bust of its own execution', async () => {
        const bust = { OrderID: `C-${orderId}`, ExecID: 'b', ExecType: 'H', ExecRefID: 'T-1' };
        await api.report(bust);
        expect(await api.order(orderId)).toMatchObject({ cumQty: '0' });
      });

      test('does not get a report that may be of another order, which is kept', async () => {
        const unsure = trade({ OrderID: `C-${orderId}`, ExecID: 'unsure' });
        expect(await report(unsure)).toEqual({
          success: false,
          comment: 'Order does not exist',
        });
        expect(await api.order(orderId)).toMatchObject({ cumQty: '10' });
      });
    });
  });
});
