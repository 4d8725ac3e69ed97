import { LinkStatusStore } from '@ome/persistence';
import { Clock } from '@ome/engine';
import { BrokerCredentials } from '@ome/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createSimulator } from '../../../simulator/src/create-simulator';
import { readSimulatorConfig } from '../../../simulator/src/simulator.config';
import { newOrder, TestApi } from '../testing/test-api';

const SESSION = { userId: 'FT012345', apiKey: 'key-of-spec', apiSecret: 'secret-of-spec' };
const NOBODY = 'http://127.0.0.1:9/callback';
const { callbackSignature } = new BrokerCredentials(
  'FT012345',
  'key-of-spec',
  'secret-of-spec',
  null,
);
const callback = (link: string, account = '42') =>
  `/links/${link}/${account}/callback/${callbackSignature}`;

describe('links and broker sessions', () => {
  let simulator: NestFastifyApplication;
  let url: string;
  let api: TestApi;
  let environment: Record<string, string>;

  beforeAll(async () => {
    const accounts = [{ ...SESSION, redirectUrl: NOBODY }];
    simulator = await createSimulator(
      readSimulatorConfig(
        {
          SIMULATOR_BROKERS: JSON.stringify({ flattrade: accounts, breeze: accounts }),
          SIMULATOR_STREAM_PORT: '0',
          SIMULATOR_FIX_PORT: '0',
          SIMULATOR_MARKET: 'off',
        },
        ['flattrade', 'breeze'],
      ),
    );
    await simulator.listen(0, '127.0.0.1');
    url = await simulator.getUrl();
    for (const broker of ['flattrade', 'breeze']) {
      await simulator.inject({
        method: 'PUT',
        url: `/control/brokers/${broker}`,
        payload: { user: 'absent' },
      });
    }
    environment = {
      FLATTRADE_ACCOUNTS: JSON.stringify([{ ...SESSION, accounts: ['42'] }]),
      FLATTRADE_REST_URL: `${url}/flattrade/PiConnectAPI`,
      FLATTRADE_LOGIN_URL: `${url}/flattrade/auth`,
      FLATTRADE_TOKEN_URL: `${url}/flattrade/trade/apitoken`,
      BREEZE_ACCOUNTS: JSON.stringify([{ ...SESSION, accounts: ['*'] }]),
      BREEZE_REST_URL: `${url}/breeze/breezeapi/api/v1`,
      BREEZE_LOGIN_URL: `${url}/breeze/apiuser/login`,
      RELAY_WAIT_MS: '300',
    };
    api = await TestApi.start(environment);
  });
  afterAll(async () => {
    await api.stop();
    await simulator.close();
  });

  /** The code that the login page sends the account's owner back with. */
  async function codeOf(link: string): Promise<string> {
    const { body } = await api.get('/links');
    const { login } = body.items.find((item: { link: string }) => item.link === link);
    const page = await fetch(login.url as string, { redirect: 'manual' });
    return new URL(page.headers.get('location')!).search;
  }

  test('lists every link and session with where to log in, and no secret', async () => {
    const { body, text } = await api.get('/links');
    expect(body.items).toMatchObject([
      { link: 'rest', session: null, login: null },
      { link: 'flattrade', session: 'FT012345', accounts: ['42'] },
      { link: 'breeze', session: 'FT012345', accounts: null },
    ]);
    expect(body.items[1].login).toMatchObject({ state: 'loginNeeded' });
    expect(text).not.toContain(SESSION.apiSecret);
  });

  test('shows each worker’s view of a session', async () => {
    const said = { link: 'breeze-FT012345', worker: 'w1', lastError: null, stream: null };
    const learned = { ...said, login: 'loggedIn', dedupe: 'tagged' as const };
    const [since, reportedAt] = [new Date(0), new Date()];
    await api.app.get(LinkStatusStore).report({ ...learned, up: true, since, reportedAt });
    const { items } = (await api.get('/links')).body;
    expect(items[2].workers).toEqual([{ ...learned, state: 'up', since: since.toISOString() }]);
  });

  test('without a login the books cannot be read, and the answer says what to do', async () => {
    const { status, body } = await api.get('/links/flattrade/accounts/42/orders');
    expect(status).toBe(503);
    expect(body.detail).toMatch(/log in/i);
  });

  test.each(['flattrade', 'breeze'])(
    'logs in at %s with the code of its login page',
    async (link) => {
      const { status, text } = await api.get(`${callback(link)}${await codeOf(link)}`);
      expect([status, text]).toEqual([200, expect.stringContaining(`Logged in at ${link}`)]);
      for (const book of ['orders', 'trades', 'positions', 'holdings', 'limits']) {
        const answer = await api.get(`/links/${link}/accounts/42/${book}`);
        expect([book, answer.status]).toEqual([book, 200]);
      }
      const stored = await api.store.collection('broker_tokens').find().toArray();
      expect(stored.length).toBeGreaterThan(0);
      expect(JSON.stringify(stored)).not.toContain('token"');
    },
  );

  test('a code that the broker refuses gives no login', async () => {
    const { status, body } = await api.get(`${callback('flattrade')}?code=made-up`);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.detail).toBeTruthy();
    expect((await api.get(callback('flattrade'))).status).toBe(400);
  });

  test('ops log in with a code that somebody copied, and see where it comes back to', async () => {
    const { items } = (await api.get('/links')).body;
    expect(items[1].login.callbackPath).toBe(callback('flattrade', 'FT012345'));
    const code = new URLSearchParams(await codeOf('flattrade')).get('code');
    const { status, text } = await api.post('/links/flattrade/accounts/42/login', { code });
    expect([status, text]).toEqual([200, expect.stringContaining('Logged in at flattrade')]);
  });

  test('a session goes on with its token while its secret is replaced, under a new redirect URL', async () => {
    const sessions = [{ ...SESSION, apiSecret: 'the-next-secret', accounts: ['42'] }];
    const next = { ...environment, FLATTRADE_ACCOUNTS: JSON.stringify(sessions) };
    const other = await TestApi.start(next, api.store);
    const [{ login }] = (await other.get('/links')).body.items.slice(1);
    expect(login).toMatchObject({ state: 'loggedIn' });
    expect(login.callbackPath).not.toBe(callback('flattrade', 'FT012345'));
    for (const each of [api, other]) {
      expect((await each.get('/links/flattrade/accounts/42/orders')).status).toBe(200);
    }
    expect((await other.get(`${callback('flattrade')}?code=x`)).status).toBe(404);
    expect((await other.get(`${login.callbackPath}?code=x`)).status).not.toBe(404);
    await other.stop();
  });

  test('strangers call nobody back, ask no broker and leave nothing in the audit', async () => {
    const ledger = async () => (await simulator.inject({ method: 'GET', url: '/ledger' })).body;
    const before = [await ledger(), await api.store.collection('audit_entries').countDocuments()];
    for (const path of [
      '/links/flattrade/42/callback?code=x',
      `/links/flattrade/42/callback/${'A'.repeat(32)}?code=x`,
      `/links/breeze/FT012345/callback/x?apisession=x`,
    ]) {
      expect([path, (await api.get(path)).status]).toEqual([path, 404]);
      const form = { API_Session: 'x' };
      // Where there is no such route, no form is taken either.
      expect([404, 415]).toContain((await api.call('POST', path, { form })).status);
    }
    const after = [await ledger(), await api.store.collection('audit_entries').countDocuments()];
    expect(after).toEqual(before);
  });

  test('codes are tried five times a minute, whatever the session may call beside', async () => {
    const now = jest.spyOn(api.app.get(Clock), 'now');
    now.mockReturnValue(new Date(Date.now() + 3_600_000));
    const tries: number[] = [];
    for (let each = 0; each < 7; each += 1) {
      tries.push((await api.get(`${callback('breeze')}?apisession=made-up`)).status);
    }
    expect(tries.slice(0, 5)).not.toContain(429);
    expect(tries.slice(5)).toEqual([429, 429]);
    expect((await api.get(`${callback('flattrade')}?code=made-up`)).status).not.toBe(429);
    now.mockRestore();
  });

  test('an unknown session is not found', async () => {
    expect((await api.get('/links/flattrade/accounts/7/orders')).status).toBe(404);
    expect((await api.get('/links/zerodha/accounts/42/orders')).status).toBe(404);
    expect((await api.get(`${callback('zerodha')}?code=x`)).status).toBe(404);
  });

  test('a feature that a broker lacks is refused', async () => {
    const conversion = {
      exchange: 'NSE',
      symbol: 'INFY',
      side: 'BUY',
      quantity: 1,
      fromProduct: 'MIS',
      toProduct: 'CNC',
      positionType: 'DAY',
    };
    const answer = await api.post('/links/breeze/accounts/42/conversions', conversion);
    expect(answer.status).toBe(422);
    expect((await api.post('/links/flattrade/accounts/42/conversions', {})).status).toBe(400);
  });

  test('a conversion names instrument and products as orders do, and two of them', async () => {
    await api.get(`${callback('flattrade', 'FT012345')}${await codeOf('flattrade')}`);
    const fields = { exch: 'NSE', tsym: 'INFY-EQ', prd: 'I', trantype: 'B', qty: '20' };
    await simulator.inject({
      method: 'POST',
      url: '/control/brokers/flattrade/users/FT012345/terminal',
      payload: { act: 'place', fields: { ...fields, prctyp: 'LMT', prc: '1500', ret: 'DAY' } },
    });
    const conversions = '/links/flattrade/accounts/42/conversions';
    const asked = { exchange: 'nse', symbol: 'infy', side: 'BUY', positionType: 'DAY' };
    const given = { ...asked, quantity: 5, fromProduct: 'mis', toProduct: 'cnc' };

    const same = await api.post(conversions, { ...given, toProduct: 'MIS' });
    expect(same.status).toBe(400);
    expect(same.body.errors).toMatchObject([{ field: 'toProduct' }]);

    const many = { ...given, quantity: 5_000 };
    const refused = await api.post(conversions, many, { 'idempotency-key': 'of-many' });
    expect(refused.status).toBeGreaterThan(400);
    const again = await api.post(conversions, many, { 'idempotency-key': 'of-many' });
    expect(again.status).toBe(409);
    expect(again.text).toContain('was refused');

    expect((await api.post(conversions, given)).status).toBe(200);
    const { body } = await api.get('/positions?account=42&symbol=INFY');
    const held = body.items.map(({ exchange, symbol, product, netQty }: Record<string, string>) =>
      [exchange, symbol, product, netQty].join(' '),
    );
    expect(held.sort()).toEqual(['NSE INFY CNC 5', 'NSE INFY MIS -5']);
  });

  test('the history is of orders that went there', async () => {
    const { orderId } = await api.place({ link: 'flattrade' });
    const history = `/links/flattrade/accounts/42/orders/${orderId}/history`;
    expect((await api.get(history)).status).toBe(404);
  });

  describe('orders', () => {
    test('of an account that a session names go there by themselves', async () => {
      expect((await api.place()).link).toBe('flattrade');
      expect((await api.place({ account: '43' })).link).toBe('rest');
      expect((await api.place({ account: '43', link: 'breeze' })).link).toBe('breeze');
    });

    test('of an account that the link has no session for are refused', async () => {
      const order = { account: '43', link: 'flattrade' };
      const { status, body } = await api.post('/orders', newOrder(order));
      expect([status, body.code]).toEqual([409, 'ACCOUNT_NOT_SERVED']);
    });
  });

  describe('POST /place_order', () => {
    const relayed = {
      stock_code: 'ICIBAN',
      exchange_code: 'NFO',
      product: 'futures',
      action: 'buy',
      order_type: 'limit',
      stoploss: '0',
      quantity: '3200',
      price: '200',
      validity: 'day',
      validity_date: '2022-08-22T06:00:00.000Z',
      disclosed_quantity: '0',
      expiry_date: '2022-08-25T06:00:00.000Z',
      right: 'others',
      strike_price: '0',
      user_remark: 'Test',
      secret: 'the-secret-of-the-tests',
    };

    test.each([[undefined], ['wrong'], [''], [null], [7], ['the-secret-of-the-tests ']])(
      'with the secret %j stores nothing',
      async (secret) => {
        const before = await api.store.contents();
        const { status, body } = await api.post('/place_order', { ...relayed, secret });
        expect([status, body]).toEqual([
          401,
          { success: false, comment: 'The secret is wrong or missing' },
        ]);
        expect(await api.store.contents()).toEqual(before);
      },
    );

    test('is taken with the secret of before while that is replaced, and with no third', async () => {
      const rotated = { RELAY_SECRET: 'a-new-secret-of-ours', RELAY_SECRET_BEFORE: relayed.secret };
      const other = await TestApi.start(rotated, api.store);
      for (const [secret, status] of [
        ['a-new-secret-of-ours', 400],
        [relayed.secret, 400],
        ['another', 401],
      ] as const) {
        const answer = await other.post('/place_order', { ...relayed, secret, quantity: '-1' });
        expect([secret, answer.status]).toEqual([secret, status]);
      }
      await other.stop();
    });

    test('is an order of the Breeze link, and 202 while there is no answer', async () => {
      const { status, body } = await api.post('/place_order', relayed);
      expect([status, body.Success, body.Error]).toEqual([202, null, null]);
      const order = await api.order(body.ome_order_id);
      expect(order).toMatchObject({
        link: 'breeze',
        symbol: 'FUT-ICIBAN-25-Aug-2022',
        exchange: 'NFO',
        side: 'BUY',
        orderQty: '3200',
        price: '200',
        timeInForce: 'DAY',
        tag: 'Test',
        product: 'NRML',
      });
    });

    test('answers in the shape of Breeze once it has answered', async () => {
      const answer = api.post('/place_order', relayed, { 'idempotency-key': 'relayed-once' });
      const orderId = await newest();
      await api.reportFrom('breeze', orderId, { brokerOrderId: '2026-B1', execId: 'e-1' });
      const { status, body } = await answer;
      expect([status, body]).toEqual([
        200,
        {
          Success: { order_id: '2026-B1', message: 'Successfully Placed the order' },
          Status: 200,
          Error: null,
          ome_order_id: orderId,
        },
      ]);
    });

    test('returns the text of a rejection', async () => {
      const answer = api.post('/place_order', { ...relayed, quantity: '6400' });
      const orderId = await newest();
      const rejected = { kind: 'Rejected', execId: 'e-2', text: 'No margin' } as const;
      await api.reportFrom('breeze', orderId, rejected);
      expect((await answer).body).toMatchObject({ Success: null, Status: 500, Error: 'No margin' });
    });

    test('is answered at once where it waits for a second person', async () => {
      const rules = { account: 'FT012345', everyOrder: true };
      expect(await api.put('/approvals/rules', rules)).toMatchObject({ status: 200 });
      const patient = await TestApi.start({ ...environment, RELAY_WAIT_MS: '60000' }, api.store);
      const once = { 'idempotency-key': 'relayed-and-held' };
      const { status, body } = await patient.post('/place_order', relayed, once);
      await patient.stop();
      expect([status, body.Success, body.Error]).toEqual([202, null, null]);
      const orderId = body.ome_order_id;
      seen.add(orderId);
      expect((await api.order(orderId)).approval).toMatchObject({ kind: 'secondPerson' });
      await api.post(`/approvals/${orderId}/reject`, { reason: 'Too much' });
      await api.put('/approvals/rules', { ...rules, everyOrder: null });
      // The first answer of a key is repeated: the order itself tells what came of it.
      expect(await api.order(orderId)).toMatchObject({ reason: 'Not approved: Too much' });
    });

    test.each([
      ['quantity', { quantity: '0' }],
      ['price', { price: '' }],
      ['stoploss', { order_type: 'stoploss', stoploss: '' }],
      ['stock_code', { expiry_date: '' }],
      ['disclosed_quantity', { disclosed_quantity: '5' }],
      ['action', { action: 'hold' }],
    ])('names a bad %s', async (field, fields) => {
      const { status, body } = await api.post('/place_order', { ...relayed, ...fields });
      expect([status, body.success]).toEqual([400, false]);
      expect(body.comment).toContain(field);
    });

    async function newest(): Promise<string> {
      for (;;) {
        const { body } = await api.get('/orders?link=breeze&limit=1');
        const [order] = body.items;
        if (order?.symbol === 'FUT-ICIBAN-25-Aug-2022' && !seen.has(order.orderId)) {
          seen.add(order.orderId as string);
          if (seen.size > 1) return order.orderId as string;
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
    const seen = new Set<string>();
  });
});
