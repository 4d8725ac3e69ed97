import { Clock } from '@ome/engine';
import { eventually, newOrder, TestApi } from '../testing/test-api';

/** What is said without a zone is said by the clocks of the market, wherever it is said. */
let api: TestApi;

beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());
afterEach(() => jest.restoreAllMocks());

const itIs = (instant: string) =>
  jest.spyOn(api.app.get(Clock), 'now').mockReturnValue(new Date(instant));

test.each([
  ['2026-11-20T15:00', '2026-11-20T09:30:00.000Z'],
  ['2026-11-20T15:00:30', '2026-11-20T09:30:30.000Z'],
  ['2026-11-20T15:00:00Z', '2026-11-20T15:00:00.000Z'],
  // The whole of that day in India.
  ['2026-11-20', '2026-11-20T18:29:59.999Z'],
])('an order good till %s ends at %s', async (given, expireAt) => {
  itIs('2026-11-20T09:00:00+05:30');
  expect(await api.place({ timeInForce: 'GTD', expireAt: given })).toMatchObject({ expireAt });
});

test('a time in the past of the market is refused', async () => {
  itIs('2026-11-20T15:30:00+05:30');
  const order = newOrder({ timeInForce: 'GTD', expireAt: '2026-11-20T15:00' });
  const { status, body } = await api.post('/orders', order);
  expect(status).toBe(400);
  expect(body.errors).toEqual([{ field: 'expireAt', message: 'must be in the future' }]);
});

test('an impossible date is refused', async () => {
  const { status, body } = await api.get('/orders?from=2026-02-30');
  expect({ status, field: body.errors[0].field }).toEqual({ status: 400, field: 'from' });
});

test('lists and histories use market time, too', async () => {
  itIs('2026-11-19T20:00:00Z');
  const { orderId } = await api.place();
  const found = async (query: string) => {
    const { body } = await api.get(`/orders?${query}`);
    return body.items.some((order: { orderId: string }) => order.orderId === orderId);
  };
  // It is half past one in the night of the twentieth there.
  expect(await found('from=2026-11-20&to=2026-11-21')).toBe(true);
  expect(await found('from=2026-11-20T01:31')).toBe(false);
  expect(await found('to=2026-11-20')).toBe(false);
  const at = (instant: string) => api.get(`/orders/${orderId}?at=${instant}`);
  expect((await at('2026-11-20T01:31')).status).toBe(200);
  expect((await at('2026-11-20T01:29')).status).toBe(404);
});

test('reports and prices use market time; FIX’s own format is UTC', async () => {
  const { orderId } = await api.place();
  const fill = { ClOrdID: orderId, ExecType: 'F', LastQty: '1', LastPx: '10' };
  await api.report({ ...fill, ExecID: 'T-1', TransactTime: '2026-11-20T09:15:00' });
  await api.report({ ...fill, ExecID: 'T-2', TransactTime: '20261120-09:15:00' });
  await eventually(async () => {
    const { body } = await api.get(`/orders/${orderId}/fills`);
    const times = body.items.map(({ at }: { at: string }) => at);
    expect(times.toSorted()).toEqual(['2026-11-20T03:45:00.000Z', '2026-11-20T09:15:00.000Z']);
  });

  const price = { exchange: 'NSE', symbol: 'ACC', lastPx: '1850', at: '2026-11-20T09:15:00' };
  expect((await api.post('/prices', [price])).status).toBe(200);
  const { body } = await api.get('/prices?symbols=ACC&exchange=NSE');
  expect(body.items).toMatchObject([{ lastAt: '2026-11-20T03:45:00.000Z' }]);
});
