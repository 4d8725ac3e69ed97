import {
  decimal,
  type Decimal,
  decimalFault,
  hasLimitPrice,
  hasStopPrice,
  type OrdType,
} from '@ome/domain';
import type { DecimalInput } from '@ome/contracts';
import { invalid } from './invalid-request';

/** What an account, a symbol or a client's id is: visible ASCII, which every link can carry. */
export const ID = /^[\x21-\x7e]{1,64}$/;

/** Of a basket: shorter, as ids of requests for its orders are made from it. */
export const BASKET_ID = /^[\x21-\x7e]{1,56}$/;

/** An optional field of a request. */
type Given<T> = T | null | undefined;

export const isGiven = <T>(value: Given<T>): value is T => value !== undefined && value !== null;

/** Why a value is not a decimal above zero, or null. Numbers are read by their shortest text. */
export function decimalValueFault(value: unknown, range: 'any' | 'positive'): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return 'must be a decimal number';
  const text = String(value);
  const fault = decimalFault(text);
  if (fault) return fault;
  return range === 'positive' && !(Number(text) > 0) ? 'must be greater than zero' : null;
}

/** @throws InvalidRequest for an unknown link */
export function checkLink(field: string, link: Given<string>, links: ReadonlySet<string>): void {
  if (!isGiven(link) || links.has(link)) return;
  throw invalid(field, `must be one of ${[...links].join(', ')}`);
}

/** The names of the price fields at an entry point. */
export interface PriceNames {
  price: string;
  stopPrice: string;
}

interface Prices {
  price?: Given<DecimalInput>;
  stopPrice?: Given<DecimalInput>;
}

/** @throws InvalidRequest for a price that the order type requires or does not allow */
export function pricesOf(
  ordType: OrdType,
  { price, stopPrice }: Prices,
  names: PriceNames,
): { price: Decimal | null; stopPrice: Decimal | null } {
  return {
    price: priceOf(names.price, price, hasLimitPrice(ordType), ordType),
    stopPrice: priceOf(names.stopPrice, stopPrice, hasStopPrice(ordType), ordType),
  };
}

function priceOf(
  field: string,
  value: Given<DecimalInput>,
  needed: boolean,
  ordType: OrdType,
): Decimal | null {
  if (!isGiven(value)) {
    if (needed) throw invalid(field, `is required for ${ordType} orders`);
    return null;
  }
  if (!needed) throw invalid(field, `must be left out of ${ordType} orders`);
  return positive(field, value);
}

/** @throws InvalidRequest for a value that is not a decimal above zero */
export function positive(field: string, value: DecimalInput): Decimal {
  const fault = decimalValueFault(value, 'positive');
  if (fault) throw invalid(field, fault);
  return decimal(value);
}
