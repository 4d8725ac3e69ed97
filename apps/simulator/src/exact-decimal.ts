import { Decimal as DecimalJs } from 'decimal.js';

/** Precise enough that sums and products of 34-digit numbers stay exact. */
export const Decimal = DecimalJs.clone({ precision: 160, toExpNeg: -200, toExpPos: 200 });
export type Decimal = DecimalJs;

/** FIX decimals of this engine have 34 digits; an average has to stop somewhere. */
const Quotient = DecimalJs.clone({ precision: 34 });

export const ZERO: Decimal = new Decimal(0);

const DECIMAL_TEXT = /^-?\d{1,40}(\.\d{1,40})?$/;

/** The decimal in a JSON number or string, or null. */
export function parseDecimal(value: unknown): Decimal | null {
  if (typeof value === 'number') return Number.isFinite(value) ? new Decimal(value) : null;
  return typeof value === 'string' && DECIMAL_TEXT.test(value) ? new Decimal(value) : null;
}

export function divide(dividend: Decimal, divisor: Decimal): Decimal {
  return new Decimal(Quotient.div(dividend, divisor));
}
