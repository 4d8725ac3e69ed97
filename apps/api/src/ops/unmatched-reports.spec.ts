import { type Json, TestApi } from '../testing/test-api';

describe('reports that ops book by hand', () => {
  let api: TestApi;
  let orderId: string;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());
  beforeEach(async () => {
    orderId = (await api.place()).orderId;
  });

  const kept = async (fields: object): Promise<Json> => {
    const { body } = await api.post('/execution_endpoint', fields);
    expect(body.success).toBe(false);
    const { items } = (await api.get('/ops/unmatched-reports?limit=1000')).body;
    return items.find((item: Json) => item.body === JSON.stringify(fields));
  };
  const book = (id: string, fields: object) =>
    api.post(`/ops/unmatched-reports/${id}/book`, { orderId, reason: 'Seen there', ...fields });
  const trade = (fields: object = {}) => ({
    ClOrdID: orderId,
    ExecID: `E-${orderId}`,
    ExecType: 'F',
    LastQty: 10,
    LastPx: 2450,
    ...fields,
  });

  test('the missing field is entered, the rest is the report’s own; audited once', async () => {
    const { id } = await kept(trade({ LastPx: 'NaN', Text: 'whole' }));
    const answer = await book(id, { LastPx: '2449.5' });

    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 200,
      body: { booked: true },
    });
    expect(await api.order(orderId)).toMatchObject({
      cumQty: '10',
      avgPx: '2449.5',
      reason: 'whole',
    });
    const other = (await api.place()).orderId;
    expect((await book(id, { LastPx: '2449.5' })).status).toBe(200);
    expect((await book(id, { LastPx: '2449.5', orderId: other })).status).toBe(409);
    expect(await api.order(orderId)).toMatchObject({ cumQty: '10' });
    expect((await api.get('/ops/alerts?limit=1')).body.items[0].alerts).toContainEqual({
      code: 'BookedByHand',
      reported: 'Seen there',
    });
    expect((await api.get('/audit?limit=1')).body.items).toMatchObject([
      { action: 'reports.book', subject: id },
    ]);
    expect(await kept(trade({ LastPx: 'NaN', Text: 'whole' }))).toBeUndefined();
  });

  test('of many concurrent requests one books it, on one order only', async () => {
    const other = (await api.place()).orderId;
    const { id } = await kept(trade({ LastQty: [] }));
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => book(id, { LastQty: 10 })),
      ...Array.from({ length: 4 }, () => book(id, { LastQty: 10, orderId: other })),
    ]);

    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    const done = [await api.order(orderId), await api.order(other)].map(({ cumQty }) => cumQty);
    expect(done.sort()).toEqual(['0', '10']);
  });

  test('a field that is still missing is named, and the report stays', async () => {
    const { id } = await kept(trade({ LastPx: 'NaN' }));
    const { status, text } = await book(id, {});
    expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining('LastPx') });
    expect((await book(id, { LastPx: 'x' })).status).toBe(400);
    expect((await book(id, { LastPx: 1, reason: '' })).status).toBe(400);
    expect(await api.order(orderId)).toMatchObject({ cumQty: '0' });
    expect((await book(id, { LastPx: 2450 })).status).toBe(200);
  });

  test('a report that contradicts an order is booked on it where ops say so', async () => {
    const { id } = await kept(trade({ Symbol: 'TCS', Exchange: 'BSE' }));
    expect((await api.post(`/ops/unmatched-reports/${id}/assign`, { orderId })).status).toBe(409);
    expect((await book(id, {})).status).toBe(200);
    expect((await api.get(`/orders/${orderId}/fills`)).body.items).toMatchObject([
      { quantity: '10', symbol: 'RELIANCE', exchange: 'NSE' },
    ]);
  });

  test('a report with a used ExecID needs another one', async () => {
    await api.report(trade());
    const { id } = await kept(trade({ LastQty: 25 }));
    expect((await book(id, {})).status).toBe(409);
    expect((await book(id, { ExecID: 'own' })).status).toBe(200);
    expect(await api.order(orderId)).toMatchObject({ cumQty: '35' });
  });

  test('the shorter forms become full ones', async () => {
    const minimal = await kept({ ClOrdID: orderId, OrdStatus: '1', LastPx: 2450 });
    expect((await book(minimal.id, { ExecType: 'F', LastQty: 5 })).status).toBe(200);
    const oldest = await kept({ order_id: orderId, fill: { price: 2450, fill_id: 'F-1' } });
    expect((await book(oldest.id, { LastQty: 6 })).status).toBe(200);
    expect(await api.order(orderId)).toMatchObject({ cumQty: '11' });
  });

  test('a report that is not ours is dismissed, with a reason', async () => {
    const { id } = await kept(trade({ LastPx: {} }));
    const dismiss = (body: object) => api.post(`/ops/unmatched-reports/${id}/dismiss`, body);
    expect((await dismiss({})).status).toBe(400);
    expect((await dismiss({ reason: 'Another desk’s' })).status).toBe(200);
    expect((await dismiss({ reason: 'Another desk’s' })).status).toBe(404);
    expect((await book(id, { LastPx: 1 })).status).toBe(404);
  });
});
