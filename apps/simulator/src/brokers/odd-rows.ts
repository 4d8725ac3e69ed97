import { isText, type Check } from '../control/checks';
import { fieldsOf } from '../malformed';

/** What rows and frames about an instrument say wrongly. */
export interface OddRows {
  /** In the broker's own words, as rows and frames name it. */
  symbol: string;
  /** What they say instead, by field; in frames that are lists, by position. */
  fields: Readonly<Record<string, string>>;
}

export const isOddRows: Check = (value) => {
  if (value === null) return true;
  const { symbol, fields, ...others } = fieldsOf(value);
  const known = Object.keys(others).length === 0;
  return known && isText(symbol) && Object.values(fieldsOf(fields)).every(isText);
};

/** The same row or frame as it is told. */
export function asTold<Said>(said: Said, odd: OddRows | null): Said {
  if (!odd || typeof said !== 'object' || said === null) return said;
  if (!Object.values(said).includes(odd.symbol)) return said;
  if (!Array.isArray(said)) return { ...said, ...odd.fields };
  return said.map((text: unknown, position) => odd.fields[position] ?? text) as Said;
}
