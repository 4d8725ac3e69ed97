import { request } from 'undici';
import {
  flattradeAccount,
  FlattradeClient,
  orderFields,
  sha256,
  type NorenReply,
} from '../testing/flattrade-client';
import { Harness } from '../testing/harness';

let sim: Harness;
beforeAll(async () => {
  const brokers = [flattradeAccount(), flattradeAccount(undefined, 'FT2')];
  sim = await Harness.start(1, { brokers, limitFactor: 1_000 });
});
afterAll(() => sim.stop());
afterEach(async () => {
  await sim.call('DELETE', '/control');
  await sim.call('DELETE', '/ledger');
});

const over = { stat: 'Not_Ok', emsg: 'Session Expired :  Invalid Session Key' };
const noData = { stat: 'Not_Ok', emsg: 'Error Occurred : 5 "no data"' };

describe('the login page', () => {
  it('redirects a user who consents, with a code and the client', async () => {
    const { statusCode, headers } = await request(`${sim.url}/flattrade/auth?app_key=key-of-FT1`);
    expect(statusCode).toBe(302);
    expect(headers.location).toMatch(
      /^http:\/\/127\.0\.0\.1:9\/callback\?code=[0-9a-f]{32}&client=FT1$/,
    );
  });

  it('knows no other key', async () => {
    expect((await sim.call('GET', '/flattrade/auth?app_key=other')).status).toBe(400);
  });
});

describe('the token endpoint', () => {
  const exchange = async (body: object): Promise<object> =>
    JSON.parse((await sim.call('POST', '/flattrade/trade/apitoken', body)).text) as object;

  it.each([
    ['other', 'secret-of-FT1', 'Invalid Input : Invalid App Key'],
    ['key-of-FT1', 'guessed', 'Invalid Input : Invalid API Secret'],
  ])('refuses key %s with secret %s', async (key, secret, emsg) => {
    const code = await FlattradeClient.code(sim);
    const fields = { api_key: key, request_code: code, api_secret: sha256(key + code + secret) };
    expect(await exchange(fields)).toEqual({ stat: 'Not_Ok', emsg });
  });

  it('refuses a code that was used', async () => {
    const code = await FlattradeClient.code(sim);
    const api_secret = sha256(`key-of-FT1${code}secret-of-FT1`);
    const fields = { api_key: 'key-of-FT1', request_code: code, api_secret };
    expect(await exchange(fields)).toMatchObject({ stat: 'Ok' });
    const emsg = 'Invalid Input : Invalid Request Code';
    expect(await exchange(fields)).toEqual({ stat: 'Not_Ok', emsg });
  });

  it('refuses invalid JSON', async () => {
    const { text } = await sim.call('POST', '/flattrade/trade/apitoken', 'api_key=K');
    expect(JSON.parse(text)).toMatchObject({ stat: 'Not_Ok' });
  });
});

describe('a call', () => {
  let client: FlattradeClient;
  beforeEach(async () => {
    client = await FlattradeClient.logIn(sim);
  });

  it.each([['application/json'], ['application/x-www-form-urlencoded'], ['text/plain']])(
    'is read from a body of type %s',
    async (type) => {
      const { body } = await request(`${sim.url}/flattrade/PiConnectAPI/Limits`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: `jData={"uid":"FT1","actid":"FT1"}&jKey=${client.token}`,
      });
      expect(await body.json()).toMatchObject({
        stat: 'Ok',
        request_time: expect.stringMatching(/^\d\d:\d\d:\d\d \d\d-\d\d-\d{4}$/),
      });
    },
  );

  it.each([
    ['jData=%7B%22uid%22%3A%22FT1%22%7D', 400, 'Invalid Input : jData is not valid json object'],
    ['jData={"uid":"FT1","tsym":"M&M"}', 400, 'Invalid Input : jData is not valid json object'],
    ['jData=["FT1"]', 400, 'Invalid Input : jData is not valid json object'],
    ['data={}', 200, 'Invalid Input : Missing jData'],
    ['', 200, 'Invalid Input : Missing jData'],
    [
      'jData={"uid":1}',
      200,
      'Invalid Input : One or more input parameters are not in string format',
    ],
    ['jData={}', 200, 'Invalid Input : uid is Missing'],
  ])('is refused with body %s', async (body, status, emsg) => {
    const answer = await client.send('OrderBook', `${body}&jKey=${client.token}`);
    expect(answer).toMatchObject({ status, json: { stat: 'Not_Ok', emsg } });
  });

  it('is refused for an unknown name', async () => {
    expect(await client.call('TopList')).toMatchObject({
      emsg: 'Error Occurred : 1 "unknown request"',
    });
  });

  it.each(['/OrderBook', '//OrderBook', 'OrderBook/'])('is served under %s', async (name) => {
    expect(await client.call(name)).toMatchObject(noData);
  });

  it.each([
    ['POST', '/flattrade'],
    ['POST', '/flattrade/PiConnectTP/OrderBook'],
    ['GET', '/flattrade/PiConnectAPI/OrderBook'],
    ['PUT', '/flattrade//PiConnectAPI/Order/Book'],
  ])("answers %s %s, which is not served, in the broker's envelope", async (method, path) => {
    const { json } = await sim.call(method, path);
    expect(json).toEqual({
      request_time: expect.any(String),
      stat: 'Not_Ok',
      emsg: 'Error Occurred : 1 "unknown request"',
    });
  });

  it('has no session with another token, another user, after a logout or a new login', async () => {
    expect(await new FlattradeClient(sim, 'guessed').call('OrderBook')).toMatchObject(over);
    expect(await client.call('OrderBook', { uid: 'FT2' })).toMatchObject(over);
    expect(await client.call('OrderBook', { uid: 'nobody' })).toMatchObject(over);
    const next = await FlattradeClient.logIn(sim);
    expect(await client.call('OrderBook')).toMatchObject(over);
    expect(await next.call('OrderBook')).toMatchObject(noData);
    expect(await next.call('Logout')).toMatchObject({ stat: 'Ok' });
    expect(await next.call('OrderBook')).toMatchObject(over);
  });

  it("sees nothing of another account's orders", async () => {
    const other = await FlattradeClient.logIn(sim, 'FT2');
    const { norenordno } = await client.place();
    expect(await other.call('OrderBook')).toMatchObject(noData);
    expect(await other.call('SingleOrdHist', { norenordno })).toMatchObject(noData);
    expect(await other.call('CancelOrder', { norenordno })).toMatchObject({
      emsg: 'Rejected : ORA:Order not found to Cancel',
    });
  });

  it('cannot be signed in a session that was not opened for it', async () => {
    expect(await client.callSigned('OrderBook')).toMatchObject(over);
  });
});

