import { BrokerFault } from '../broker/broker-fault';
import type { BrokerLogin } from '../broker/broker-login';
import { FakeBudget, MemoryTokens } from '../testing/broker-session';
import {
  answer,
  FakeHttpServer,
  hangUp,
  neverAnswer,
  type Reaction,
} from '../testing/fake-http-server';
import { type BreezeAction, BreezeClient } from './breeze-client';
import { requestChecksum } from './breeze-signature';
import {
  CREDENTIALS,
  failure,
  loggedIn,
  SESSION_TOKEN,
  success,
  USER_ID,
} from './testing/breeze-fakes';

const BAD_CHECKSUM = answer(401, failure('Authentication Fail :: Invalid Checksum.', 5));
const PLACE: BreezeAction = { method: 'POST', path: '/order', fields: { a: 'b' }, kind: 'order' };
const inAMinute = { sendBy: new Date(Date.now() + 60_000), isStillAllowed: () => true };

describe('BreezeClient', () => {
  const server = new FakeHttpServer();
  let budget: FakeBudget;
  let tokens: MemoryTokens;
  let login: BrokerLogin;
  let client: BreezeClient;

  beforeEach(async () => {
    await server.start();
    server.received.length = 0;
    server.reaction = answer(200, success({ order_id: '1' }));
    budget = new FakeBudget();
    tokens = new MemoryTokens();
    login = await loggedIn(tokens);
    client = new BreezeClient({
      restUrl: `${server.url}/api/v1/`,
      credentials: CREDENTIALS,
      login,
      budget,
      timeoutMs: 300,
      connections: 2,
      now: () => new Date(),
      onHealthChange: () => undefined,
    });
  });
  afterEach(async () => {
    await server.stop();
    await client.close();
  });

  const faultOf = async (call: Promise<unknown>): Promise<BrokerFault> => {
    const fault: unknown = await call.then(
      () => null,
      (error: unknown) => error,
    );
    expect(fault).toBeInstanceOf(BrokerFault);
    return fault as BrokerFault;
  };

  /** Answers successive calls with these reactions; the last one repeats. */
  const react = (...reactions: Reaction[]) => {
    server.reaction = (...call) =>
      (reactions.length > 1 ? reactions.shift()! : reactions[0])(...call);
  };

  describe('what it writes', () => {
    test.each(['POST', 'PUT', 'DELETE'] as const)(
      '%s with a body and its checksum',
      async (method) => {
        const fields = { order_id: '7', exchange_code: 'NFO', user_remark: 'ü' };
        await client.act({ method, path: '/order', fields, kind: 'cancel' }, inAMinute);

        const [{ headers, text, ...call }] = server.received;
        expect(call).toMatchObject({ method, path: '/api/v1/order' });
        expect(text).toBe('{"order_id":"7","exchange_code":"NFO","user_remark":"ü"}');
        expect(headers).toMatchObject({
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(text)),
          'x-appkey': 'key+1',
          'x-sessiontoken': SESSION_TOKEN,
          'x-timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/) as string,
          'user-agent': expect.stringContaining('Mozilla') as string,
        });
        const timestamp = headers['x-timestamp'] as string;
        expect(headers['x-checksum']).toBe(requestChecksum(timestamp, text, 'S1'));
        expect(JSON.stringify(headers)).not.toContain('"S1"');
        expect(budget.taken).toEqual(['cancel']);
      },
    );

    test('queries have a body, too', async () => {
      await client.read('/funds');
      await client.read('/order', { order_id: '7' });

      expect(server.received).toMatchObject([
        { method: 'GET', path: '/api/v1/funds', text: '{}' },
        { method: 'GET', path: '/api/v1/order', text: '{"order_id":"7"}' },
      ]);
      expect(budget.taken).toEqual(['read', 'read']);
    });

    test('a login is not signed', async () => {
      await client.openSession('code');

      const [{ headers, method, path, text }] = server.received;
      expect([method, path]).toEqual(['GET', '/api/v1/customerdetails']);
      expect(text).toBe('{"SessionToken":"code","AppKey":"key+1"}');
      expect(Object.keys(headers).filter((name) => name.startsWith('x-'))).toEqual([]);
    });

    test('nothing without a login', async () => {
      await login.ended(login.current!);

      for (const call of [client.read('/funds'), client.act(PLACE, inAMinute)]) {
        expect((await faultOf(call)).faultClass).toBe('reauthenticate');
      }
      expect(server.received).toEqual([]);
      expect(budget.taken).toEqual([]);
    });

    test('nothing when the limits leave no room or the count fails', async () => {
      budget.delay = 5_000;
      expect((await faultOf(client.act(PLACE, inAMinute))).faultClass).toBe('retryLater');
      expect((await faultOf(client.read('/funds'))).faultClass).toBe('retryLater');
      budget.delay = 0;
      jest.spyOn(budget, 'take').mockRejectedValue(new Error('Redis is unavailable'));
      expect((await faultOf(client.act(PLACE, inAMinute))).faultClass).toBe('retryLater');
      expect(server.received).toEqual([]);
      expect(budget.backedOff).toEqual([]);
    });

    test('nothing after the send-by time', async () => {
      const fault = await faultOf(
        client.act(PLACE, { ...inAMinute, sendBy: new Date(Date.now() - 1) }),
      );

      expect(fault.faultClass).toBe('retryLater');
      expect(server.received).toEqual([]);
    });
  });

  describe('the outcome of an action', () => {
    test.each<[string, Reaction, string]>([
      ['the connection is cut', hangUp, 'unknown'],
      ['no answer comes', neverAnswer, 'unknown'],
      ['a gateway answers', answer(502, '<html>429</html>'), 'unknown'],
      ['the answer is cut', answer(200, '{"Success":{"order'), 'unknown'],
      ['there is nothing but a status of 200', answer(200, success(null)), 'unknown'],
      ['there is a list', answer(200, success([])), 'unknown'],
      ['the broker refuses', answer(200, failure('No')), 'rejected'],
      ['too many calls', answer(429, ''), 'rateLimited'],
      [
        'too many calls, by the error text',
        answer(200, failure('Limit exceed: x', 5)),
        'rateLimited',
      ],
      ['no such address', answer(404, 'not found'), 'rejected'],
    ])('%s', async (_case, reaction, faultClass) => {
      server.reaction = reaction;

      expect((await faultOf(client.act(PLACE, inAMinute))).faultClass).toBe(faultClass);
      expect(server.received).toHaveLength(1);
    });

    test('nobody listens', async () => {
      await server.stop();

      expect((await faultOf(client.act(PLACE, inAMinute))).faultClass).toBe('retryLater');
      expect(client.status.up).toBe(false);
    });
  });

  test('the session backs off for as long as the broker says', async () => {
    react(
      answer(429, '', { 'retry-after': '3' }),
      answer(200, failure('Limit exceed: API call per minute:Try after some time', 5)),
    );

    await faultOf(client.read('/funds'));
    await faultOf(client.act(PLACE, inAMinute));
    expect(budget.backedOff[0]).toBe(3_000);
    expect(budget.backedOff[1]).toBeGreaterThan(0);
    expect(budget.backedOff[1]).toBeLessThanOrEqual(60_000);
  });

  describe('a bad checksum', () => {
    test('of a query: sent once more, with a new timestamp', async () => {
      react(BAD_CHECKSUM, answer(200, success({ funds: 1 })));

      expect(await client.read('/funds')).toEqual({ funds: '1' });
      expect(server.received).toHaveLength(2);
      expect(login.state).toBe('loggedIn');
    });

    test('twice: the session has ended, for all processes', async () => {
      react(BAD_CHECKSUM);

      expect((await faultOf(client.read('/funds'))).faultClass).toBe('reauthenticate');
      expect(server.received).toHaveLength(2);
      expect(login.state).toBe('loginNeeded');
      expect(await tokens.load('breeze', USER_ID)).toBeNull();
      expect(client.sessionFault?.message).toContain('log in again');
    });

    test('of an order: the order is not repeated, and a query checks the session', async () => {
      react(BAD_CHECKSUM, answer(200, success({ funds: 1 })));
      expect((await faultOf(client.act(PLACE, inAMinute))).faultClass).toBe('reauthenticate');
      expect(server.received.map(({ method }) => method)).toEqual(['POST', 'GET']);
      expect(login.state).toBe('loggedIn');

      react(BAD_CHECKSUM);
      await faultOf(client.act(PLACE, inAMinute));
      expect(server.received.filter(({ method }) => method === 'POST')).toHaveLength(2);
      expect(login.state).toBe('loginNeeded');
    });

    test('of many orders at once: one query for all', async () => {
      react(BAD_CHECKSUM);

      await Promise.all([1, 2].map(() => faultOf(client.act(PLACE, inAMinute))));
      expect(server.received.filter(({ method }) => method === 'GET').length).toBeLessThanOrEqual(
        2,
      );
      expect(login.state).toBe('loginNeeded');
    });
  });

  describe('lists', () => {
    test.each([
      [success([]), []],
      [success(null), []],
      [success(''), []],
      [failure('No Data Found'), []],
      [success([{ a: 1 }]), [{ a: '1' }]],
    ])('%j', async (reply, rows) => {
      server.reaction = answer(200, reply);

      expect(await client.readList('/order')).toEqual(rows);
    });

    test.each([success({ a: 1 }), success(['a']), failure('Resource not available')])(
      'no list: %j',
      async (reply) => {
        server.reaction = answer(200, reply);

        expect((await faultOf(client.readList('/order'))).faultClass).toBe('unknown');
      },
    );
  });

  test('a link that loses its answers counts as down', async () => {
    server.reaction = answer(502, 'Bad gateway');
    for (let lost = 0; lost < 10; lost += 1) await faultOf(client.act(PLACE, inAMinute));

    expect(client.status).toMatchObject({ up: false, lastError: expect.stringContaining('502') });
  });
});
