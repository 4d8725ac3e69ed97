import { parseUtcTimestamp } from '../codec/timestamp';

/** A field as the dictionary describes it. */
export interface FieldType {
  tag: number;
  name: string;
  type: string;
  /** Null if any value of the type is allowed. */
  values: ReadonlySet<string> | null;
}

const DIGITS = /^\d+$/;
const FLOAT = /^-?(\d+\.?\d*|\.\d+)$/;
const DATE = /^\d{8}$/;

const FORMATS: Readonly<Record<string, RegExp>> = {
  INT: /^-?\d+$/,
  LENGTH: DIGITS,
  NUMINGROUP: DIGITS,
  SEQNUM: DIGITS,
  DAYOFMONTH: DIGITS,
  FLOAT,
  QTY: FLOAT,
  PRICE: FLOAT,
  PRICEOFFSET: FLOAT,
  AMT: FLOAT,
  PERCENTAGE: FLOAT,
  CHAR: /^.$/s,
  BOOLEAN: /^[YN]$/,
  UTCDATEONLY: DATE,
  UTCDATE: DATE,
  LOCALMKTDATE: DATE,
  UTCTIMEONLY: /^\d\d:\d\d:\d\d(\.\d{1,9})?$/,
};

const SEVERAL_VALUES = new Set(['MULTIPLEVALUESTRING', 'MULTIPLESTRINGVALUE', 'MULTIPLECHARVALUE']);

export function isKnownValue({ type, values }: FieldType, value: string): boolean {
  if (!values) return true;
  return SEVERAL_VALUES.has(type)
    ? value.split(' ').every((one) => values.has(one))
    : values.has(value);
}

export function isWellFormed({ type }: FieldType, value: string): boolean {
  if (type === 'UTCTIMESTAMP') return parseUtcTimestamp(value) !== null;
  return FORMATS[type]?.test(value) ?? true;
}
