import autocannon from 'autocannon';

export interface LoadResult {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Answers that were not `{"success": true}` with 200. */
  failed: number;
  accepted: number;
}

/** A new order of wire format 1, as an order entry gateway sends it. */
export const ORDER = {
  type: 1,
  user_id: 7,
  product_id: 'INFY',
  side: 0,
  price_instruction: 'LIMIT',
  ask_price: 1500.5,
  total_qty: 30,
  client: 3,
  exchange_id: 'NSE',
  account: 12,
  counter_party: 'X',
};

/** Posts new orders as fast as they are acknowledged, over a number of connections. */
export async function load(url: string, connections: number, seconds: number): Promise<LoadResult> {
  const result = await autocannon({
    url: `${url}/order_endpoint`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ORDER),
    connections,
    duration: seconds,
  });
  return {
    perSecond: result['2xx'] / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    failed: result.non2xx + result.errors + result.timeouts,
    accepted: result['2xx'],
  };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
