import { BrokerFault, type FaultClass } from '../broker/broker-fault';
import { type BreezeCallPurpose, saysNoData, successOf } from './breeze-errors';

const NOW = new Date('2026-10-14T04:30:15Z');

const http = (status: number, text: string, retryAfterMs: number | null = null) => ({
  status,
  text,
  retryAfterMs,
});

const envelope = (Status: number | string, Error: string | null, Success: unknown = null) =>
  JSON.stringify({ Success, Status, Error });

function faultOf(answer: ReturnType<typeof http>, purpose: BreezeCallPurpose = 'order') {
  try {
    successOf(answer, purpose, NOW);
  } catch (fault) {
    return fault as BrokerFault;
  }
  throw new Error('no fault');
}

describe('successOf', () => {
  test('is decided by the inner Status, whatever the outer one', () => {
    expect(successOf(http(500, envelope(200, null, { a: 'b' })), 'read', NOW)).toEqual({ a: 'b' });
    expect(successOf(http(200, envelope(200, '', [])), 'read', NOW)).toEqual([]);
  });

  test('keeps every digit of a number as text', () => {
    const text = '{"Success":{"strike_price":25000.10,"big":12345678901234567890},"Status":200}';
    expect(successOf(http(200, text), 'read', NOW)).toEqual({
      strike_price: '25000.10',
      big: '12345678901234567890',
    });
  });

  const TEXTS: [string, BreezeCallPurpose, FaultClass, number | null][] = [
    ['Limit exceed: API call per minute:Try after some time', 'order', 'rateLimited', 45_000],
    ['Limit exceed: API call per minute:Try after some time', 'read', 'rateLimited', 45_000],
    ['Limit exceed: API call per day: Try tomorrow', 'order', 'rateLimited', 50_385_000],
    ['Limit exceed: orders per second', 'order', 'rateLimited', null],
    ['Authentication Fail :: Invalid Checksum.', 'order', 'reauthenticate', null],
    ['Authentication Fail :: Invalid User.', 'read', 'reauthenticate', null],
    ['Resource not available.', 'login', 'reauthenticate', null],
    ['Resource not available.', 'order', 'unknown', null],
    ['Resource not available', 'read', 'unknown', null],
    ['Invalid session.', 'login', 'reauthenticate', null],
    ['Public Key does not exist.', 'login', 'reauthenticate', null],
    ['Internal Server Error', 'order', 'unknown', null],
    ['Request timed out', 'order', 'unknown', null],
    ['No Data Found', 'order', 'rejected', null],
    ['Price should be in multiples of: 0.05', 'order', 'rejected', null],
    ['Order has already been executed and cannot be modified.', 'order', 'rejected', null],
    ['Stock-Code cannot be empty', 'order', 'rejected', null],
    ["Product should be either 'futures', 'options' or 'cash'", 'order', 'rejected', null],
    ['Insufficient limit: margin required Rs 5', 'order', 'rejected', null],
  ];

  test.each(TEXTS)('%s on %s: %s', (text, purpose, faultClass, retryAfterMs) => {
    for (const [outer, inner] of [
      [200, 5],
      [200, 500],
      [401, 5],
    ]) {
      // An unknown text under HTTP 401 is about access, whatever it says.
      if (outer === 401 && text.startsWith('Insufficient')) continue;
      expect(faultOf(http(outer, envelope(inner, text)), purpose)).toMatchObject({
        faultClass,
        retryAfterMs,
        brokerText: text,
      });
    }
  });

  test.each(TEXTS.filter(([text]) => !text.startsWith('Insufficient')))(
    'has a remedy for: %s on %s',
    (text, purpose) => {
      expect(faultOf(http(200, envelope(5, text)), purpose).remedy).not.toBeNull();
    },
  );

  test.each([
    [http(401, envelope(5, 'Something about you')), 'reauthenticate'],
    [http(403, envelope(403, 'Something about your address')), 'reauthenticate'],
    [http(429, envelope(429, 'Something about calls')), 'rateLimited'],
    [http(200, envelope(503, 'Something happened')), 'unknown'],
    [http(502, envelope(500, 'Something happened')), 'unknown'],
    [http(200, envelope(408, 'Something happened')), 'unknown'],
    [http(200, envelope(500, null)), 'unknown'],
    [http(200, envelope(500, '')), 'unknown'],
  ])('unknown texts: %j', (answer, faultClass) => {
    expect(faultOf(answer).faultClass).toBe(faultClass);
  });

  test.each([
    [401, 'reauthenticate'],
    [403, 'reauthenticate'],
    [429, 'rateLimited'],
    [404, 'rejected'],
    [405, 'rejected'],
    [408, 'unknown'],
    [500, 'unknown'],
    [502, 'unknown'],
    [503, 'unknown'],
    [200, 'unknown'],
  ])('HTTP %i without an envelope: %s', (status, faultClass) => {
    for (const text of ['', '<html>429 Too Many Requests</html>', '{"Success":', '[]', '"ok"']) {
      expect(faultOf(http(status, text)).faultClass).toBe(faultClass);
    }
  });

  test('a pause that the broker names takes precedence', () => {
    expect(faultOf(http(429, '', 3_000)).retryAfterMs).toBe(3_000);
    expect(faultOf(http(401, envelope(5, 'Limit exceed: x'), 3_000)).retryAfterMs).toBe(3_000);
    expect(faultOf(http(429, '')).retryAfterMs).toBe(45_000);
  });

  test('no data is recognised', () => {
    expect(saysNoData(faultOf(http(200, envelope(500, 'No Data Found'))))).toBe(true);
    expect(saysNoData(faultOf(http(200, envelope(500, 'Data Found'))))).toBe(false);
  });
});
