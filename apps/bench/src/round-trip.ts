import { channels, type OrderEventMessage } from '@ome/contracts';
import { Redis } from 'ioredis';
import { Pool } from 'undici';
import { ORDER } from './load';

export interface RoundTripResult {
  perSecond: number;
  /** From the acknowledgement to the event that says Filled. */
  p50Ms: number;
  p99Ms: number;
}

/** Orders through order entry, the link and back, until a subscriber heard that each is filled. */
export async function roundTrip(
  apiUrl: string,
  redisUrl: string,
  orders: number,
  connections: number,
): Promise<RoundTripResult> {
  const filledAt = new Map<string, number>();
  const acknowledgedAt = new Map<string, number>();
  const subscriber = new Redis(redisUrl);
  await subscriber.subscribe(channels.orders);
  const allFilled = new Promise<void>((resolve) => {
    subscriber.on('message', (_channel, text) => {
      const { orderId, order } = JSON.parse(text) as OrderEventMessage;
      if (order.ordStatus !== 'Filled' || filledAt.has(orderId)) return;
      filledAt.set(orderId, performance.now());
      if (filledAt.size === orders) resolve();
    });
  });
  const pool = new Pool(apiUrl, { connections });
  const startedAt = performance.now();
  let left = orders;
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      const orderId = await post(pool);
      acknowledgedAt.set(orderId, performance.now());
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  await allFilled;
  const tookMs = Math.max(...filledAt.values()) - startedAt;
  subscriber.disconnect();
  await pool.close();
  const waits = [...acknowledgedAt]
    .map(([orderId, at]) => filledAt.get(orderId)! - at)
    .sort((one, other) => one - other);
  const percentile = (share: number): number => waits[Math.floor((waits.length - 1) * share)];
  return {
    perSecond: (orders / tookMs) * 1_000,
    p50Ms: percentile(0.5),
    p99Ms: percentile(0.99),
  };
}

async function post(pool: Pool): Promise<string> {
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: '/order_endpoint',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ORDER),
  });
  const answer = (await body.json()) as { success: boolean; order_id: string };
  if (!answer.success) throw new Error(`The order was answered ${statusCode}`);
  return answer.order_id;
}
