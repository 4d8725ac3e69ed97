import { Clock, InstrumentMaster } from '@ome/engine';
import { newOrder, TestApi } from '../testing/test-api';

/** The closing auction of shares with derivatives, on a day after 3 August 2026. */
const at = (time: string) => new Date(`2026-08-04T${time}+05:30`);
const SESSION = { userId: 'FT1', apiKey: 'key', apiSecret: 'secret', accounts: ['50'] };
const MARKET = { ordType: 'MARKET', price: undefined };

let api: TestApi;

beforeAll(async () => {
  api = await TestApi.start({
    MARKET_PHASES: 'enforce',
    FLATTRADE_ACCOUNTS: JSON.stringify([SESSION]),
    BROKER_TOKEN_KEY: 'k'.repeat(32),
  });
  await api.app.get(InstrumentMaster, { strict: false }).write({
    broker: 'flattrade',
    source: 'Nfo_Equity_Derivatives.csv',
    rows: [
      {
        broker: 'flattrade',
        exchange: 'NFO',
        symbol: 'INFY31DEC30F',
        brokerSymbol: 'INFY31DEC30F',
        stockCode: null,
        token: '1',
        name: null,
        kind: 'future',
        underlying: 'INFY',
        expiry: '2030-12-31',
        right: null,
        strike: null,
        lotSize: null,
        tickSize: null,
        freezeQty: null,
      } as never,
    ],
  });
});
afterAll(() => api.stop());
afterEach(() => jest.restoreAllMocks());

const itIs = (time: string) => jest.spyOn(api.app.get(Clock), 'now').mockReturnValue(at(time));
const enter = (fields: object) => api.post('/orders', newOrder({ symbol: 'INFY', ...fields }));

test.each([
  ['15:14:59', {}],
  ['15:14:59', MARKET],
  ['15:20', {}],
  ['15:24:59', MARKET],
  ['15:25', {}],
  // A broker that makes it a limit order.
  ['15:26', { ...MARKET, account: '50' }],
  ['15:35', {}],
  ['15:52', {}],
  // Shares without derivatives trade on.
  ['15:16', { symbol: 'SMALL' }],
  ['15:16', { exchange: 'BSE', symbol: 'SMALL' }],
  ['15:39', { exchange: 'NFO', symbol: 'INFY31DEC30F' }],
  ['15:16', { account: '50', amo: true }],
  // Orders for the next session.
  ['09:10', {}],
  ['20:00', {}],
])('at %s it takes %j', async (time, fields) => {
  itIs(time);
  expect((await enter(fields)).status).toBe(201);
});

test.each([
  [
    '15:15',
    {},
    'NSE takes no new orders for INFY until 15:20 (referencePrice): send it again then',
  ],
  ['15:19:59', { account: '50' }, 'NSE takes no new orders for INFY until 15:20'],
  ['15:16', { exchange: 'BSE' }, 'BSE takes no new orders for INFY until 15:20'],
  ['15:16', { symbol: 'INFY-EQ' }, 'NSE takes no new orders for INFY until 15:20'],
  ['15:25', MARKET, 'NSE takes new orders only as limit orders for INFY until 15:30'],
  ['15:30', {}, 'NSE takes no new orders for INFY until 15:35 (closingMatch)'],
])('at %s it refuses %j and says why', async (time, fields, detail) => {
  itIs(time);
  const before = await api.store.contents();
  const { status, body } = await enter(fields);
  expect({ status, code: body.code }).toEqual({ status: 409, code: 'NOT_IN_THIS_PHASE' });
  expect(body.detail).toContain(detail);
  expect(await api.store.contents()).toEqual(before);
});

test('a repeat gets the first answer', async () => {
  itIs('15:14');
  const order = { clOrdId: 'before-the-auction' };
  expect((await enter(order)).status).toBe(201);
  itIs('15:16');
  expect((await enter(order)).status).toBe(200);
});

test('changes wait for the next phase', async () => {
  itIs('15:14');
  const { body } = await enter({});
  await api.report({ ClOrdID: body.orderId, ExecType: '0', ExecID: 'acknowledged' });
  itIs('15:16');
  const refused = await api.put(`/orders/${body.orderId}`, { quantity: '90' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'NOT_IN_THIS_PHASE' } });
  expect(refused.body.detail).toContain('NSE takes no changes for INFY until 15:20');
  itIs('15:20');
  expect((await api.put(`/orders/${body.orderId}`, { quantity: '90' })).status).toBe(202);
});

test('market orders are neither changed nor canceled while only limit orders are taken', async () => {
  itIs('15:21');
  const acknowledged = async (fields: object) => {
    const { body } = await enter(fields);
    await api.report({ ClOrdID: body.orderId, ExecType: '0', ExecID: `of-${body.orderId}` });
    return body.orderId as string;
  };
  const [market, limit] = [await acknowledged(MARKET), await acknowledged({})];
  itIs('15:26');
  for (const refused of [
    await api.put(`/orders/${market}`, { quantity: '90' }),
    await api.post(`/orders/${market}/cancel`, {}),
  ]) {
    expect(refused).toMatchObject({ status: 409, body: { code: 'NOT_IN_THIS_PHASE' } });
  }
  expect((await api.put(`/orders/${limit}`, { quantity: '90' })).status).toBe(202);
  expect((await api.post(`/orders/${limit}/cancel`, {})).status).toBe(202);
});

describe('what goes nowhere yet is taken in every phase', () => {
  test('a staged order and its changes', async () => {
    itIs('15:16');
    const { status, body } = await enter({ staged: true });
    expect([status, body.approval.kind]).toEqual([201, 'release']);
    const changed = await api.put(`/orders/${body.orderId}`, { quantity: '90' });
    expect(changed.status).toBe(202);
  });

  test('what is let go on in a phase that does not take it goes on waiting', async () => {
    itIs('15:14');
    const staged = (await enter({ staged: true })).body.orderId;
    const release = () => api.post(`/orders/${staged}/release`, {});
    itIs('15:16');
    expect(await release()).toMatchObject({
      status: 409,
      body: { code: 'NOT_IN_THIS_PHASE', detail: expect.stringContaining('until 15:20') },
    });
    itIs('15:20');
    const { status, body } = await release();
    expect([status, body.ordStatus, body.approval]).toEqual([202, 'PendingNew', undefined]);
  });

  test('an order or a replace that a rule holds, and no other', async () => {
    itIs('15:14');
    const { body } = await enter({ account: 'held' });
    await api.report({ ClOrdID: body.orderId, ExecType: '0', ExecID: 'accepted' });
    await api.put('/approvals/rules', { account: 'held', aboveQuantity: '100' });
    itIs('15:16');
    const order = await enter({ account: 'held', quantity: '101' });
    expect([order.status, order.body.approval.kind]).toEqual([201, 'secondPerson']);
    expect((await enter({ account: 'held', quantity: '99' })).status).toBe(409);
    const change = (quantity: string) => api.put(`/orders/${body.orderId}`, { quantity });
    expect((await change('99')).body.code).toBe('NOT_IN_THIS_PHASE');
    expect((await change('110')).status).toBe(202);
  });
});

test('links decide by themselves where the setting says so', async () => {
  const showing = await TestApi.start({ MARKET_PHASES: 'show' }, api.store);
  try {
    jest.spyOn(showing.app.get(Clock), 'now').mockReturnValue(at('15:16'));
    expect((await showing.post('/orders', newOrder({ symbol: 'INFY' }))).status).toBe(201);
  } finally {
    await showing.stop();
  }
});