describe('calls that are signed', () => {
  const quickAuth = async (fields: Record<string, string>): Promise<NorenReply> => {
    const { body } = await request(`${sim.url}/flattrade/PiConnectAPI/QuickAuth`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
    return (await body.json()) as NorenReply;
  };
  const fieldsFor = (code: string, secret: string): Record<string, string> => ({
    api_key: 'key-of-FT1',
    request_token: code,
    checksum: sha256(`api_key=key-of-FT1&request_token=${code}&api_secret=${secret}`),
  });
  let client: FlattradeClient;
  beforeEach(async () => {
    const code = await FlattradeClient.code(sim);
    const reply = await quickAuth(fieldsFor(code, 'secret-of-FT1'));
    expect(reply).toMatchObject({ stat: 'Ok', client: 'FT1', requestTime: expect.any(String) });
    client = new FlattradeClient(sim, reply.token ?? '');
  });

  it('need a login with the right checksum', async () => {
    const code = await FlattradeClient.code(sim);
    expect(await quickAuth(fieldsFor(code, 'guessed'))).toMatchObject({ stat: 'Not_Ok' });
    expect(await quickAuth({})).toMatchObject({ stat: 'Not_Ok' });
  });

  it('may place market orders and get answers in their own shapes', async () => {
    const market = orderFields({
      tsym: 'NIFTY21AUG25C24500',
      exch: 'NFO',
      prctyp: 'MKT',
      prc: '0',
    });
    const placed = await client.callSigned('PlaceOrder', { ...market, prd: 'M' });
    expect(placed).toEqual({
      stat: 'Ok',
      norenordno: expect.any(String),
      requestTime: expect.any(String),
    });
    await sim.quiet();
    for (const call of ['OrderBook', 'TradeBook', 'PositionBook']) {
      expect(await client.callSigned(call)).toMatchObject({
        stat: 'Ok',
        data: expect.arrayContaining([expect.objectContaining({ tsym: 'NIFTY21AUG25C24500' })]),
      });
    }
    const { data } = await client.callSigned<{ data: NorenReply[] }>('PositionBook');
    expect(data).toMatchObject([{ netqty: '10', lp: expect.any(String) }]);
    expect(await client.callSigned('Limits')).toHaveProperty('requestTime');
  });

  it('modify and cancel with only the fields that they need', async () => {
    await sim.call('PUT', '/control', { behaviour: 'rest' });
    const { norenordno } = await client.callSigned('PlaceOrder', orderFields({ exch: 'NFO' }));
    const change = { norenordno, exch: 'NFO', prc: '101.5' };
    expect(await client.callSigned('ModifyOrder', change)).toMatchObject({ result: norenordno });
    const { data } = await client.callSigned<{ data: NorenReply[] }>('OrderBook');
    expect(data).toMatchObject([{ prc: '101.50', qty: '10', prctyp: 'LMT' }]);
    expect(await client.callSigned('CancelOrder', { norenordno })).toMatchObject({ stat: 'Ok' });
  });

  it('get empty lists', async () => {
    expect(await client.callSigned('OrderBook')).toEqual({ stat: 'Ok', data: [] });
  });

  it('are refused with another signature', async () => {
    const body = `jData={"uid":"FT1"}&jKey=${sha256('guessed')}`;
    expect((await client.send('OrderBook', body)).json).toMatchObject(over);
  });

  it('may carry the token instead, and then get ordinary answers', async () => {
    expect(await client.call('OrderBook')).toMatchObject(noData);
    expect(await client.place({ prctyp: 'MKT' })).toMatchObject({ stat: 'Not_Ok' });
  });
});
