import {
  BasketWriter,
  ChangeOrder,
  Clock,
  ExpireApprovals,
  HeldOrders,
  Ids,
  Journal,
  OrderWriter,
  PlaceOrder,
  HeldLegs,
  RunBaskets,
} from '@ome/engine';
import { Scope } from '@ome/platform';
import { BASKET_EXAMPLE } from '../baskets/examples';
import { newOrder, TestApi, TestStore } from '../testing/test-api';

let store: TestStore;
let api: TestApi;
let account = 700;
const tokens = {} as Record<'chief' | 'maker' | 'second' | 'trader' | 'foreign', string>;

async function makeKey(name: string, scopes: Scope[], fields: object = {}): Promise<string> {
  return (await store.addKey(scopes, { name, ...fields })).token;
}

beforeAll(async () => {
  store = await TestStore.create();
  tokens.chief = await makeKey('chief', [Scope.Admin]);
  tokens.maker = await makeKey('maker', [Scope.Orders, Scope.Approvals]);
  tokens.second = await makeKey('second', [Scope.Approvals]);
  tokens.trader = await makeKey('trader', [Scope.Orders]);
  tokens.foreign = await makeKey('foreign', [Scope.Orders, Scope.Approvals], { accounts: ['1'] });
  api = await TestApi.start({ HOST: '0.0.0.0' }, store);
});
afterAll(async () => {
  await api.stop();
  await store.drop();
});
beforeEach(() => (account += 1));
afterEach(() => jest.restoreAllMocks());

const by = (who: keyof typeof tokens, more: object = {}) => ({
  'x-api-key': tokens[who],
  ...more,
});

async function setRules(rules: object, scope: object = { account: String(account) }) {
  const answer = await api.call('PUT', '/approvals/rules', {
    body: { ...scope, ...rules },
    headers: by('chief'),
  });
  expect(answer).toMatchObject({ status: 200 });
  return answer.body.items[0];
}

async function placed(fields: object = {}, headers: object = {}) {
  const body = newOrder({ account: String(account), ...fields });
  const answer = await api.post('/orders', body, by('maker', headers));
  expect(answer).toMatchObject({ status: 201 });
  return answer.body;
}

const approve = (id: string, who: keyof typeof tokens, body: object = {}) =>
  api.post(`/approvals/${id}/approve`, body, by(who));

const listed = async (who: keyof typeof tokens): Promise<string[]> => {
  const { body } = await api.get('/approvals', by(who));
  return body.items.map(({ orderId }: { orderId: string }) => orderId);
};

describe('an order that a rule holds', () => {
  test('is listed with what it waits for, and goes on when a second person approves it', async () => {
    await setRules({ aboveValue: '1000' });
    const { orderId, ordStatus, approval } = await placed();
    expect(ordStatus).toBe('PendingNew');
    expect(approval).toMatchObject({
      id: orderId,
      request: 'new',
      kind: 'secondPerson',
      rules: ['the value 245050 is above 1000'],
      orderQty: '100',
      price: '2450.5',
    });
    expect(await listed('second')).toContain(orderId);
    expect(await listed('foreign')).not.toContain(orderId);

    expect((await approve(orderId, 'trader')).status).toBe(403);
    expect(await approve(orderId, 'maker')).toMatchObject({
      status: 409,
      body: { code: 'OWN_REQUEST' },
    });
    expect(await approve(orderId, 'foreign')).toMatchObject({
      status: 404,
      body: { code: 'ORDER_NOT_FOUND' },
    });
    const approved = await approve(orderId, 'second', { reason: 'By phone' });
    expect(approved).toMatchObject({ status: 200, body: { ordStatus: 'PendingNew' } });
    expect(approved.body.approval).toBeUndefined();
    expect(await listed('second')).not.toContain(orderId);
    expect((await approve(orderId, 'second')).body.code).toBe('NOT_AWAITING_APPROVAL');

    const { items } = (await api.get(`/orders/${orderId}/events`, by('chief'))).body;
    expect(items.map(({ type }: { type: string }) => type)).toEqual(['NewOrder', 'Approved']);
    const audited = (await api.get('/audit?limit=50', by('chief'))).body.items;
    expect(audited).toContainEqual(
      expect.objectContaining({ action: 'approvals.approve', byName: 'second' }),
    );
  });

  test('is rejected with a reason, which has to be said', async () => {
    await setRules({ everyOrder: true });
    const { orderId } = await placed();
    const reject = (body: object) => api.post(`/approvals/${orderId}/reject`, body, by('second'));
    expect((await reject({})).body.errors).toMatchObject([{ field: 'reason' }]);
    expect(await reject({ reason: 'Too much' })).toMatchObject({
      status: 200,
      body: { ordStatus: 'Rejected', reason: 'Not approved: Too much' },
    });
  });

  test('is not approved against a limit that was lowered meanwhile', async () => {
    await setRules({ everyOrder: true });
    const { orderId } = await placed();
    const limits = { account: String(account), maxOrderQty: '99' };
    await api.call('PUT', '/risk/limits', { body: limits, headers: by('chief') });
    expect(await approve(orderId, 'second')).toMatchObject({
      status: 409,
      body: { code: 'ABOVE_MAX_ORDER_QTY' },
    });
    expect(await listed('second')).toContain(orderId);
  });

  test('expires', async () => {
    await setRules({ everyOrder: true });
    const { orderId, approval } = await placed();
    const clock = api.app.get(Clock);
    jest.spyOn(clock, 'now').mockReturnValue(new Date(approval.expiresAt));
    expect((await approve(orderId, 'second')).body.code).toBe('APPROVAL_EXPIRED');
    const sweep = new ExpireApprovals(api.app.get(HeldOrders), api.app.get(OrderWriter), clock);
    await sweep.run();
    expect((await api.get(`/orders/${orderId}`, by('chief'))).body).toMatchObject({
      ordStatus: 'Expired',
      reason: 'Not approved in time',
    });
  });

  test('is one that a person entered, where the rule says so', async () => {
    await setRules({ manualEntry: true });
    expect((await placed()).approval).toBeUndefined();
    const { approval } = await placed({}, { 'x-manual-entry': 'true' });
    expect(approval.rules).toEqual(['a person entered it']);
  });

  test('is canceled by its maker alone', async () => {
    await setRules({ everyOrder: true });
    const { orderId } = await placed();
    const { body } = await api.post(`/orders/${orderId}/cancel`, {}, by('maker'));
    expect(body.ordStatus).toBe('Canceled');
  });
});

