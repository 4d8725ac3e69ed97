import { isSafeNumber, parse } from 'lossless-json';
import { Decimal } from './exact-decimal';

/** Only a run of this many digits can hold a number that a double cannot. */
const LONG_NUMBER = /[\d.]{16}/;

/** Parses JSON, but a number with more digits than a double keeps becomes a string. */
export function parseExactJson(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  return parse(text, undefined, (digits) => (isSafeNumber(digits) ? Number(digits) : digits));
}

/** A flat JSON object; decimals are written as number literals with all their digits. */
export function stringifyExactJson(fields: Readonly<Record<string, unknown>>): string {
  const members: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    members.push(`"${name}":${Decimal.isDecimal(value) ? value.toFixed() : JSON.stringify(value)}`);
  }
  return `{${members.join(',')}}`;
}
