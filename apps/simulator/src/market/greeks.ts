import { normal } from './fair-value';

export interface OptionTerms {
  readonly spot: number;
  readonly strike: number;
  /** Of a year: 0.06 is 6 %. */
  readonly rate: number;
  readonly volatility: number;
  readonly years: number;
}

/** The price of a call (1) or a put (-1) by Black and Scholes, and how it answers to each term. */
export function greeksOf({ spot, strike, rate, volatility, years }: OptionTerms, sign: 1 | -1) {
  // On the last day nothing is left to divide by.
  const root = Math.sqrt(Math.max(years, 1e-9));
  const d1 =
    (Math.log(spot / strike) + (rate + volatility ** 2 / 2) * root ** 2) / (volatility * root);
  const d2 = d1 - volatility * root;
  const density = Math.exp((-d1 * d1) / 2) / Math.sqrt(2 * Math.PI);
  const due = strike * Math.exp(-rate * years);
  return {
    price: sign * (spot * normal(sign * d1) - due * normal(sign * d2)),
    delta: sign * normal(sign * d1),
    gamma: density / (spot * volatility * root),
    /** Of a day. */
    theta:
      (-(spot * density * volatility) / (2 * root) - sign * rate * due * normal(sign * d2)) / 365,
    /** Of a percent. */
    rho: (sign * years * due * normal(sign * d2)) / 100,
    vego: (spot * density * root) / 100,
  };
}
