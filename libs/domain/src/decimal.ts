import { Decimal as DecimalJs } from 'decimal.js';

/** Digits that an IEEE 754 decimal128 (MongoDB's Decimal128) can hold. */
export const MAX_SIGNIFICANT_DIGITS = 34;

/** Largest exponent of ten, positive or negative, that a price or quantity needs. */
export const MAX_EXPONENT = 20;

/**
 * Prices, quantities and their products. The precision is far above what two 34-digit factors and
 * their sums need, so only a division ever rounds.
 */
export const Decimal = DecimalJs.clone({ precision: 160, toExpNeg: -200, toExpPos: 200 });
export type Decimal = DecimalJs;

const Quotient = DecimalJs.clone({ precision: MAX_SIGNIFICANT_DIGITS });

export const ZERO: Decimal = new Decimal(0);

const DECIMAL_TEXT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?$/i;

/** Why a text is not a valid decimal, or null if it is one. */
export function decimalFault(text: string): string | null {
  if (!DECIMAL_TEXT.test(text)) return 'must be a decimal number';
  const value = new Decimal(text);
  if (value.isZero()) return null;
  if (value.precision() > MAX_SIGNIFICANT_DIGITS) {
    return `must have at most ${MAX_SIGNIFICANT_DIGITS} digits`;
  }
  if (Math.abs(value.e) > MAX_EXPONENT) {
    return `must lie between 1e-${MAX_EXPONENT} and 1e${MAX_EXPONENT}`;
  }
  return null;
}

/** An exact decimal from its text; throws RangeError for a text that `decimalFault` refuses. */
export function decimal(text: string | number): Decimal {
  const fault = decimalFault(String(text));
  if (fault) throw new RangeError(`${text} ${fault}`);
  return new Decimal(text);
}

/** Quotient rounded half up to the 34 digits that a Decimal128 holds. */
export function divide(dividend: Decimal, divisor: Decimal): Decimal {
  return new Decimal(Quotient.div(dividend, divisor));
}

/** Plain notation without an exponent, within the digits of a Decimal128. */
export function decimalText(value: Decimal): string {
  return value.precision() > MAX_SIGNIFICANT_DIGITS
    ? value.toSignificantDigits(MAX_SIGNIFICANT_DIGITS).toFixed()
    : value.toFixed();
}
