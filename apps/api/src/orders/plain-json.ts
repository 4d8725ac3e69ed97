import { Decimal, decimalText } from '@ome/domain';

/** A value of the domain as JSON shows it: decimals as plain-notation strings, without nulls. */
export function plainJson(value: unknown): unknown {
  if (value instanceof Decimal) return decimalText(value);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(plainJson);
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(entries.map(([key, inner]) => [key, plainJson(inner)]));
}
