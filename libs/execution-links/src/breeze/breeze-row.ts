import { type Decimal, decimal, decimalFault } from '@ome/domain';

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

export const parseDecimal = (text: string | null): Decimal | null =>
  text === null || decimalFault(text) ? null : decimal(text);
