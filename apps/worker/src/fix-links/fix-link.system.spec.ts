import { setTimeout as sleep } from 'node:timers/promises';
import type { LinkView, OrderView } from '@ome/contracts';
import { call } from '../../../dev/src/engine-process/call';
import { EngineProcess, until } from '../../../dev/src/engine-process/engine-process';
import { useEngine } from '../../../dev/src/engine-process/use-engine';

const PATIENCE_MS = 120_000;
const KILLS = 4;
const PER_ROUND = 40;

interface Summary {
  fronts: { fix?: { orders: number; duplicates: number; requests: number } };
  ordersFilling: number;
}

const engine = useEngine((distDir, dataDir) => EngineProcess.start(distDir, dataDir));

const get = <T>(path: string) => call<T>(`${engine().state.apiUrl}${path}`);
const ledger = () => call<Summary>(`${engine().state.simulatorUrl}/ledger/summary`);
const behave = (behaviour: object) =>
  call(`${engine().state.simulatorUrl}/control`, 'PUT', behaviour);

let placed = 0;

async function place(): Promise<string> {
  placed += 1;
  const { orderId } = await call<OrderView>(`${engine().state.apiUrl}/orders`, 'POST', {
    clOrdId: `fix-link-${placed}`,
    account: '42',
    symbol: 'ACC',
    exchange: 'NSE',
    side: 'BUY',
    ordType: 'LIMIT',
    quantity: 10,
    price: '1900',
    timeInForce: 'DAY',
    link: 'fix',
  });
  return orderId;
}

const places = (count: number): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, place));

async function filled(orderIds: readonly string[]): Promise<void> {
  for (const orderId of orderIds) {
    await until(`${orderId} to be filled`, PATIENCE_MS, async () => {
      const order = await get<OrderView>(`/orders/${orderId}`);
      return order.ordStatus === 'Filled' && order.cumQty === '10';
    });
  }
}

/** The link of the session as some worker has it up. */
const isUp = async (): Promise<boolean> => {
  const { items } = await get<{ items: LinkView[] }>('/links');
  return JSON.stringify(items.filter(({ link }) => link === 'fix')).includes('"state":"up"');
};

test(
  'killed again and again, the worker neither loses an order nor sends one twice',
  async () => {
    await until('the session', PATIENCE_MS, isUp);
    const orderIds = await places(PER_ROUND);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const placing = places(PER_ROUND);
      await sleep(100 * kill);
      await engine().kill('worker');
      orderIds.push(...(await placing));
    }
    await filled(orderIds);
    const { fronts } = await ledger();
    expect(fronts.fix).toMatchObject({ orders: orderIds.length, duplicates: 0 });
  },
  3 * PATIENCE_MS,
);

test(
  'messages that the venue loses, or acts on without a word, are settled',
  async () => {
    const { fronts: before } = await ledger();
    const orderIds: string[] = [];
    for (const behaviour of ['dropBeforeActing', 'dropAfterActing']) {
      await behave({ behaviour, probability: 0.3, then: 'fill' });
      orderIds.push(...(await places(10)));
      await sleep(2_000);
    }
    await behave({ behaviour: 'fill' });
    await filled(orderIds);
    const { fronts } = await ledger();
    expect(fronts.fix!.duplicates).toBe(0);
    expect(fronts.fix!.orders - before.fix!.orders).toBe(orderIds.length);
  },
  3 * PATIENCE_MS,
);

test(
  'another worker logs on where one is killed, and the numbers go on',
  async () => {
    const stopRival = await engine().startRival();
    try {
      await until('the session', PATIENCE_MS, isUp);
      await filled(await places(1));
      const begunAt = performance.now();
      const restarted = engine().kill('worker');
      await filled(await places(1));
      process.stdout.write(`Filled after ${Math.round(performance.now() - begunAt)} ms\n`);
      await restarted;
    } finally {
      await stopRival();
    }
    expect((await ledger()).fronts.fix!.duplicates).toBe(0);
  },
  3 * PATIENCE_MS,
);

test(
  'another worker takes the session over',
  async () => {
    const stopRival = await engine().startRival();
    try {
      await until('the session', PATIENCE_MS, isUp);
      const orderIds = await places(5);
      await engine().pauseFor('worker', 8_000);
      orderIds.push(...(await places(5)));
      await filled(orderIds);
      expect((await ledger()).fronts.fix!.duplicates).toBe(0);
    } finally {
      await stopRival();
    }
  },
  3 * PATIENCE_MS,
);
