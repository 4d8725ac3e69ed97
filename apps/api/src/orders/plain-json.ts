import type { PlainJson } from '@ome/contracts';
import { Decimal, decimalText } from '@ome/domain';

/** A domain value as plain JSON. */
export const plainJson = <T>(value: T): PlainJson<T> => plain(value) as PlainJson<T>;

function plain(value: unknown): unknown {
  if (value instanceof Decimal) return decimalText(value);
  if (value instanceof Date) return value.toISOString();
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]));
}
