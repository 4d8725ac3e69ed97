import autocannon from 'autocannon';

/** Where load goes, and what each request says. */
export interface Target {
  url: string;
  /** A fresh one for each request if it is a function. */
  body: string | (() => string);
  /** The API key, for targets that ask for one. */
  key?: string;
}

export interface LoadResult {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Answers that were no success. */
  failed: number;
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

/** The same order for `POST /orders`. */
export const REST_ORDER = {
  account: '12',
  userId: '7',
  symbol: 'INFY',
  exchange: 'NSE',
  side: 'BUY',
  ordType: 'LIMIT',
  quantity: '30',
  price: '1500.5',
};

/** Posts to an address as fast as it answers, over a number of connections. */
export async function load(
  { url, body, key }: Target,
  connections: number,
  seconds: number,
): Promise<LoadResult> {
  const isFixed = typeof body === 'string';
  const result = await autocannon({
    url,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    },
    ...(isFixed && { body }),
    ...(!isFixed && {
      requests: [{ setupRequest: (request) => Object.assign(request, { body: body() }) }],
    }),
    connections,
    duration: seconds,
  });
  return {
    perSecond: result['2xx'] / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    failed: result.non2xx + result.errors + result.timeouts,
  };
}

/** The medians of several rounds, and how far the rates lay apart. */
export interface Rounds extends LoadResult {
  slowest: number;
  fastest: number;
}

export function roundsOf(results: readonly LoadResult[]): Rounds {
  const of = (field: keyof LoadResult) => results.map((one) => one[field]);
  const rates = of('perSecond');
  return {
    perSecond: median(rates),
    slowest: Math.min(...rates),
    fastest: Math.max(...rates),
    p50Ms: median(of('p50Ms')),
    p99Ms: median(of('p99Ms')),
    failed: of('failed').reduce((total, one) => total + one, 0),
  };
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Between two values, the share of the way from one to the next. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  return below + (sorted[Math.ceil(place)] - below) * (place % 1);
}

/** Does something so many times, over a number of connections at once. */
export async function repeat(
  count: number,
  connections: number,
  work: () => Promise<unknown>,
): Promise<void> {
  let left = count;
  const client = async (): Promise<void> => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: connections }, client));
}
