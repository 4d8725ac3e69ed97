import { text as textOf } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { type Answer, eventually, type Json, newOrder, TestApi } from './testing/test-api';
import { LONG, tries } from '../../../libs/domain/test/property-runs';

interface Endpoint {
  method: string;
  path: string;
}

interface Request {
  method: string;
  url: string;
  headers: Record<string, string>;
  payload: string | undefined;
}

const RUNS = 700;
/** For one request. */
const MOST_MS = 2_000;
/** In a long run, however long they take. */
const MANY = { numRuns: 10_000, interruptAfterTimeLimit: undefined };
const MANY_MS = 30 * 60_000;
const ABSENT = 'f'.repeat(24);

const hostile = fc.oneof(
  fc.constantFrom('', ' ', '0', '-1', 'null', 'undefined', 'NaN', '1e999', '__proto__', '$where'),
  fc.constantFrom('%00', '..', '../..', '{}', '[]', "' OR 1=1", '<script>', '\u0000', '\ud800'),
  fc.constantFrom('x'.repeat(10_000), '9'.repeat(400), 'toString', 'constructor', '💥'.repeat(50)),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const value = fc.oneof(
  hostile,
  fc.double(),
  fc.bigInt().map(String),
  fc.constantFrom(null, true, false, [], {}, [[]], { $gt: '' }, { $ne: null }, { toString: 1 }),
  fc.anything({ maxDepth: 3, withNullPrototype: false }),
);

/** Requests that are good but for one or two fields. */
const NEARLY_GOOD: object[] = [
  newOrder(),
  newOrder({ clOrdId: 'same', timeInForce: 'GTD', expireAt: '2099-01-01T00:00:00Z' }),
  { quantity: '5', price: 7, clOrdId: 'r' },
  { clOrdId: 'c', reason: 'x' },
  { account: '42', symbol: 'TCS', side: 'BUY' },
  { resolution: 'ADOPT', brokerOrderId: 'b', reason: 'x' },
  { orderId: ABSENT },
  {
    type: 1,
    user_id: 1,
    product_id: 'A',
    side: 0,
    price_instruction: 'LIMIT',
    client: 1,
    ask_price: 1,
    total_qty: 1,
    exchange_id: 'NSE',
    account: 1,
    counter_party: 'x',
  },
  { type: 2, order_id: ABSENT, ask_price: 1, total_qty: 1 },
  { type: 3, order_id: ABSENT, reason_cancellation: 'x' },
  { type: 4, user_id: 1 },
  { type: 5, symbols: ['A'] },
  { ClOrdID: ABSENT, OrdStatus: '1', LastPx: 1, CumQty: 1 },
  {
    ClOrdID: ABSENT,
    ExecID: 'e',
    ExecType: 'F',
    LastQty: 1,
    LastPx: 1,
    OrdStatus: '1',
    AvgPx: 1,
    LeavesQty: 1,
    OrderID: 'v',
    TransactTime: '2026-01-01T00:00:00Z',
    Side: '1',
  },
  { ClOrdID: ABSENT, MsgType: '9', CxlRejResponseTo: '1' },
  { order_id: ABSENT, fill: { qtydone: 1, price: 1, exchange_id: 'NSE', fill_id: 'f' } },
];

const mutated = fc
  .tuple(
    fc.constantFrom(...NEARLY_GOOD),
    fc.array(fc.tuple(fc.nat(), value), { minLength: 1, maxLength: 2 }),
    fc.dictionary(fc.string(), value, { maxKeys: 1 }),
  )
  .map(([good, changes, extra]) => {
    const keys = Object.keys(good);
    const changed = changes.map(([index, inner]) => [keys[index % keys.length], inner] as const);
    return { ...good, ...Object.fromEntries(changed), ...extra };
  });

const json = (body: unknown): string => {
  try {
    return JSON.stringify(body, (_key, inner: unknown) =>
      typeof inner === 'bigint' ? String(inner) : inner,
    );
  } catch {
    return '{"circular":true';
  }
};

const payload = fc.oneof(
  { weight: 6, arbitrary: mutated.map(json) },
  { weight: 2, arbitrary: value.map(json) },
  { weight: 1, arbitrary: hostile },
  {
    weight: 1,
    arbitrary: fc.constantFrom('{', '[1,', '{"a":1}}', '"', '{"a":1,"a":2}', '\ufeff{}'),
  },
  {
    weight: 1,
    arbitrary: fc
      .dictionary(fc.string(), hostile, { maxKeys: 5 })
      .map((fields) => new URLSearchParams(fields).toString()),
  },
);

const contentType = fc.oneof(
  { weight: 8, arbitrary: fc.constant('application/json') },
  { weight: 2, arbitrary: fc.constant('application/x-www-form-urlencoded') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...['text/plain', 'application/xml', 'multipart/form-data; boundary=b', 'nonsense', ''],
      ...['application/json; charset=utf-16', 'application/problem+json', '*/*'],
    ),
  },
);

const headers = fc.record(
  {
    'idempotency-key': fc.constantFrom('k', '', 'two words', 'x'.repeat(200)),
    'x-request-id': fc.constantFrom('r-1', '<x>', 'y'.repeat(100)),
    authorization: fc.constantFrom('Bearer x', 'Bearer ', 'Basic eA==', 'bearer ome_00_x'),
    'x-api-key': fc.constantFrom('', 'ome_0123456789abcdef_short', 'x'.repeat(500)),
    accept: fc.constantFrom('text/html', 'nonsense'),
  },
  { requiredKeys: [] },
);

