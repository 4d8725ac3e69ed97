import { type Call, newOrder, TestApi, TestStore } from '../testing/test-api';

describe('Idempotency-Key', () => {
  let store: TestStore;
  let api: TestApi;
  let other: TestApi;

  beforeAll(async () => {
    store = await TestStore.create();
    api = await TestApi.start({}, store);
    other = await TestApi.start({}, store);
  });
  afterAll(async () => {
    await Promise.all([api.stop(), other.stop()]);
    await store.drop();
  });

  const headers = (key: string) => ({ 'idempotency-key': key });
  const post = (url: string, body: unknown, key: string, to = api) =>
    to.post(url, body, headers(key));
  const orders = () => store.collection('orders').countDocuments();

  test('repeats the answer, marked as a replay', async () => {
    const first = await post('/orders', newOrder(), 'k-1');
    const before = await store.contents();
    const again = await post('/orders', newOrder(), 'k-1');

    expect(first.status).toBe(201);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.headers['content-type']).toBe(first.headers['content-type']);
    expect(await store.contents()).toEqual(before);
  });

  test('through another process too', async () => {
    const first = await post('/orders', newOrder(), 'k-2');
    expect((await post('/orders', newOrder(), 'k-2', other)).body).toEqual(first.body);
  });

  test('another body: 422, and nothing is done', async () => {
    await post('/orders', newOrder(), 'k-3');
    const before = await orders();
    const { status, body } = await post('/orders', newOrder({ quantity: '5' }), 'k-3');

    expect({ status, title: body.title }).toEqual({ status: 422, title: 'Unprocessable Content' });
    expect(await orders()).toBe(before);
  });

  test('a secret is shown once, and stands nowhere in the store', async () => {
    const key = { name: 'once', scopes: ['orders'] };
    const first = await post('/keys', key, 'k-secret');
    const { token, ...shown } = first.body;
    const again = await post('/keys', key, 'k-secret', other);
    expect([again.status, again.body]).toEqual([201, shown]);
    const kept = await store.collection('idempotency_keys').find().toArray();
    expect(JSON.stringify(kept)).toContain(shown.id);
    expect(JSON.stringify(kept)).not.toContain(token);
  });

  test('many racing requests in two processes make exactly one order', async () => {
    const before = await orders();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        post('/orders', newOrder(), 'k-race', index % 2 ? api : other),
      ),
    );

    expect(await orders()).toBe(before + 1);
    for (const { status } of answers) expect([201, 200]).toContain(status);
    expect(new Set(answers.map(({ body }) => body.orderId)).size).toBe(1);
  });

  test('the repeat of a request that died makes the same order', async () => {
    const first = await post('/orders', newOrder(), 'k-dead');
    // As a crash between the order and its answer leaves it.
    await store
      .collection('idempotency_keys')
      .updateMany({}, { $set: { status: null, body: null } });
    const before = await orders();
    const again = await post('/orders', newOrder(), 'k-dead');

    expect(again.body.orderId).toBe(first.body.orderId);
    expect(await orders()).toBe(before);
  });

  test.each([
    ['just before a day is over', 86_399],
    ['just after it', 86_401],
    ['a year later', 366 * 86_400],
  ])('a repeat %s is answered as the first was, and places nothing', async (name, seconds) => {
    const key = `k-${seconds}`;
    const first = await post('/orders', newOrder(), key);
    const { orderId } = first.body;
    const createdAt = new Date(Date.now() - seconds * 1_000);
    await store.collection('idempotency_keys').updateMany({}, { $set: { createdAt } });
    const before = await orders();
    const again = await post('/orders', newOrder(), key);
    expect({ name, status: again.status, orderId: again.body.orderId }).toEqual({
      name,
      status: 201,
      orderId,
    });
    expect((await post('/orders', newOrder({ quantity: '5' }), key)).status).toBe(422);
    expect(await orders()).toBe(before);
    // MongoDB takes nothing away by age: the order that the key led to stays, too.
    const indexes = await store.collection('idempotency_keys').indexes();
    expect(indexes.filter((index) => 'expireAfterSeconds' in index)).toEqual([]);
  });

  test('a failed request frees the key', async () => {
    expect((await post('/orders', newOrder({ quantity: 0 }), 'k-4')).status).toBe(400);
    expect((await post('/orders', newOrder(), 'k-4')).status).toBe(201);
  });

  test('the same key on another path is another request', async () => {
    const { body } = await post('/orders', newOrder(), 'k-5');
    const canceled = await post(`/orders/${body.orderId}/cancel`, newOrder(), 'k-5');
    expect(canceled.status).toBe(400);
    expect((await post(`/orders/${body.orderId}/cancel`, {}, 'k-5')).status).toBe(202);
  });

  test('any post is replayed: cancel, cancel-all, a report', async () => {
    const { orderId } = await api.place({ account: 'replays' });
    await api.acknowledge(orderId);
    for (const [url, body] of [
      [`/orders/${orderId}/cancel`, { reason: 'x' }],
      ['/orders/cancel-all', { account: 'replays' }],
      ['/execution_endpoint', { order_id: orderId, fill: { qtydone: 1, price: 2 } }],
    ] as const) {
      const first = await post(url, body, 'k-6');
      const version = (await api.order(orderId)).version;
      const again = await post(url, body, 'k-6');

      expect([again.status, again.text]).toEqual([first.status, first.text]);
      expect(await api.order(orderId)).toMatchObject({ version });
    }
  });

  test('a repeated PUT makes one request', async () => {
    const { orderId } = await api.place();
    await api.acknowledge(orderId);
    const call: Call = { body: { quantity: '7' }, headers: headers('k-7') };
    await api.call('PUT', `/orders/${orderId}`, call);
    expect((await api.call('PUT', `/orders/${orderId}`, call)).status).toBe(202);

    const types = await api.eventTypes(orderId);
    expect(types.filter((type) => type === 'ReplaceRequested')).toHaveLength(1);
  });

  test.each(['', 'two words', 'x'.repeat(129), 'ä'])('the key %j is a 400', async (key) => {
    const { status, body } = await post('/orders', newOrder(), key);
    expect({ status, field: body.errors[0].field }).toEqual({
      status: 400,
      field: 'Idempotency-Key',
    });
  });
});
