import { newOrder, TestApi } from '../testing/test-api';

describe('refusals of the protocol', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start({ BODY_LIMIT: '2048' });
  });
  afterAll(() => api.stop());

  const json = (body: string) => api.call('POST', '/orders', { body });
  const typed = (type: string, body: string) =>
    api.call('POST', '/orders', { body, headers: { 'content-type': type } });

  test('are problem+json with the id of the request', async () => {
    const { headers, body } = await api.get('/nothing-here', { 'x-request-id': 'mine:1' });

    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(headers['x-request-id']).toBe('mine:1');
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: expect.any(String),
      requestId: 'mine:1',
    });
  });

  test.each(['spaces in it', 'x'.repeat(65), '<script>'])(
    'the request id %j is not taken over',
    async (id) => {
      const { headers } = await api.get('/health/live', { 'x-request-id': id });
      expect(headers['x-request-id']).toMatch(/^[0-9a-f]{24}$/);
    },
  );

  test.each([
    ['PATCH', '/orders', 'GET, HEAD, POST'],
    ['DELETE', `/orders/${'f'.repeat(24)}`, 'GET, HEAD, PUT'],
    ['GET', '/order_endpoint', 'POST'],
    ['POST', '/events', 'GET, HEAD'],
  ])('%s %s: 405 with what is allowed', async (method, url, allow) => {
    const { status, headers, body } = await api.call(method, url);

    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow });
    expect(body.detail ?? body.comment).toContain(method);
  });

  test('too large: 413', async () => {
    const { status, body } = await json(JSON.stringify(newOrder({ tag: 'x'.repeat(3_000) })));
    expect({ status, title: body.title }).toEqual({ status: 413, title: 'Content Too Large' });
  });

  test.each([
    'text/xml',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'nonsense',
  ])('%s: 415', async (type) => {
    expect((await typed(type, 'x')).status).toBe(415);
  });

  test('a form is taken where the wire formats have one, and nowhere else', async () => {
    const form = { type: '4', user_id: '9' };
    expect((await api.call('POST', '/order_endpoint', { form })).status).toBe(200);
    for (const url of ['/orders', '/orders/cancel-all', '/risk/kill-switches', '/prices']) {
      expect({ url, ...(await api.call('POST', url, { form })) }).toMatchObject({ status: 415 });
    }
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`f${n}`, '1']));
    expect(await api.call('POST', '/order_endpoint', { form: many })).toMatchObject({
      status: 400,
      body: { comment: 'body must have at most 200 fields an object' },
    });
  });

  test('of many faults twenty are listed', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`f${n}`, 1]));
    const { status, body } = await api.post('/orders', { ...newOrder(), ...unknown });
    expect({ status, faults: body.errors.length }).toEqual({ status: 400, faults: 20 });
    expect(body.errors[0]).toEqual({ field: 'f0', message: 'should not exist' });
  });

  test('plain text is no order', async () => {
    expect((await typed('text/plain', JSON.stringify(newOrder()))).status).toBe(415);
  });

  test.each([
    '{',
    '{"a":}',
    '{"a":1,}',
    'undefined',
    "{'a':1}",
    '{"a":01}',
    '\u0000',
    '{"a":NaN}',
    '{"__proto__":{"admin":true}}',
    '{"a":{"constructor":{"prototype":{"x":1}}}}',
    `${'['.repeat(500)}${']'.repeat(500)}`,
    `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`,
    `${'['.repeat(1_500)}`,
    `${'['.repeat(11)}${']'.repeat(11)}`,
    JSON.stringify(Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`f${n}`, 1]))),
  ])('the body %j is a 400 that names the body', async (body) => {
    const answer = await json(body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'body' }] } });
  });

  test.each(['[]', '"x"', '5', 'null', 'true', ''])(
    '%j instead of an object: 400',
    async (body) => {
      expect((await json(body)).status).toBe(400);
    },
  );

  test('brackets in a text are not nesting', async () => {
    const { status } = await json(JSON.stringify(newOrder({ tag: '[{"\\'.repeat(12) })));
    expect(status).toBe(201);
  });

  test('a null byte in a path, or a broken escape, is a 4xx', async () => {
    for (const url of ['/orders/%00', '/orders/%', '/orders/%E0%A4%A', '/orders?account=%']) {
      const { status } = await api.get(url);
      expect([200, 400, 404]).toContain(status);
    }
  });

  test('wire formats are refused in their own shape', async () => {
    for (const url of ['/order_endpoint', '/execution_endpoint']) {
      const { status, body } = await api.call('POST', url, { body: '{' });
      expect({ status, body }).toEqual({
        status: 400,
        body: { success: false, comment: 'body must be valid JSON' },
      });
    }
  });

  test('helmet speaks for the browser', async () => {
    const { headers } = await api.get('/health/live');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
  });
});
