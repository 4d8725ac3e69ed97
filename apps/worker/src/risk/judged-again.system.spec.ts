import { OmeClient } from '@ome/client';
import type { NewOrderRequest, OrderView } from '@ome/contracts';
import { CompiledApps } from '../../../dev/src/engine-process/compiled-apps';
import {
  ENGINE_START_MS,
  EngineProcess,
  until,
} from '../../../dev/src/engine-process/engine-process';
import { SETTLE_FAST } from '../../../dev/src/engine-process/engine-settings';

/** Rate limits last a minute, in which nothing may be sent. */
const PATIENCE_MS = 100_000;
const A_MINUTE = 20;
const ORDERS = 55;

jest.setTimeout(3 * PATIENCE_MS);

const SETTINGS = {
  ...SETTLE_FAST,
  FLATTRADE_ORDERS_PER_MINUTE: String(A_MINUTE),
  BROKER_RECONCILE_MS: '5000',
};

let apps: CompiledApps;
let engine: EngineProcess;
let client: OmeClient;

beforeAll(async () => {
  apps = CompiledApps.compile();
  engine = await EngineProcess.start(apps.distDir, apps.makeDataDir(), SETTINGS);
  client = new OmeClient({ url: engine.state.apiUrl });
}, ENGINE_START_MS);

afterAll(async () => {
  await engine?.stop();
  apps.remove();
}, ENGINE_START_MS);

async function simulator<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${engine.state.simulatorUrl}${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  const text = await answer.text();
  return (text === '' ? {} : JSON.parse(text)) as T;
}

/** The number of orders sent to the broker so far. */
const sent = async (symbol: string): Promise<number> => {
  const path = '/ledger?kind=request&limit=1000';
  const { items } = await simulator<{ items: { type: string; symbol: string }[] }>('GET', path);
  return items.filter((entry) => entry.type === 'new' && entry.symbol === symbol).length;
};

const order = (fields: Partial<NewOrderRequest>): NewOrderRequest => ({
  account: 'waiting',
  symbol: 'INFY',
  exchange: 'NSE',
  link: 'flattrade',
  product: 'MIS',
  side: 'BUY',
  ordType: 'LIMIT',
  quantity: 1,
  price: '100',
  timeInForce: 'DAY',
  ...fields,
});

async function untilOrder(orderId: string, ordStatus: string): Promise<OrderView> {
  let last: OrderView | undefined;
  await until(`order ${orderId} to be ${ordStatus}`, PATIENCE_MS, async () => {
    last = await client.orders.show(orderId);
    return last.ordStatus === ordStatus;
  });
  return last!;
}

async function loggedOut(link: string): Promise<void> {
  await simulator('PUT', `/control/brokers/${link}`, { user: 'absent' });
  await simulator('POST', `/control/brokers/${link}/expire`, {});
  // The next call gets the broker's refusal.
  await until(`the login of ${link} to end`, PATIENCE_MS, async () => {
    const { items } = await client.links.list();
    const session = items.find((each) => each.link === link);
    return session?.login?.state === 'loginNeeded';
  });
}

async function logIn(link: string): Promise<void> {
  await simulator('PUT', `/control/brokers/${link}`, { user: 'present' });
}

test('orders that wait for a rate limit end when the engine is stopped, and none is sent', async () => {
  const orders = await Promise.all(
    Array.from({ length: ORDERS }, () => client.orders.place(order({ account: 'limited' }))),
  );
  await until(
    'the rate limit to be used up',
    PATIENCE_MS,
    async () => (await sent('INFY-EQ')) > 10,
  );
  await client.risk.pull({ scope: 'engine', reason: 'enough' });
  const left = await sent('INFY-EQ');
  expect(left).toBeLessThanOrEqual(A_MINUTE);
  await until('all to be ended', PATIENCE_MS, async () => {
    const { items } = await client.orders.list({ account: 'limited', open: true });
    return items.length === 0;
  });
  const ended = await Promise.all(orders.map(({ orderId }) => client.orders.show(orderId)));
  const rejected = ended.filter(({ ordStatus }) => ordStatus === 'Rejected');
  expect(rejected).toHaveLength(ORDERS - left);
  for (const { reason } of rejected) {
    expect(reason).toContain('Trading is stopped');
    expect(reason).toContain('enough');
  }
  expect(await sent('INFY-EQ')).toBe(left);
  await client.risk.release('engine');
});

describe.each(['flattrade', 'breeze'])('while nobody has logged in at %s', (link) => {
  const account = `away-${link}`;
  const place = (fields: Partial<NewOrderRequest> = {}) =>
    client.orders.place(order({ account, link, product: 'CNC', ...fields }));
  /** Frozen above 1800, in lots of 65. */
  const option = { symbol: 'NIFTY29DEC26C24500', exchange: 'NFO', product: 'NRML' };
  const netQty = async () => {
    const { items } = await client.positions.list({ account, symbol: 'SBIN' });
    return items[0]?.netQty ?? '0';
  };
  const closeAll = async () => {
    const request = { account, ignoreBroker: true };
    const { items } = await client.positions.closeAll(request);
    return items[0];
  };

  test('waiting orders end when their account is stopped, and their clients are told', async () => {
    await place({ symbol: 'SBIN', quantity: 10 });
    await until('a position', PATIENCE_MS, async () => (await netQty()) === '10');
    await loggedOut(link);

    const orders = await Promise.all(['TCS', 'ITC', 'HDFCBANK'].map((symbol) => place({ symbol })));
    const sliced = await place({ ...option, quantity: 3900, slice: true });
    const leg = { stage: 1, symbol: 'TCS', exchange: 'NSE', link, product: 'CNC' };
    const terms = { side: 'BUY', ordType: 'LIMIT', quantity: 3, price: '100' } as const;
    const basket = await client.baskets.place({
      basketClOrdId: `basket-${link}`,
      account,
      proceedWhen: 'FILLED',
      onFailure: 'STOP',
      stageTimeoutMs: 600_000,
      legs: [{ ...leg, ...terms }],
    });
    const closed = await closeAll();
    expect(closed).toMatchObject({ outcome: 'closing', orders: [{ orderQty: '10' }] });
    expect(await closeAll()).toMatchObject({ outcome: 'alreadyClosing' });

    const stop = { scope: 'account', id: account, reason: 'enough' } as const;
    await client.risk.pull({ ...stop, mode: 'block-all' });
    await logIn(link);
    const waited = [...orders, sliced, ...closed.orders];
    for (const { orderId } of waited) {
      expect((await untilOrder(orderId, 'Rejected')).reason).toContain('enough');
    }
    await until('the basket to end', PATIENCE_MS, async () => {
      return (await client.baskets.show(basket.basketId)).endedAt !== null;
    });
    expect(await client.baskets.show(basket.basketId)).toMatchObject({
      status: 'REJECT',
      outcome: 'NONE',
      stop: { reason: 'LEG_FAILED', text: expect.stringContaining('enough') },
    });
    const { items } = await client.orders.list({ account, limit: 100 });
    const filled = items.filter(({ cumQty }) => cumQty !== '0');
    expect(filled.map(({ symbol }) => symbol)).toEqual(['SBIN']);

    // A stop passes: closing waits for its end, and goes on by itself.
    await client.risk.release('account', account);
    await until('it to be closed', PATIENCE_MS, async () => (await netQty()) === '0');
  });
});
