import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { FilledOrders } from './filled-orders';
import { median, ORDER, percentile, repeat } from './load';

export interface RoundTripResult {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/**
 * Orders through order entry, the link and back, until a subscriber heard that each is filled; as
 * many at once as there are connections. Times are from the acknowledgement on.
 */
export async function roundTrip(
  apiUrl: string,
  redisUrl: string,
  orders: number,
  connections: number,
): Promise<RoundTripResult> {
  const filled = await FilledOrders.subscribe(redisUrl);
  const acknowledgedAt = new Map<string, number>();
  const pool = new Pool(apiUrl, { connections });
  const startedAt = performance.now();
  await repeat(orders, connections, async () => {
    acknowledgedAt.set(await post(pool), performance.now());
  });
  await filled.heard(orders);
  filled.close();
  await pool.close();
  return resultOf(filled, acknowledgedAt, startedAt);
}

/**
 * The same at a rate of its own, whatever the engine does: each order has a moment at which it is due,
 * and its time counts from that moment, so that what has to wait is not left out.
 */
export async function openLoop(
  apiUrl: string,
  redisUrl: string,
  perSecond: number,
  seconds: number,
): Promise<RoundTripResult> {
  const filled = await FilledOrders.subscribe(redisUrl);
  const dueAt = new Map<string, number>();
  const pool = new Pool(apiUrl, { connections: 256 });
  const startedAt = performance.now();
  const orders = perSecond * seconds;
  const requests: Promise<void>[] = [];
  for (let sent = 0; sent < orders; sent += 1) {
    const due = startedAt + (sent * 1_000) / perSecond;
    const early = due - performance.now();
    if (early > 1) await sleep(early);
    requests.push(post(pool).then((orderId) => void dueAt.set(orderId, due)));
  }
  await Promise.all(requests);
  await filled.heard(orders);
  filled.close();
  await pool.close();
  return resultOf(filled, dueAt, startedAt);
}

function resultOf(
  { at }: FilledOrders,
  since: ReadonlyMap<string, number>,
  startedAt: number,
): RoundTripResult {
  const waits = [...since].map(([orderId, begunAt]) => at.get(orderId)! - begunAt);
  const tookMs = Math.max(...at.values()) - startedAt;
  return {
    perSecond: (since.size / tookMs) * 1_000,
    p50Ms: median(waits),
    p99Ms: percentile(waits, 0.99),
  };
}

/** Places an order; its id. */
export async function post(pool: Pool): Promise<string> {
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