describe('a staged order', () => {
  test('is changed, and released by its maker', async () => {
    const { orderId, approval } = await placed({ staged: true });
    expect(approval).toMatchObject({ kind: 'release', rules: ['it is staged'] });
    const changed = await api.call('PUT', `/orders/${orderId}`, {
      body: { quantity: '70' },
      headers: by('maker'),
    });
    expect(changed).toMatchObject({
      status: 202,
      body: { orderQty: '70', ordStatus: 'PendingNew' },
    });
    const release = (who: keyof typeof tokens) =>
      api.post(`/orders/${orderId}/release`, undefined, by(who));
    expect((await release('foreign')).status).toBe(404);
    expect((await release('second')).status).toBe(403);
    const released = await release('maker');
    expect(released).toMatchObject({ status: 202 });
    expect(released.body.approval).toBeUndefined();
    expect((await release('maker')).body.code).toBe('NOT_AWAITING_APPROVAL');
  });
});

describe('a basket', () => {
  const create = async () => {
    const basket = { ...BASKET_EXAMPLE, account: String(account), basketClOrdId: `b-${account}` };
    const answer = await api.post('/baskets', basket, by('maker'));
    expect(answer).toMatchObject({ status: 201 });
    return answer.body;
  };
  const advance = async (basketId: string) => {
    const { app } = api;
    const orders = { place: app.get(PlaceOrder), change: app.get(ChangeOrder) };
    const journals = [app.get(BasketWriter), app.get(Journal)] as const;
    const held = app.get(HeldLegs);
    await new RunBaskets(...journals, orders, held, app.get(Ids), app.get(Clock)).advance(basketId);
    return (await api.get(`/baskets/${basketId}`, by('chief'))).body;
  };

  test('waits as a whole where a rule holds one of its legs', async () => {
    await setRules({ aboveValue: '1000' });
    const { basketId, approval } = await create();
    expect(approval.rules).toEqual(['leg 2: the value 2665 is above 1000']);
    expect((await advance(basketId)).legs[0].order).toBeNull();
    const waiting = async (who: keyof typeof tokens): Promise<string[]> => {
      const { body } = await api.get('/approvals/baskets', by(who));
      return body.items.map((each: { basketId: string }) => each.basketId);
    };
    expect(await waiting('second')).toContain(basketId);
    expect(await waiting('foreign')).not.toContain(basketId);
    const approveAs = (who: keyof typeof tokens) =>
      api.post(`/baskets/${basketId}/approve`, {}, by(who));
    expect((await approveAs('maker')).body.code).toBe('OWN_REQUEST');
    expect((await approveAs('foreign')).status).toBe(404);
    expect(await approveAs('second')).toMatchObject({ status: 200 });
    expect(await waiting('second')).not.toContain(basketId);
    const { legs } = await advance(basketId);
    expect(legs[0].order).toMatchObject({ ordStatus: 'PendingNew' });
    expect(legs[0].order.approval).toBeUndefined();
    expect((await approveAs('second')).body.code).toBe('NOT_AWAITING_APPROVAL');
  });

  test('is rejected as a whole', async () => {
    await setRules({ everyOrder: true });
    const { basketId } = await create();
    const rejected = await api.post(`/baskets/${basketId}/reject`, { reason: 'No' }, by('second'));
    expect(rejected).toMatchObject({ status: 200, body: { stop: { text: 'Not approved: No' } } });
    expect(await advance(basketId)).toMatchObject({ status: 'REJECT', outcome: 'NONE' });
  });
});

describe('the rules', () => {
  test('are per scope, versioned, removed by null, and in the changes', async () => {
    const first = await setRules({ aboveQuantity: '10', products: ['MIS'] });
    expect(first).toMatchObject({ rules: { aboveQuantity: '10', products: ['MIS'] } });
    const outdated = { account: String(account), everyOrder: true, version: 0 };
    expect(
      await api.call('PUT', '/approvals/rules', { body: outdated, headers: by('chief') }),
    ).toMatchObject({ status: 409, body: { code: 'LIMITS_CHANGED' } });
    const second = await setRules({ products: null, version: first.version });
    expect(second.rules).toEqual({ aboveQuantity: '10' });
    expect(await setRules({ aboveQuantity: null })).toBeUndefined();
    const { items } = (await api.get('/risk/changes?limit=3', by('chief'))).body;
    expect(items.map(({ action }: { action: string }) => action)).toEqual([
      'approvalsRemoved',
      'approvalsSet',
      'approvalsSet',
    ]);
  });

  test.each<[object, string]>([
    [{}, 'body'],
    [{ account: '1', userId: '2', everyOrder: true }, 'userId'],
    [{ aboveValue: '0' }, 'aboveValue'],
    [{ products: ['a b'] }, 'products'],
  ])('%j: names %s', async (body, field) => {
    const answer = await api.call('PUT', '/approvals/rules', { body, headers: by('chief') });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });
});
