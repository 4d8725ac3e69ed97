import { OmeClient } from '@ome/client';
import type { FeedItem, NewOrderRequest, ValuedPositionView } from '@ome/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EngineProcess, until } from '../../../dev/src/engine-process/engine-process';
import type { Recording } from './recording';

/** All of them are live when the recording is played. */
export const ORDERS = 5_000;
const ACCOUNTS = 10;
const SYMBOLS = 25;
const CLIENTS = 32;
/** Every so many orders one is changed while it is filled. */
const CHANGED_EVERY = 5;
/** For 80 seconds of 200 a second. */
const UPDATES = 16_000;
const PATIENCE_MS = 600_000;
const POSITIONS_EVERY_MS = 2_000;

/** Filled slowly in many parts, so that the orders stay live during the measurement. */
const SLOWLY = { parts: 8, partDelayMs: { min: 10_000, max: 60_000 } };
/** Some answers for the last symbol are lost: these orders are in doubt for a while. */
const IN_DOUBT = { behaviour: 'dropAfterActing', probability: 0.1, ...SLOWLY };

/** Paths that the console requests and that do not change while the recording is played. */
const ANSWERS = ['/console/settings', '/risk/kill-switch', '/positions/history?limit=1000'];

/**
 * Places orders through the API, has the simulator fill them, and records the feed.
 * @returns how many items there were when the last order was first seen
 */
export async function recordFeed(engine: EngineProcess): Promise<Recording> {
  const { apiUrl, simulatorUrl } = engine.state;
  const client = new OmeClient({ url: apiUrl });
  const items: FeedItem[] = [];
  const subscriber = client.live({ rooms: ['all'], onItems: (some) => void items.push(...some) });
  await until('the feed', PATIENCE_MS, () => subscriber.state === 'live');
  await behave(simulatorUrl, '', { behaviour: 'fill', ...SLOWLY });
  await behave(simulatorUrl, `symbols/${symbolOf(SYMBOLS - 1)}`, IN_DOUBT);
  const orderIds = await placeAll(client);
  const placed = await heardOf(ORDERS, items);
  const positions: ValuedPositionView[][] = [];
  const changes = changeSome(client, orderIds);
  while (items.length < placed + UPDATES) {
    positions.push((await client.positions.list({ limit: 1_000 })).items);
    await sleep(POSITIONS_EVERY_MS);
  }
  await changes;
  subscriber.close();
  const answers = await Promise.all(
    ANSWERS.map(
      async (path) => [path.split('?')[0], await (await fetch(apiUrl + path)).json()] as const,
    ),
  );
  return { items, placed, positions, answers: Object.fromEntries(answers) };
}

/** @returns how many items there were when so many orders had been heard of */
async function heardOf(orders: number, items: readonly FeedItem[]): Promise<number> {
  const heard = new Set<string>();
  let read = 0;
  await until('all orders', PATIENCE_MS, () => {
    for (; read < items.length && heard.size < orders; read += 1) heard.add(items[read].orderId);
    return heard.size === orders;
  });
  return read;
}

const symbolOf = (index: number): string => `STOCK${index % SYMBOLS}`;

const orderOf = (index: number): NewOrderRequest => ({
  account: `desk-${index % ACCOUNTS}`,
  userId: `trader-${index % ACCOUNTS}`,
  symbol: symbolOf(Math.floor(index / ACCOUNTS)),
  exchange: 'NSE',
  side: index % 3 === 0 ? 'SELL' : 'BUY',
  ordType: 'LIMIT',
  timeInForce: 'DAY',
  quantity: String(80 + (index % 7) * 10),
  price: `${1_000 + (index % 97)}.${String(index % 20).padStart(2, '0')}`,
});

async function placeAll(client: OmeClient): Promise<string[]> {
  const orderIds: string[] = [];
  let next = 0;
  const place = async (): Promise<void> => {
    while (next < ORDERS) orderIds.push((await client.orders.place(orderOf(next++))).orderId);
  };
  await Promise.all(Array.from({ length: CLIENTS }, place));
  return orderIds;
}

/** One after another, and none that is filled already. */
async function changeSome(client: OmeClient, orderIds: readonly string[]): Promise<void> {
  for (let index = 0; index < orderIds.length; index += CHANGED_EVERY) {
    await client.orders.replace(orderIds[index], { price: '1100.25' }).catch(() => undefined);
  }
}

async function behave(simulatorUrl: string, path: string, behaviour: object): Promise<void> {
  const answer = await fetch(`${simulatorUrl}/control/${path}`.replace(/\/$/, ''), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(behaviour),
  });
  if (!answer.ok) throw new Error(`The simulator answers ${answer.status}`);
}
