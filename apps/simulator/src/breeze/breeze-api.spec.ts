import { request } from 'undici';
import { breezeAccount, BreezeClient, sharesOrder } from '../testing/breeze-client';
import { FixedClock } from '../testing/fixed-clock';
import { Harness } from '../testing/harness';

let sim: Harness;
const clock = new FixedClock(new Date());
beforeAll(async () => {
  const brokers = [breezeAccount(), breezeAccount(undefined, 'EFGH5678')];
  sim = await Harness.start(1, { brokers, limitFactor: 1_000 }, clock);
});
afterAll(() => sim.stop());

const AppKey = 'key+of=ABCD1234';
const notAuthentic = {
  status: 401,
  json: { Success: null, Status: 5, Error: 'Authentication Fail :: Invalid Checksum.' },
};

describe('the login page', () => {
  it('redirects a user who consents, with an API session', async () => {
    const key = encodeURIComponent(AppKey);
    const page = `${sim.url}/breeze/apiuser/login?api_key=${key}`;
    const { statusCode, headers } = await request(page);
    expect(statusCode).toBe(302);
    expect(headers.location).toMatch(
      /^http:\/\/127\.0\.0\.1:9\/callback\?apisession=[0-9a-f]{32}$/,
    );
  });

  it('knows no other key', async () => {
    expect((await sim.call('GET', '/breeze/apiuser/login?api_key=other')).status).toBe(400);
  });
});

describe('GET customerdetails', () => {
  const details = (SessionToken: string, key = AppKey) =>
    BreezeClient.customerDetails(sim, { SessionToken, AppKey: key });

  it('gives the same session each time it is asked for', async () => {
    const apiSession = await BreezeClient.apiSession(sim);
    const first = await details(apiSession);
    expect(first).toMatchObject({
      Success: {
        idirect_userid: 'ABCD1234',
        exg_status: { NSE: 'O' },
        segments_allowed: { Trading: 'Y' },
      },
      Status: 200,
      Error: null,
    });
    const token = Buffer.from(String(first.Success.session_token), 'base64').toString();
    expect(token).toMatch(/^ABCD1234:\d{9,12}$/);
    const second = await details(apiSession);
    expect(second.Success.session_token).toBe(first.Success.session_token);
    await BreezeClient.logIn(sim);
    expect(await details(apiSession)).toMatchObject({ Error: 'Resource not available.' });
  });

  it('refuses unknown keys and sessions', async () => {
    const apiSession = await BreezeClient.apiSession(sim);
    const error = (text: string) => ({ Success: null, Status: 500, Error: text });
    expect(await details('guessed')).toEqual(error('Invalid session.'));
    expect(await details(apiSession, 'other')).toEqual(error('Public Key does not exist.'));
    expect(await details(apiSession, 'key+of=EFGH5678')).toEqual(error('Invalid session.'));
    clock.advance(5 * 60_000 + 1);
    expect(await details(apiSession)).toEqual(error('Resource not available.'));
  });
});

describe('a call', () => {
  let client: BreezeClient;
  beforeEach(async () => {
    client = await BreezeClient.logIn(sim);
  });
  const funds = (headers: Record<string, string>, body = '{}') =>
    client.send('GET', 'funds', body, headers);
  const signed = (body = '{}', offMs = 0) =>
    client.headers(body, new Date(clock.now().getTime() + offMs));

  it.each([0, 59_000, -59_000])('may have a clock that is %d ms off', async (offMs) => {
    expect(await funds(signed('{}', offMs))).toMatchObject({ status: 200, json: { Status: 200 } });
  });

  it.each([
    ['a clock too far ahead', (): object => signed('{}', 62_000)],
    ['a clock too far behind', (): object => signed('{}', -62_000)],
    ['another body', (): object => signed('{ }')],
    ['another key', (): object => ({ ...signed(), 'X-AppKey': 'other' })],
    ['another session', (): object => ({ ...signed(), 'X-SessionToken': 'QUJDRDEyMzQ6MQ==' })],
    ['another timestamp', (): object => ({ ...signed(), 'X-Timestamp': 'today' })],
    [
      'a checksum without its prefix',
      (): object => ({ ...signed(), 'X-Checksum': signed()['X-Checksum']?.slice(6) ?? '' }),
    ],
    ['no headers', (): object => ({ 'Content-Type': 'application/json' })],
  ])('is refused with %s', async (_name, headers) => {
    expect(await funds(headers() as Record<string, string>)).toMatchObject(notAuthentic);
  });

  it('has no session after the next login', async () => {
    await BreezeClient.logIn(sim);
    expect(await funds(signed())).toMatchObject(notAuthentic);
  });

  it('is refused for an unknown name or method', async () => {
    const status = async (method: 'GET' | 'POST' | 'PATCH', path: string) => {
      const answer = await client.send(method, path, '{}', signed());
      expect(answer.json).toEqual({
        Success: null,
        Status: answer.status,
        Error: expect.any(String),
      });
      return answer.status;
    };
    expect(await status('GET', 'mutualfunds')).toBe(404);
    expect(await status('GET', 'order/list')).toBe(404);
    expect(await status('GET', '../../v3/order')).toBe(404);
    expect(await status('POST', 'trades')).toBe(405);
    expect(await status('POST', 'customerdetails')).toBe(405);
    expect(await status('PATCH', 'order')).toBe(405);
  });

  it.each(['/funds', 'funds/'])('is served under %s', async (path) => {
    const { json } = await client.send('GET', path, '{}', signed());
    expect(json).toMatchObject({ Status: 200 });
  });

  it.each(['[]', 'order', ''])('is refused with body %j', async (body) => {
    const { json } = await client.send('GET', 'order', body, signed(body));
    expect(json).toMatchObject({ Status: 500, Error: 'Resource not available.' });
  });

  it("sees nothing of another account's orders", async () => {
    const other = await BreezeClient.logIn(sim, 'EFGH5678');
    const body = JSON.stringify(sharesOrder());
    const { json } = await client.send('POST', 'order', body, signed(body));
    const asked = JSON.stringify({ exchange_code: 'NSE', order_id: json.Success.order_id });
    const headers = other.headers(asked, clock.now());
    expect((await other.send('GET', 'order', asked, headers)).json.Error).toBe('No Data Found');
  });
});
