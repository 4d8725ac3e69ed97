import type { Listing } from '@ome/listings';

const YEAR_MS = 365 * 86_400_000;
const RATE = 0.06;
/** Contracts expire at half past three in India. */
const EXPIRY_UTC = 'T10:00:00Z';

/** What a contract is worth while its underlying costs `spot`: futures by carry, options by Black and Scholes. */
export function fairValue(
  { kind, expiry, right, strike }: Pick<Listing, 'kind' | 'expiry' | 'right' | 'strike'>,
  spot: number,
  volatility: number,
  now: Date,
): number {
  if (kind === 'share' || kind === 'index' || !expiry) return spot;
  const years = Math.max(0, Date.parse(`${expiry}${EXPIRY_UTC}`) - now.getTime()) / YEAR_MS;
  const forward = spot * Math.exp(RATE * years);
  if (kind === 'future') return forward;
  const sign = right === 'CE' ? 1 : -1;
  const exercise = Number(strike);
  const deviation = volatility * Math.sqrt(years);
  if (deviation === 0) return Math.max(0, sign * (spot - exercise));
  const d1 = Math.log(forward / exercise) / deviation + deviation / 2;
  const worth = forward * normal(sign * d1) - exercise * normal(sign * (d1 - deviation));
  return Math.exp(-RATE * years) * sign * worth;
}

/** The distribution function of the normal distribution, to seven digits (Abramowitz and Stegun 26.2.17). */
export function normal(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const series =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return x >= 0 ? 1 - tail : tail;
}
