import { type Decimal, decimal, decimalFault } from '@ome/domain';
import { BrokerFault } from '../broker/broker-fault';

/** An object of a reply as the broker gave it, except numbers, which are kept as text. */
export type BreezeRow = Readonly<Record<string, unknown>>;

export const isRow = (value: unknown): value is BreezeRow =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Null if the field is missing, null or blank. */
export function textOf(row: BreezeRow, field: string): string | null {
  const value = row[field];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** Null if the field is not a number. */
export const decimalOf = (row: BreezeRow, field: string): Decimal | null =>
  parseDecimal(textOf(row, field));

/** Null if the field is missing. @throws BrokerFault if it is there and no number */
export function optionalDecimal(row: BreezeRow, field: string): Decimal | null {
  const text = textOf(row, field);
  const value = parseDecimal(text);
  if (text !== null && value === null) throw unreadable(`with ${field} ${text}`);
  return value;
}

/** @throws BrokerFault if the field does not say it */
export function required<T>(row: BreezeRow, field: string, value: T | null): T {
  if (value !== null) return value;
  const given = textOf(row, field);
  throw unreadable(given === null ? `without ${field}` : `with ${field} ${given}`);
}

const unreadable = (what: string): BrokerFault =>
  new BrokerFault('unknown', `Breeze gave a row ${what}`);

export const parseDecimal = (text: string | null): Decimal | null =>
  text === null || decimalFault(text) ? null : decimal(text);
