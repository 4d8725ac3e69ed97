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

/** Posts new orders to an address as fast as they are acknowledged, over a number of connections. */
export async function load(url: string, connections: number, seconds: number): Promise<LoadResult> {
  const result = await autocannon({
    url,
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

/** Of several rounds. */
export function mediansOf(results: readonly LoadResult[]): LoadResult {
  const of = (field: keyof LoadResult) => median(results.map((one) => one[field]));
  const sum = (field: keyof LoadResult) => results.reduce((total, one) => total + one[field], 0);
  const figures = { perSecond: of('perSecond'), p50Ms: of('p50Ms'), p99Ms: of('p99Ms') };
  return { ...figures, failed: sum('failed'), accepted: sum('accepted') };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
