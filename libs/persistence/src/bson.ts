import { Decimal, decimalText } from '@ome/domain';
import { mongo } from 'mongoose';

const { Decimal128 } = mongo.BSON;

/**
 * Converts a value to BSON: decimals become Decimal128; dates, strings and booleans stay as they
 * are.
 */
export function toBson(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (value instanceof Decimal) return decimal128(value);
  if (Array.isArray(value)) return value.map(toBson);
  return mapValues(value, toBson);
}

const ZERO = Decimal128.fromString('0');

/** Parsing a string is expensive, and a new order is full of zeros. */
const decimal128 = (value: Decimal): mongo.Decimal128 =>
  value.isZero() ? ZERO : Decimal128.fromString(decimalText(value));

/** The inverse of `toBson`. */
export function fromBson(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (value instanceof Decimal128) return new Decimal(value.toString());
  if (Array.isArray(value)) return value.map(fromBson);
  return mapValues(value, fromBson);
}

function mapValues(value: object, map: (value: unknown) => unknown): Record<string, unknown> {
  const mapped: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) mapped[key] = map(inner);
  return mapped;
}
