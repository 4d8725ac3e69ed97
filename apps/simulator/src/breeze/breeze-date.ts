import { midnightOf, MONTHS } from '../brokers/indian-time';
import { badArguments } from './envelope';

/** `2026-12-29` alone, or with a time in UTC, of which Breeze ignores everything. */
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z)?$/i;
/** `29-Dec-2026` as its rows and notes have it, and `29-DEC-26` as the rows of margins do. */
const NAMED = /^(\d{2})-([A-Z]{3})-(\d{4}|\d{2})$/i;

/**
 * The day that a request names, as YYYY-MM-DD, in any of the forms that Breeze documents.
 * @throws BreezeError for any other text, and for days that do not exist
 */
export function parseDay(text: string): string {
  const day = isoDayOf(text);
  const at = new Date(`${day}T00:00:00Z`);
  // Date turns 30 February into a day of March.
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day) throw badArguments();
  return day;
}

/**
 * The instant of `2026-12-29T09:15:00.000Z`, which Breeze means in Indian time; of a day alone, its
 * start. @throws BreezeError
 */
export function parseTime(text: string): Date {
  const [, time = '00:00:00'] = /T(\d{2}:\d{2}:\d{2})/i.exec(text) ?? [];
  return new Date(midnightOf(parseDay(text)).getTime() + Date.parse(`1970-01-01T${time}Z`));
}

function isoDayOf(text: string): string {
  const iso = ISO.exec(text);
  if (iso) return iso.slice(1, 4).join('-');
  const [, day, name = '', year = ''] = NAMED.exec(text) ?? [];
  const month = MONTHS.findIndex((known) => known.toLowerCase() === name.toLowerCase()) + 1;
  const century = year.length === 2 ? '20' : '';
  return `${century}${year}-${String(month).padStart(2, '0')}-${day}`;
}
