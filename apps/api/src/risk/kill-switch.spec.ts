import { Scope } from '@ome/platform';
import { newOrder, TestApi, TestStore } from '../testing/test-api';

describe('kill switches', () => {
  let store: TestStore;
  let apis: TestApi[];
  let account = 5_000;

  beforeAll(async () => {
    store = await TestStore.create();
    apis = [await TestApi.start({}, store), await TestApi.start({}, store)];
  });
  afterAll(async () => {
    for (const api of apis) await api.stop();
    await store.drop();
  });
  beforeEach(() => (account += 1));

  const order = (fields: object = {}) => newOrder({ account: String(account), ...fields });
  const pull = (body: object, headers?: Record<string, string>) =>
    apis[0].post('/risk/kill-switch', { reason: 'fat finger', ...body }, headers);
  const release = (path: string) => apis[1].call('DELETE', `/risk/kill-switch/${path}`);
  const ofAccount = () => ({ scope: 'account', id: String(account) });

  test('no process accepts an order once pulling it was answered', async () => {
    const stopped = new AbortController();
    const events = store.collection('order_events');
    let pulledAt = Infinity;
    const clients = Array.from({ length: 12 }, async (_, index) => {
      const answers: { askedAt: number; status: number }[] = [];
      for (;;) {
        const askedAt = performance.now();
        const { status } = await apis[index % 2].placeUnderLoad({ account: String(account) });
        answers.push({ askedAt, status });
        // However slow the machine, each has asked once more since.
        if (stopped.signal.aborted && askedAt > pulledAt) return answers;
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await pull(ofAccount())).status).toBe(200);
    pulledAt = performance.now();
    const journalled = await events.countDocuments({ account: String(account) });
    await new Promise((resolve) => setTimeout(resolve, 700));
    stopped.abort();
    const answers = (await Promise.all(clients)).flat();

    expect(await events.countDocuments({ account: String(account) })).toBe(journalled);
    const after = answers.filter(({ askedAt }) => askedAt > pulledAt);
    expect(new Set(after.map(({ status }) => status))).toEqual(new Set([409]));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(journalled);

    expect((await release(`account/${account}`)).status).toBe(204);
    for (const api of apis) expect((await api.post('/orders', order())).status).toBe(201);
  });

  test('the refusal says who pulled it and why; other accounts go on', async () => {
    const { id, token } = await store.addKey([Scope.Ops], { name: 'desk' });
    const { body } = await pull(ofAccount(), { authorization: `Bearer ${token}` });
    expect(body).toMatchObject({ by: id, reason: 'fat finger', canceled: null });

    const text = `Trading is stopped for account ${account}, by ${id} at ${body.at}: fat finger`;
    expect(await apis[1].post('/orders', order())).toMatchObject({
      status: 409,
      body: { code: 'TRADING_STOPPED', detail: text },
    });
    const wire = { type: 1, user_id: 7, product_id: 'INFY', side: 0, price_instruction: 'MARKET' };
    const entry = { ...wire, total_qty: 6, exchange_id: 'NSE', account };
    expect((await apis[1].post('/order_endpoint', entry)).body.comment).toBe(text);
    expect((await apis[1].post('/orders', newOrder())).status).toBe(201);
    expect((await apis[1].get('/risk/kill-switch')).body.items).toContainEqual(
      expect.objectContaining({ ...ofAccount(), by: id, reason: 'fat finger' }),
    );
    expect((await apis[1].get('/risk/changes?limit=1')).body.items[0]).toMatchObject({
      action: 'switchPulled',
      by: id,
      scope: ofAccount(),
    });
  });

  test('cancels pass, replaces that raise nothing pass, a repeat is answered as before', async () => {
    const first = await apis[0].place({ account: String(account), clOrdId: 'first' });
    const second = await apis[0].place({ account: String(account) });
    await pull(ofAccount());

    const change = (body: object) => apis[1].put(`/orders/${first.orderId}`, body);
    expect((await change({ quantity: '101' })).body.code).toBe('TRADING_STOPPED');
    expect((await change({ price: '2451' })).body.code).toBe('TRADING_STOPPED');
    expect((await change({ quantity: '50' })).status).toBe(202);
    expect((await apis[1].post(`/orders/${second.orderId}/cancel`, {})).status).toBe(202);
    const repeat = await apis[1].post('/orders', order({ clOrdId: 'first' }));
    expect(repeat).toMatchObject({ status: 200, body: { orderId: first.orderId } });
  });

  test('for a user, and canceling what is open', async () => {
    const userId = `u${account}`;
    const mine = await apis[0].place({ account: String(account), userId });
    const other = await apis[0].place({ account: String(account), userId: 'other' });
    const { body } = await pull({ scope: 'user', id: userId, cancelOpen: true });

    expect(body.canceled).toEqual({ requested: [mine.orderId], refused: [] });
    expect((await apis[1].order(mine.orderId)).ordStatus).toBe('Canceled');
    expect((await apis[1].order(other.orderId)).ordStatus).toBe('PendingNew');
    expect((await apis[1].post('/orders', order({ userId }))).status).toBe(409);
    expect((await apis[1].post('/orders', order({ userId: 'other' }))).status).toBe(201);
  });

  test('for the whole engine, across a restart, and back', async () => {
    expect((await pull({ scope: 'engine' })).status).toBe(200);
    const next = await TestApi.start({}, store);
    for (const api of [...apis, next]) {
      expect((await api.post('/orders', order())).body.code).toBe('TRADING_STOPPED');
    }
    await next.stop();
    expect((await release('engine')).status).toBe(204);
    expect((await release('engine')).status).toBe(404);
    expect((await apis[0].post('/orders', order())).status).toBe(201);
  });

  test.each<[object, string]>([
    [{ scope: 'engine', id: '1' }, 'id must be left out for the whole engine'],
    [{ scope: 'user' }, 'id must name the user'],
    [{ scope: 'account', id: '1', reason: ' ' }, 'reason must say why'],
  ])('%j: 400', async (body, detail) => {
    expect(await pull(body)).toMatchObject({ status: 400, body: { detail } });
  });
});
