import { parseExpiry, parseIsoExpiry } from '@ome/domain';

/** India has no daylight saving time, so its UTC offset is fixed. */
const IST_OFFSET_MS = 330 * 60_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const TIME = /^(\d\d):(\d\d)(?::(\d\d))?$/;
const NUMERIC_DATE = /^(\d\d)-(\d\d)-(\d{4})$/;

/**
 * The instant that a reply or frame names in Indian time: `14-Oct-2026 10:02`, with seconds or
 * without a time, or `14-10-2026 10:02:12`. Null for anything else.
 */
export function istInstant(text: string): Date | null {
  const [dateText = '', timeText = '00:00', ...rest] = text.trim().split(/\s+/);
  const day = isoDay(dateText);
  const [, hours, minutes, seconds = '00'] = TIME.exec(timeText) ?? [];
  if (!day || !hours || rest.length > 0) return null;
  const instant = new Date(`${day}T${hours}:${minutes}:${seconds}+05:30`);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

function isoDay(text: string): string | null {
  const [, day, month, year] = NUMERIC_DATE.exec(text) ?? [];
  return year ? parseIsoExpiry(`${year}-${month}-${day}`) : parseExpiry(text);
}

/** The calendar day in India, as request dates give it: the time of day is ignored. */
export const requestDay = (instant: Date): string =>
  `${inIndia(instant).toISOString().slice(0, 10)}T06:00:00.000Z`;

export const startOfMinute = (instant: Date): Date =>
  new Date(Math.floor(instant.getTime() / MINUTE_MS) * MINUTE_MS);

export const nextIstMidnight = (now: Date): Date =>
  new Date(now.getTime() + msToNextIstMidnight(now));

export const msToNextIstMidnight = (now: Date): number =>
  DAY_MS - (inIndia(now).getTime() % DAY_MS);

export const msToNextMinute = (now: Date): number => MINUTE_MS - (now.getTime() % MINUTE_MS);

/** An instant whose UTC fields show Indian local time. */
const inIndia = (instant: Date): Date => new Date(instant.getTime() + IST_OFFSET_MS);