const QUERY = ['at', 'after', 'cursor', 'limit', 'from', 'to', 'account', 'open', 'side', 'status'];
const query = fc
  .dictionary(fc.oneof(fc.constantFrom(...QUERY), hostile), hostile, { maxKeys: 3 })
  .map((fields) => new URLSearchParams(fields).toString());

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'];

describe('bad input of every kind, at every endpoint', () => {
  let api: TestApi;
  let endpoints: Endpoint[];
  let orderId: string;

  beforeAll(async () => {
    api = await TestApi.start({ BODY_LIMIT: '65536' });
    const { body } = await api.get('/docs-json');
    endpoints = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    );
    orderId = (await api.place()).orderId;
    await api.fill(orderId, '10', '5', 'f-1');
  });
  afterAll(() => api.stop());

  test('covers all endpoints', () => {
    expect(endpoints.length).toBeGreaterThanOrEqual(22);
    expect(endpoints.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/orders/{orderId}/cancel', '/order_endpoint', '/events']),
    );
  });

  /** A request to an endpoint by its right method, or by any. */
  const request = (endpoint: Endpoint, anyMethod: boolean): fc.Arbitrary<Request> =>
    fc
      .record({
        method: anyMethod ? fc.constantFrom(...METHODS) : fc.constant(endpoint.method),
        parameter: fc.oneof(fc.constantFrom(orderId, ABSENT), hostile),
        query: fc.oneof(fc.constant(''), query),
        headers,
        contentType,
        payload: fc.option(payload, { nil: undefined }),
      })
      .map(
        ({
          method,
          parameter,
          query: search,
          headers: given,
          contentType: type,
          payload: body,
        }) => ({
          method,
          url: `${endpoint.path.replace(/\{\w+\}/g, () => pathPart(parameter))}${search && `?${search}`}`,
          headers: {
            ...(given as Record<string, string>),
            ...(body !== undefined && { 'content-type': type }),
          },
          payload: body,
        }),
      );

  async function send({ method, url, headers: given, payload: body }: Request): Promise<Answer> {
    const answer = await api.app.inject({
      method: method as 'GET',
      url,
      headers: given,
      ...(body !== undefined && { payload: body }),
      payloadAsStream: true,
    });
    const { statusCode: status } = answer;
    const stream = answer.stream();
    const text = isEndless(answer) ? '' : await textOf(stream);
    stream.destroy();
    return { status, text, headers: answer.headers, body: parsed(text) };
  }

  /** A machine that has other work to do stops anything for a while: what is late is late again. */
  const isInTime = (one: Request): Promise<void> =>
    eventually(async () => {
      const begin = performance.now();
      await send(one);
      expect({ ...one, late: performance.now() - begin > MOST_MS }).toEqual({
        ...one,
        late: false,
      });
    });

  /** A rebuild that somebody was allowed to begin goes on after the answer. */
  const rebuilt = (): Promise<void> =>
    eventually(async () => {
      expect((await api.get('/rebuild')).body.state).not.toBe('running');
    });

  /** What must hold of any request: never our fault, soon, and no trace of what was refused. */
  async function check(one: Request): Promise<number> {
    const before = await api.store.contents();
    const begin = performance.now();
    const { status, text, body } = await send(one);
    const tookMs = performance.now() - begin;
    const seen = { ...one, status, text: text.slice(0, 300) };
    expect({ ...seen, ours: status >= 500 }).toEqual({ ...seen, ours: false });
    if (status >= 400) {
      expect({ ...seen, contents: await api.store.contents() }).toEqual({
        ...seen,
        contents: before,
      });
      const reason: unknown = body?.detail ?? body?.comment;
      const said = one.method === 'HEAD' || (typeof reason === 'string' && reason.length > 0);
      expect({ ...seen, said }).toEqual({ ...seen, said: true });
    }
    if (status < 400 && one.url.startsWith('/rebuild')) await rebuilt();
    if (tookMs > MOST_MS) await isInTime(one);
    return status;
  }

  test(
    'gives a 4xx with a reason, and changes nothing',
    async () => {
      let asked = 0;
      let refused = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...endpoints).chain((endpoint) => request(endpoint, false)),
          async (one) => {
            asked += 1;
            if ((await check(one)) >= 400) refused += 1;
          },
        ),
        { ...tries(RUNS), ...(LONG && MANY) },
      );
      expect(refused).toBeGreaterThan(asked / 2);
    },
    MANY_MS,
  );

  test('also with any method, and on unknown paths', async () => {
    const anywhere = hostile.map((path) => ({ method: 'GET', path: `/${pathPart(path)}` }));
    await fc.assert(
      fc.asyncProperty(
        fc
          .oneof(fc.constantFrom(...endpoints), anywhere)
          .chain((endpoint) => request(endpoint, true)),
        async (one) => void (await check(one)),
      ),
      tries(RUNS / 2),
    );
  });

  test('the engine still works afterwards', async () => {
    const { status, body } = await api.get('/health/live');
    expect({ status, body }).toEqual({ status: 200, body: { status: 'ok' } });
    expect((await api.place()).version).toBe(1);
  });
});

/** Live events go on for as long as somebody listens. */
const isEndless = ({ headers }: Pick<Answer, 'headers'>): boolean =>
  String(headers['content-type']).startsWith('text/event-stream');

/** Of any text, something that can stand in a path as it is. */
const pathPart = (text: string): string => {
  try {
    return encodeURIComponent(text.slice(0, 80));
  } catch {
    return '%ZZ';
  }
};

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
