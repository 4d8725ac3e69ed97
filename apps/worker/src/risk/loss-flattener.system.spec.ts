import { setTimeout as sleep } from 'node:timers/promises';
import { OmeClient } from '@ome/client';
import { decimal } from '@ome/domain';
import { CompiledApps } from '../../../dev/src/engine-process/compiled-apps';
import { ENGINE_START_MS, EngineProcess } from '../../../dev/src/engine-process/engine-process';

const PATIENCE_MS = 60_000;

const ORDER = {
  exchange: 'NFO',
  product: 'NRML',
  link: 'rest',
  userId: '7',
  ordType: 'LIMIT',
  timeInForce: 'DAY',
} as const;
const ACCOUNT = 'losing';
/** Frozen above 1800, in lots of 65. */
const HELD = 'NIFTY29DEC26C24500';
const SOLD = 'NIFTY29DEC26C25000';

let apps: CompiledApps;
let engine: EngineProcess;
let client: OmeClient;

beforeAll(async () => {
  apps = CompiledApps.compile();
  engine = await EngineProcess.start(apps.distDir, apps.makeDataDir());
  client = new OmeClient({ url: engine.state.apiUrl });
}, ENGINE_START_MS);

afterAll(async () => {
  await engine?.stop();
  apps.remove();
}, ENGINE_START_MS);

async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  for (const giveUpAt = Date.now() + PATIENCE_MS; ;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > giveUpAt) throw new Error(`Still ${JSON.stringify(answer)}`);
    await sleep(100);
  }
}

async function behave(behaviour: 'fill' | 'rest'): Promise<void> {
  await fetch(`${engine.state.simulatorUrl}/control`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ behaviour }),
  });
}

const place = (fields: { symbol: string; side: 'BUY' | 'SELL'; quantity: number; price: string }) =>
  client.orders.place({ ...ORDER, account: ACCOUNT, ...fields });
const netQty = async (symbol: string) => {
  const { items } = await client.positions.list({ account: ACCOUNT, symbol });
  return items[0]?.netQty ?? '0';
};
const feed = (symbol: string, lastPx: string) =>
  client.prices.feed([{ exchange: 'NFO', symbol, lastPx }]);
const flattened = async () =>
  (await client.risk.changes(100)).items.filter(({ action }) => action === 'flattened');

test(
  'the worker flattens an account that reaches its maximum daily loss, once, and pulls its switch',
  async () => {
    await behave('fill');
    await place({ symbol: HELD, side: 'BUY', quantity: 1755, price: '100' });
    await until(
      () => netQty(HELD),
      (net) => net === '1755',
    );
    await place({ symbol: HELD, side: 'BUY', quantity: 1755, price: '100' });
    await place({ symbol: SOLD, side: 'SELL', quantity: 65, price: '100' });
    await until(
      async () => [await netQty(HELD), await netQty(SOLD)].join(),
      (net) => net === '3510,-65',
    );
    await behave('rest');
    const resting = await place({ symbol: SOLD, side: 'SELL', quantity: 65, price: '200' });
    await until(
      () => client.orders.show(resting.orderId),
      ({ ordStatus }) => ordStatus === 'New',
    );
    await behave('fill');
    await client.risk.setLimits({
      account: ACCOUNT,
      maxDailyLoss: '1000',
      flattenOnDailyLoss: true,
      maxOrderQty: '10',
    });
    await client.risk.pull({ scope: 'account', id: ACCOUNT, reason: 'as well' });
    expect(await flattened()).toEqual([]);

    await feed(HELD, '99');
    await until(
      async () => [await netQty(HELD), await netQty(SOLD)].join(),
      (net) => net === '0,0',
    );
    const canceled = await client.orders.show(resting.orderId);
    expect(canceled.ordStatus).toBe('Canceled');

    const [change, ...others] = await flattened();
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      by: 'engine',
      scope: { account: ACCOUNT },
      after: { maxDailyLoss: '1000' },
    });
    expect(decimal((change.after as { dayResult: string }).dayResult).lte(-1000)).toBe(true);
    const { items } = await client.orders.list({ account: ACCOUNT, limit: 100 });
    const closing = items.filter(({ tag }) => tag?.startsWith('close-'));
    const bought = closing.find(({ symbol }) => symbol === SOLD)!;
    const sold = closing.filter(({ symbol, slicing }) => symbol === HELD && slicing);
    expect(bought).toMatchObject({ side: 'BUY', ordStatus: 'Filled' });
    expect(sold).toHaveLength(1);
    // The short was bought back before its hedge was sold.
    expect(bought.createdAt < sold[0].createdAt).toBe(true);
  },
  2 * PATIENCE_MS,
);
