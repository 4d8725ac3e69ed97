import { BrokerCredentials } from '@ome/platform';
import fc from 'fast-check';
import { BrokerFault } from '../broker/broker-fault';
import { BrokerLogin } from '../broker/broker-login';
import { LinkHealth } from '../http/link-health';
import { FakeBudget, MemoryTokens } from '../testing/broker-session';
import {
  answer,
  FakeHttpServer,
  hangUp,
  neverAnswer,
  type Reaction,
} from '../testing/fake-http-server';
import { encodeJData, FlattradeClient, type FlattradeClientOptions } from './flattrade-client';
import { HmacSigning, SessionSigning } from './flattrade-signing';

const credentials = new BrokerCredentials('FT012345', 'K1', 'S1', null);
const TOKEN = 'the-secret-token';
const EXPIRED = { stat: 'Not_Ok', emsg: 'Session Expired :  Invalid Session Key' };
const LIMIT = 'Invalid Input :  Order Recieved 11 in a current second exceeds Limit 10 for user';
const soon = () => new Date(Date.now() + 5_000);
const now = () => new Date();

describe('FlattradeClient', () => {
  const server = new FakeHttpServer();
  const clients: FlattradeClient[] = [];
  let login: BrokerLogin;
  let budget: FakeBudget;
  let health: LinkHealth;

  beforeEach(async () => {
    await server.start();
    server.received.length = 0;
    server.reaction = answer(200, { stat: 'Ok', norenordno: '1' });
    budget = new FakeBudget();
    login = new BrokerLogin(new MemoryTokens(), 'flattrade', 'FT012345', now, () => undefined);
    health = new LinkHealth({
      probe: async () => undefined,
      onChange: () => undefined,
      probeIntervalMs: 60_000,
    });
    await logIn();
  });
  afterEach(async () => {
    health.close();
    await server.stop();
    await Promise.all(clients.splice(0).map((client) => client.close()));
  });

  const logIn = () =>
    login.save({ token: TOKEN, obtainedAt: now(), expiresAt: new Date(Date.now() + 60_000) });

  function client(options: Partial<FlattradeClientOptions> = {}): FlattradeClient {
    const made = new FlattradeClient({
      credentials,
      login,
      budget,
      health,
      signing: new SessionSigning(credentials, `${server.url}/trade/apitoken`),
      ampersand: 'json',
      restUrl: `${server.url}/PiConnectAPI`,
      timeoutMs: 500,
      connections: 2,
      now,
      loginUrl: 'https://login.example/?app_key=K1',
      ...options,
    });
    clients.push(made);
    return made;
  }

  const terms = (sendBy: Date) => ({ sendBy, isStillAllowed: () => true });
  const place = (fields = {}, made = client()) =>
    made.order('order', 'PlaceOrder', fields, terms(soon()));
  const faultIn = (call: Promise<unknown>): Promise<BrokerFault> =>
    call.then(
      () => Promise.reject(new Error('no fault')),
      (error: unknown) => error as BrokerFault,
    );

  describe('on the wire', () => {
    test('a call is raw jData and jKey, below the path of the address', async () => {
      await place({ uid: 'FT012345', qty: '65', trgprc: undefined });

      const [{ method, path, headers, text }] = server.received;
      expect(`${method} ${path}`).toBe('POST /PiConnectAPI/PlaceOrder');
      expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
      expect(text).toBe(`jData={"uid":"FT012345","qty":"65"}&jKey=${TOKEN}`);
    });

    test.each([
      ['json', '{"tsym":"M\\u0026M-EQ"}'],
      ['percent', '{"tsym":"M%26M-EQ"}'],
    ] as const)('an ampersand in %s', async (ampersand, jData) => {
      await place({ tsym: 'M&M-EQ' }, client({ ampersand }));

      expect(server.received[0].text).toBe(`jData=${jData}&jKey=${TOKEN}`);
    });

    test('in the older scheme the key signs the bytes sent', async () => {
      await place({ uid: 'U1' }, client({ signing: new HmacSigning(credentials, server.url) }));

      expect(server.received[0].text).toBe(
        'jData={"uid":"U1"}&jKey=d5d3410ac4a4c8ab47f5e8744cf7cb3a2bb48944711071076c3f968c5d5e7ff7',
      );
    });

    test('any text comes back, and no ampersand splits it', () => {
      const fields = fc.dictionary(
        fc.stringMatching(/^[a-z]{1,8}$/),
        fc.string({ unit: 'binary' }),
      );
      fc.assert(
        fc.property(fields, (given) => {
          const jData = encodeJData(given, 'json');
          expect(jData).not.toContain('&');
          expect(JSON.parse(jData)).toEqual({ ...given });
        }),
      );
    });
  });

  describe('orders', () => {
    test('a success is the object of the answer', async () => {
      expect(await place()).toEqual({ stat: 'Ok', norenordno: '1' });
      expect(budget.taken).toEqual(['order']);
    });

    test.each<[string, Reaction, Partial<BrokerFault>]>([
      ['no', answer(200, no('Invalid Trading Symbol')), { faultClass: 'rejected' }],
      ['an unlisted refusal', answer(200, no('House rule 7')), { faultClass: 'rejected' }],
      ['a refusal in a 400', answer(400, no('House rule 7')), { faultClass: 'rejected' }],
      [
        'a refusal in a 500',
        answer(500, no('jData is not valid json object')),
        { faultClass: 'rejected' },
      ],
      ['an unlisted refusal in a 500', answer(500, no('oops')), { faultClass: 'unknown' }],
      ['a refusal without a text', answer(200, { stat: 'Not_Ok' }), { faultClass: 'unknown' }],
      ['no session', answer(200, EXPIRED), { faultClass: 'reauthenticate' }],
      ['a limit', answer(200, no(LIMIT)), { faultClass: 'rateLimited', retryAfterMs: 2_000 }],
      ['429', answer(429, ''), { faultClass: 'rateLimited', retryAfterMs: 2_000 }],
      [
        '429 with a Retry-After',
        answer(429, '', { 'retry-after': '3' }),
        { faultClass: 'rateLimited', retryAfterMs: 3_000 },
      ],
      ['Server Timeout', answer(200, no('Server Timeout :  ')), { faultClass: 'unknown' }],
      ['503', answer(503, '<html>'), { faultClass: 'unknown' }],
      ['no JSON', answer(200, 'nonsense'), { faultClass: 'unknown' }],
      ['nothing', answer(200, ''), { faultClass: 'unknown' }],
      ['an empty list', answer(200, '[]'), { faultClass: 'unknown' }],
      ['null', answer(200, 'null'), { faultClass: 'unknown' }],
      ['no stat', answer(200, {}), { faultClass: 'unknown' }],
      ['a redirection', answer(302, { stat: 'Ok' }), { faultClass: 'unknown' }],
      ['a dropped connection', hangUp, { faultClass: 'unknown' }],
      ['silence', neverAnswer, { faultClass: 'unknown' }],
    ])('%s', async (_name, reaction, fault) => {
      server.reaction = reaction;

      expect(await faultIn(place())).toMatchObject(fault);
      expect(server.received).toHaveLength(1);
    });

    test('an ended session is removed, and nothing more is sent', async () => {
      server.reaction = answer(200, EXPIRED);
      const made = client();
      await faultIn(place({}, made));

      expect(login.state).toBe('loginNeeded');
      expect(await faultIn(place({}, made))).toMatchObject({
        faultClass: 'reauthenticate',
        remedy: 'Log in at https://login.example/?app_key=K1',
      });
      expect(server.received).toHaveLength(1);
      expect(budget.taken).toHaveLength(1);
    });

    test.each([
      ['text', answer(200, no(LIMIT)), 2_000],
      ['429', answer(429, '', { 'retry-after': '4' }), 4_000],
    ])('a limit makes the session back off: %s', async (_name, reaction, pauseMs) => {
      server.reaction = reaction;
      await faultIn(place());

      expect(budget.backedOff).toEqual([pauseMs]);
    });

    test('without room in the limits nothing is sent', async () => {
      budget.delay = 700;

      expect(await faultIn(place())).toMatchObject({ faultClass: 'retryLater', retryAfterMs: 700 });
      expect(server.received).toHaveLength(0);
    });

    test('after the send-by time nothing is sent', async () => {
      const late = client().order('order', 'PlaceOrder', {}, terms(new Date(Date.now() - 1)));

      expect(await faultIn(late)).toMatchObject({ faultClass: 'retryLater' });
      expect(server.received).toHaveLength(0);
      expect(health.current.up).toBe(true);
    });

    test('nobody listening: certainly not sent, and the link is down', async () => {
      await server.stop();

      expect(await faultIn(place())).toMatchObject({ faultClass: 'retryLater' });
      expect(health.current.up).toBe(false);
    });

    test('an outcome stands even if the store cannot be told', async () => {
      budget.backOff = () => Promise.reject(new Error('no Redis'));
      server.reaction = answer(429, '');

      expect(await faultIn(place())).toMatchObject({ faultClass: 'rateLimited' });
    });
  });

  describe('questions', () => {
    const rows = (made = client()) => made.rows('OrderBook', { uid: 'FT012345' });

    test.each([
      ['a bare list', [{ a: '1' }], [{ a: '1' }]],
      ['the older shape', { stat: 'Ok', data: [{ a: '1' }] }, [{ a: '1' }]],
      ['no data', no('Error Occurred : 5 "no data"'), []],
      ['no data, in the other words', no('No Data :  '), []],
    ])('%s', async (_name, body, expected) => {
      server.reaction = answer(200, body);

      expect(await rows()).toEqual(expected);
      expect(budget.taken).toEqual(['read']);
    });

    test.each<[string, Reaction, Partial<BrokerFault>]>([
      ['no session', answer(200, EXPIRED), { faultClass: 'reauthenticate' }],
      ['Server Timeout', answer(200, no('Server Timeout :  ')), { faultClass: 'unknown' }],
      ['no data of a failing server', answer(500, no('no data')), { faultClass: 'rejected' }],
      ['an object', answer(200, { stat: 'Ok' }), { faultClass: 'unknown' }],
      ['a list of texts', answer(200, '["x"]'), { faultClass: 'unknown' }],
      ['a list in a 500', answer(500, '[]'), { faultClass: 'unknown' }],
      ['no JSON', answer(200, 'nonsense'), { faultClass: 'unknown' }],
      ['a dropped connection', hangUp, { faultClass: 'retryLater' }],
    ])('%s is not an empty list', async (_name, reaction, fault) => {
      server.reaction = reaction;

      expect(await faultIn(rows())).toMatchObject(fault);
    });

    test('a failure does not change the health of the link', async () => {
      server.reaction = answer(500, '');
      for (let time = 0; time < 12; time += 1) await faultIn(rows());

      expect(health.current.up).toBe(true);
    });
  });

  test('ten lost answers in a row bring the link down', async () => {
    server.reaction = answer(500, '');
    const made = client();
    for (let time = 0; time < 10; time += 1) await faultIn(place({}, made));

    expect(health.current.up).toBe(false);
  });

  describe('the code of the login page', () => {
    test('is exchanged at the token’s own address', async () => {
      server.reaction = answer(200, { token: TOKEN, client: 'FT012345', stat: 'Ok', emsg: '' });

      expect(await client().exchangeCode('C1')).toMatchObject({ token: TOKEN });
      expect(server.received).toMatchObject([
        { path: '/trade/apitoken', headers: { 'content-type': 'application/json' } },
      ]);
      expect(server.received[0].body.request_code).toBe('C1');
    });

    test('may be answered with status instead of stat', async () => {
      server.reaction = answer(200, { token: TOKEN, client: 'FT012345', status: 'Ok' });

      expect(await client().exchangeCode('C1')).toMatchObject({ token: TOKEN });
    });

    test('may be refused', async () => {
      server.reaction = answer(200, no('Invalid Input : Invalid App Key'));

      expect(await faultIn(client().exchangeCode('C1'))).toMatchObject({
        faultClass: 'rejected',
        brokerText: 'Invalid Input : Invalid App Key',
      });
    });
  });

  test('any answer satisfies a probe', async () => {
    server.reaction = answer(500, '');

    await client().probe();
    expect(server.received[0].path).toBe('/PiConnectAPI/UserDetails');
  });

  test('no fault reveals a secret', async () => {
    for (const reaction of [answer(500, ''), answer(200, EXPIRED), hangUp]) {
      server.reaction = reaction;
      await logIn();
      const fault = await faultIn(place());
      expect(`${fault.message} ${fault.stack}`).not.toMatch(/the-secret-token|S1/);
    }
  });
});

function no(emsg: string) {
  return { request_time: '10:02:11 14-10-2026', stat: 'Not_Ok', emsg };
}
