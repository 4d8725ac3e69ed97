import { dayIn, instantIn } from './market-day';

const INSTANT =
  /^(\d{4}-\d\d-\d\d)(?:T((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?)?$/;
const DAY_MS = 86_400_000;

/** Which instant of its day a date alone means. */
export type DateAlone = 'begin' | 'end';

/** Times as people at the market write and read them. */
export class MarketTime {
  readonly dayOf: (instant: Date) => string;

  constructor(private readonly timeZone: string) {
    this.dayOf = dayIn(timeZone);
  }

  /**
   * The instant of an ISO 8601 text: without a zone in the market's zone; a date alone is the first
   * or last millisecond of that market day; null if it is not one.
   */
  instantOf(text: unknown, dateAlone: DateAlone = 'begin'): Date | null {
    const [, day, time, zone] = (typeof text === 'string' && INSTANT.exec(text)) || [];
    if (!day || !isDay(day)) return null;
    if (time && zone) return instantOrNull(new Date(`${day}T${time}${zone}`));
    if (time) return instantOrNull(instantIn(this.timeZone, day, time));
    if (dateAlone === 'begin') return instantIn(this.timeZone, day, '00:00');
    const nextDay = new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
    return new Date(instantIn(this.timeZone, nextDay, '00:00').getTime() - 1);
  }
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/** Whether a text is a day of the calendar, such as 2026-11-24. */
export function isDay(text: unknown): boolean {
  if (typeof text !== 'string' || !DAY.test(text)) return false;
  const date = new Date(text);
  // The parser reads 30 February as 2 March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const instantOrNull = (instant: Date): Date | null =>
  Number.isNaN(instant.getTime()) ? null : instant;
