import type { MarketTime } from '../market/market-time';
import { OmeProblem, OmeUnreachable } from '@ome/client';

type Fields = readonly (readonly [name: string, value: unknown])[];

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Fields in a line: `lastQty 49 · lastPx 374.95`. Empty and false ones are left out. */
export const fieldsText = (fields: Fields, marketTime: MarketTime): string =>
  fields
    .map(([name, value]) => [name, valueText(value, marketTime)])
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name} ${text}`)
    .join(' · ');

function valueText(value: unknown, marketTime: MarketTime): string {
  if (value === null || value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map((each) => valueText(each, marketTime)).join(', ');
  if (typeof value === 'object') return fieldsText(Object.entries(value), marketTime);
  if (typeof value === 'string' && INSTANT.test(value)) return marketTime.full(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The text that users read for an error; the API's own message if it gave one. */
export function problemText(error: unknown): string {
  if (error instanceof OmeUnreachable) return 'The engine cannot be reached.';
  if (error instanceof OmeProblem && error.fields.length > 0) {
    return error.fields.map(({ field, message }) => `${field} ${message}`).join('; ');
  }
  return error instanceof Error ? error.message : 'Something went wrong.';
}
