/** India has the same UTC offset all year. */
const IST_OFFSET_MS = (5 * 60 + 30) * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** Flattrade deletes all tokens at this hour, in UTC: 05:00 in India. */
const WIPE_UTC_MS = 5 * 60 * 60_000 - IST_OFFSET_MS + DAY_MS;

const TIME_FIRST = /^(?<time>\d\d:\d\d:\d\d) (?<day>\d\d)-(?<month>\d\d)-(?<year>\d{4})$/;
const DATE_FIRST = /^(?<day>\d\d)-(?<month>\d\d)-(?<year>\d{4}) (?<time>\d\d:\d\d:\d\d)$/;

/**
 * The instant of `10:02:11 14-10-2026` (`norentm`) or `14-10-2026 10:02:11` (`exch_tm`), both in
 * Indian time. Null for any other text, and for the year 1980, which stands for no time.
 */
export function parseIst(text: string): Date | null {
  const { year, month, day, time } = (TIME_FIRST.exec(text) ?? DATE_FIRST.exec(text))?.groups ?? {};
  if (!year || Number(year) < 2000) return null;
  const instant = new Date(`${year}-${month}-${day}T${time}+05:30`);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

/** The instant of `ordenttm`, seconds since 1970. */
export function parseEpoch(text: string): Date | null {
  return /^[1-9]\d{8,10}$/.test(text) ? new Date(Number(text) * 1_000) : null;
}

/** The end of a login: the next 05:00 in India. */
export function tokenExpiry(obtainedAt: Date): Date {
  const time = obtainedAt.getTime();
  const wipe = Math.floor(time / DAY_MS) * DAY_MS + (WIPE_UTC_MS % DAY_MS);
  return new Date(wipe > time ? wipe : wipe + DAY_MS);
}
