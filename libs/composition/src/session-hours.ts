import type { Clock, ExchangeCalendar } from '@ome/engine';
import { dayIn, instantIn } from '@ome/platform';
import type { StoredFixSession } from '@ome/persistence';

type Hours = Pick<StoredFixSession, 'hours' | 'timeZone' | 'tradingDaysOf'>;

const DAY_MS = 86_400_000;
/** No exchange pauses longer. */
const LONGEST_PAUSE_DAYS = 30;
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Whether a session may be logged on, and since when its numbers count. */
export interface Standing {
  isOpen: boolean;
  /** Of the period that began last, which may be over; null where there is none. */
  periodStart: Date | null;
}

/** The hours of sessions, in their zones and by the holidays of exchanges. */
export class SessionHours {
  constructor(
    private readonly clock: Clock,
    private readonly marketZone: string,
    private readonly calendar: Pick<ExchangeCalendar, 'sessionOf'>,
  ) {}

  standing({ hours, timeZone, tradingDaysOf }: Hours): Standing {
    if (hours === null) return { isOpen: true, periodStart: null };
    const zone = timeZone ?? this.marketZone;
    const now = this.clock.now();
    const { weekday, from, to, lasts } = parsed(hours);
    const today = Date.parse(dayIn(zone)(now));
    for (let back = 0; back <= LONGEST_PAUSE_DAYS; back += 1) {
      const date = new Date(today - back * DAY_MS);
      if (weekday !== null && date.getUTCDay() !== weekday) continue;
      const start = instantIn(zone, dateOf(date), from);
      if (start > now || !this.isTraded(tradingDaysOf, zone, dateOf(date))) continue;
      const lastDay = new Date(date.getTime() + lasts * DAY_MS);
      return { isOpen: now < instantIn(zone, dateOf(lastDay), to), periodStart: start };
    }
    return { isOpen: false, periodStart: null };
  }

  /** A day of which the calendar knows nothing shuts nobody out. */
  private isTraded(exchange: string | null, zone: string, day: string): boolean {
    if (exchange === null) return true;
    const market = { exchange, hasDerivatives: false };
    const session = this.calendar.sessionOf(market, instantIn(zone, day, '00:00'));
    return session === null || session.day === day;
  }
}

export const isSame = (one: Standing, other: Standing): boolean =>
  one.isOpen === other.isOpen && one.periodStart?.getTime() === other.periodStart?.getTime();

const dateOf = (date: Date): string => date.toISOString().slice(0, 10);

/** `lasts`: on which day after its first one a period ends; `weekday` null for every day. */
function parsed(hours: string) {
  const [first, last] = hours.split('-').map((end) => end.split(' '));
  const [from, to] = [first.at(-1)!, last.at(-1)!];
  const isOverMidnight = to <= from;
  if (first.length === 1) return { weekday: null, from, to, lasts: isOverMidnight ? 1 : 0 };
  const [weekday, lastDay] = [first, last].map(([name]) => WEEKDAYS.indexOf(name));
  const days = (lastDay - weekday + 7) % 7;
  return { weekday, from, to, lasts: days === 0 && isOverMidnight ? 7 : days };
}
