import type { OrdersRequest } from '@ome/contracts';
import { newOrder, TestApi } from '../../../apps/api/src/testing/test-api';
import { OmeClient, OmeProblem, OmeUnreachable } from '.';

let api: TestApi;
let client: OmeClient;

const order = newOrder() as Parameters<OmeClient['orders']['place']>[0];

beforeAll(async () => {
  api = await TestApi.start();
  client = new OmeClient({ url: `${await api.listen()}/` });
});

afterAll(() => api.stop());

const rejection = async (promise: Promise<unknown>): Promise<OmeProblem> => {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(OmeProblem);
  return error as OmeProblem;
};

describe('orders', () => {
  it('takes an order from placed to filled and reads all of it again', async () => {
    const placed = await client.orders.place(order, { idempotencyKey: 'once' });
    const again = await client.orders.place(order, { idempotencyKey: 'once' });
    expect(again.orderId).toBe(placed.orderId);
    const { orderId } = placed;
    const beforeFill = new Date();
    const report = { ClOrdID: orderId, ExecID: 'E-1', ExecType: 'F', LastQty: '40', LastPx: 2450 };
    expect(await client.executions.report(report)).toEqual({ success: true });

    expect(await client.orders.show(orderId)).toMatchObject({ ordStatus: 'PartiallyFilled' });
    expect(await client.orders.at(orderId, beforeFill)).toMatchObject({ cumQty: '0' });
    const { items: events } = await client.orders.events(orderId, { limit: 10 });
    expect(events.map(({ type }) => type)).toContain('Trade');
    const { items: fills } = await client.orders.fills(orderId);
    expect(fills).toMatchObject([{ execId: 'E-1', quantity: '40' }]);
    expect((await client.fills.list({ orderId, side: 'BUY' })).items).toEqual(fills);
  });

  it('replaces and cancels', async () => {
    const { orderId } = await client.orders.place(order);
    await api.acknowledge(orderId);
    const replaced = await client.orders.replace(orderId, { price: '2451' });
    expect(replaced.ordStatus).toBe('PendingReplace');
    const canceled = await client.orders.cancel(orderId, { reason: 'no more' });
    expect(canceled.ordStatus).toBe('PendingCancel');
  });

  it('lists by every filter, page by page', async () => {
    await client.orders.place({ ...order, account: 'list', userId: 'u', tag: 't', product: 'CNC' });
    await client.orders.place({ ...order, account: 'list', userId: 'u', tag: 't' });
    const filter: Required<Omit<OrdersRequest, 'cursor' | 'status' | 'parent'>> = {
      account: 'list',
      user: 'u',
      symbol: 'RELIANCE',
      exchange: 'NSE',
      side: 'BUY',
      open: true,
      link: 'rest',
      tag: 't',
      limit: 1,
      from: '2020-01-01T00:00:00Z',
      to: '2100-01-01T00:00:00Z',
    };
    const first = await client.orders.list(filter);
    const second = await client.orders.list({ ...filter, cursor: first.nextCursor! });
    expect([...first.items, ...second.items]).toHaveLength(2);
    expect(second.nextCursor).toBeNull();
    expect((await client.orders.list({ account: 'list', open: false })).items).toEqual([]);
    expect((await client.orders.list({ parent: first.items[0].orderId })).items).toEqual([]);
    expect((await client.orders.list({ account: 'list', status: 'Filled' })).items).toEqual([]);
  });

  it('cancels every order of a filter, and has users follow', async () => {
    const { orderId } = await client.orders.place({ ...order, account: 'all' });
    await client.orders.follow(orderId, 'watcher');
    await client.orders.unfollow(orderId, 'watcher');
    const done = await client.orders.cancelAll({ account: 'all', side: 'BUY' });
    expect(done).toEqual({ requested: [orderId], refused: [] });
    expect((await rejection(client.orders.resolve(orderId, { resolution: 'ADOPT' }))).code).toBe(
      'NOT_IN_DOUBT',
    );
  });
});

