import { Clock, ExpireApprovals, HeldOrders, OrderWriter } from '@ome/engine';
import { Scope } from '@ome/platform';
import { type Json, TestApi } from '../testing/test-api';

/** What programs of wire format 1 see of an order that a rule holds. */
let api: TestApi;
let second: { 'x-api-key': string };
beforeAll(async () => {
  api = await TestApi.start();
  const rules = { account: '42', aboveQuantity: '10' };
  expect(await api.put('/approvals/rules', rules)).toMatchObject({ status: 200 });
  second = { 'x-api-key': (await api.store.addKey([Scope.Approvals])).token };
});
afterAll(() => api.stop());
afterEach(() => jest.restoreAllMocks());

const send = async (fields: object): Promise<Json> => {
  const { status, body } = await api.post('/order_endpoint', fields);
  expect(status).toBe(200);
  return body;
};

async function entered(quantity = 11): Promise<string> {
  const { success, order_id: orderId } = await send({
    type: 1,
    user_id: 7,
    product_id: 'RELIANCE',
    side: 0,
    price_instruction: 'LIMIT',
    ask_price: 2450.5,
    total_qty: quantity,
    exchange_id: 'NSE',
    account: 42,
  });
  expect(success).toBe(true);
  return orderId;
}

/** State, size and open quantity in the table of type 4. */
async function row(orderId: string): Promise<unknown[]> {
  const { Orders } = await send({ type: 4, user_id: 7 });
  const rows = Orders.data.map((each: { order_table: unknown[] }) => each.order_table);
  const found = rows.find((each: unknown[]) => each[7] === orderId);
  return [found[1], found[4], found[6]];
}

const decide = async (id: string, how: 'approve' | 'reject') =>
  expect(await api.post(`/approvals/${id}/${how}`, { reason: 'Too much' }, second)).toMatchObject({
    status: 200,
  });

test('is taken, and pending until it is approved and the venue has it', async () => {
  const orderId = await entered();
  expect(await row(orderId)).toEqual(['PN', 11, 11]);
  await decide(orderId, 'approve');
  expect(await row(orderId)).toEqual(['PN', 11, 11]);
  await api.acknowledge(orderId);
  expect(await row(orderId)).toEqual(['LIVE', 11, 11]);
});

test('is rejected by who does not approve it', async () => {
  const orderId = await entered();
  await decide(orderId, 'reject');
  expect(await row(orderId)).toEqual(['Rejected', 11, 0]);
});

test('expires when nobody approves it', async () => {
  const orderId = await entered();
  const { approval } = await api.order(orderId);
  const clock = api.app.get(Clock);
  jest.spyOn(clock, 'now').mockReturnValue(new Date(approval.expiresAt));
  await new ExpireApprovals(api.app.get(HeldOrders), api.app.get(OrderWriter), clock).run();
  expect(await row(orderId)).toEqual(['Expired', 11, 0]);
});

test('is not changed meanwhile, and says so; canceled it is at once', async () => {
  const orderId = await entered();
  const change = { type: 2, order_id: orderId, ask_price: 2450, total_qty: 12 };
  expect(await send(change)).toEqual({
    success: false,
    comment: expect.stringContaining('waits for approval'),
  });
  expect(await send({ type: 3, order_id: orderId })).toEqual({ success: true });
  expect(await row(orderId)).toEqual(['Cancelled', 11, 0]);
});

test('trades on as it was while a bigger one waits', async () => {
  const orderId = await entered(10);
  await api.acknowledge(orderId);
  const change = { type: 2, order_id: orderId, ask_price: 2450.5, total_qty: 20 };
  expect(await send(change)).toEqual({ success: true });
  await api.fill(orderId, '4', '2450', 'while-it-waits');
  expect(await row(orderId)).toEqual(['Pending replace', 10, 6]);
  await decide((await api.order(orderId)).approval.id, 'reject');
  expect(await row(orderId)).toEqual(['Partially filled', 10, 6]);
});