describe('problems', () => {
  it('name the fields that are wrong', async () => {
    const problem = await rejection(client.orders.place({ ...order, quantity: '-1' }));
    expect(problem).toMatchObject({ status: 400, code: null, title: 'Bad Request' });
    expect(problem.fields).toEqual([{ field: 'quantity', message: 'must be greater than zero' }]);
    expect(problem.requestId).toEqual(expect.any(String));
  });

  it('carry the code of a refusal', async () => {
    const problem = await rejection(client.orders.show('0'.repeat(24)));
    expect(problem).toMatchObject({ status: 404, code: 'ORDER_NOT_FOUND' });
    expect(problem.message).toBe('Order does not exist');
  });

  it('are made up if a proxy answers otherwise', async () => {
    const fetch = () => Promise.resolve(new Response('<html>', { status: 502 }));
    const proxied = new OmeClient({ url: 'http://ome.example', fetch });
    expect(await rejection(proxied.orders.list())).toMatchObject({ status: 502, fields: [] });
  });

  it('distinguish an answer that never came from a request that was aborted', async () => {
    const nowhere = new OmeClient({ url: 'http://127.0.0.1:1' });
    await expect(nowhere.orders.list()).rejects.toBeInstanceOf(OmeUnreachable);
    const signal = AbortSignal.abort();
    await expect(client.orders.list({}, { signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('say that a key is not valid', async () => {
    const url = await api.app.getUrl();
    const stranger = new OmeClient({ url, apiKey: 'ome_made-up' });
    expect((await rejection(stranger.orders.list())).status).toBe(401);
  });
});

it('values, lists and closes positions, and keeps prices', async () => {
  const account = 'positions';
  const { orderId } = await client.orders.place({ ...order, account });
  await api.fill(orderId, '100', '2450', 'E-positions');
  const prices = [{ exchange: 'NSE', symbol: 'RELIANCE', lastPx: '2460.50', bid: 2460 }];
  expect(await client.prices.feed(prices)).toEqual({ taken: 1 });
  const { items } = await client.prices.list(['RELIANCE'], { exchange: 'NSE' });
  expect(items).toMatchObject([{ lastPx: '2460.5', source: 'feed', bid: '2460', ask: null }]);

  const filter = { account, symbol: 'RELIANCE', open: true, broker: true };
  expect(await client.positions.list(filter)).toMatchObject({ items: [], brokers: [] });
  expect((await client.positions.history({ account, from: '2026-01-01' })).items).toEqual([]);
  // Closing counts what was filled a moment ago, before anything has projected it.
  expect(await client.positions.closeAll({ account })).toMatchObject({
    items: [
      { symbol: 'RELIANCE', outcome: 'closing', orders: [{ side: 'SELL', orderQty: '100' }] },
    ],
  });
  const position = { account, exchange: 'NSE', symbol: 'SBIN' };
  expect((await rejection(client.positions.close(position))).status).toBe(404);
});

it('reads the feed from cursor to cursor', async () => {
  const first = await client.events.page({ limit: 1 });
  const second = await client.events.page({ after: first.nextCursor, limit: 1 });
  expect(second.items[0].id).not.toBe(first.items[0].id);
});

it('searches the instrument master', async () => {
  expect(await client.instruments.search({ search: 'REL', kind: 'equity' })).toEqual({
    items: [],
    nextCursor: null,
  });
  expect((await rejection(client.instruments.show('NSE', 'M&M/EQ'))).status).toBe(404);
});

it('sets and removes limits, pulls and releases switches, and shows who did', async () => {
  const set = await client.risk.setLimits({ account: 'limited', maxOrderQty: '10' });
  expect(set).toMatchObject({ scope: 'account', rules: { maxOrderQty: { value: '10' } } });
  const { scopes } = await client.risk.limits({ account: 'limited' });
  expect(scopes.map(({ scope }) => scope)).toContain('account');
  const problem = await rejection(client.orders.place({ ...order, account: 'limited' }));
  expect(problem).toMatchObject({ status: 409, code: 'ABOVE_MAX_ORDER_QTY' });
  await client.risk.removeLimits({ account: 'limited' });

  const request = { scope: 'user', id: 'x', reason: 'a test', cancelOpen: true } as const;
  const pulled = await client.risk.pull(request);
  expect(pulled).toMatchObject({ id: 'x', canceled: { requested: [] } });
  const { items } = await client.risk.killSwitches();
  expect(items).toMatchObject([{ scope: 'user', reason: 'a test', at: pulled.at }]);
  await client.risk.release('user', 'x');
  const { items: changes } = await client.risk.changes(10);
  expect(changes.map(({ action }) => action)).toEqual([
    ...['switchReleased', 'switchPulled', 'limitsRemoved', 'limitsSet'],
  ]);
});

it('handles exceptions that need a person', async () => {
  const { counts } = await client.ops.waiting(5);
  expect(counts).toMatchObject({ inDoubt: 0 });
  expect((await client.ops.alerts({ limit: 5 })).items).toEqual(expect.any(Array));
  const unknown = { ClOrdID: 'nobody', ExecID: 'E-x', ExecType: 'F', LastQty: '1', LastPx: '1' };
  expect((await client.executions.report(unknown)).success).toBe(false);
  const { items } = await client.ops.unmatchedReports();
  expect(items).toMatchObject([{ report: { clOrdId: 'nobody', lastQty: '1' } }]);
  const { orderId } = await client.orders.place(order);
  expect(await client.ops.assignReport(items[0].id, orderId)).toEqual({ assigned: true });
  expect((await client.ops.undelivered()).items).toEqual([]);
  expect(await client.ops.retryUndelivered()).toEqual({ scheduled: 0 });
  expect((await rejection(client.ops.retryUndelivered('a:b'))).status).toBe(404);
  expect((await client.reconciliation.list({ open: true })).items).toEqual([]);
});

it('shows links, and calls no broker that is not configured', async () => {
  const { items } = await client.links.list();
  expect(items).toMatchObject([{ link: 'rest', login: null, workers: [] }]);
  expect((await rejection(client.links.books('flattrade', '42', 'orders'))).status).toBe(404);
  expect((await rejection(client.links.login('flattrade', '42', 'code'))).status).toBe(404);
});

it('shows the health of the engine', async () => {
  expect(await client.health.live()).toEqual({ status: 'ok' });
  expect(await client.health.ready()).toMatchObject({ status: 'ok', open: true });
  expect(await client.health.metrics()).toContain('ome_order_events_total');
});
