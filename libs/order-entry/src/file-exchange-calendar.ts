import { ExchangeCalendar, type TradingSession } from '@ome/engine';
import { dayIn, instantIn } from '@ome/platform';

/** Clock times of a session, `HH:MM`, in the exchange's zone. */
interface Hours {
  open: string;
  close: string;
}

/** One exchange in a calendar's file. */
export interface ExchangeHours extends Hours {
  timeZone: string;
  /** 1 is Monday, 7 is Sunday. */
  weekdays: readonly number[];
  /** Days without a session, YYYY-MM-DD. */
  holidays: readonly string[];
  /** Days with other hours, on whatever day of the week. */
  special?: Readonly<Record<string, Hours>>;
}

export type CalendarFile = Readonly<Record<string, ExchangeHours>>;

const DAY_MS = 86_400_000;
/** No exchange pauses for longer. */
const LONGEST_PAUSE_DAYS = 30;

/** Sessions as a calendar's file gives them. */
export class FileExchangeCalendar extends ExchangeCalendar {
  readonly exchanges: readonly string[];

  constructor(private readonly file: CalendarFile) {
    super();
    this.exchanges = Object.keys(file);
  }

  closedBy(exchange: string, instant: Date): TradingSession {
    return this.find(exchange, instant, -1, ({ closesAt }) => closesAt <= instant);
  }

  openAfter(exchange: string, instant: Date): TradingSession {
    return this.find(exchange, instant, 1, ({ closesAt }) => closesAt > instant);
  }

  private find(
    exchange: string,
    instant: Date,
    direction: 1 | -1,
    isMeant: (session: TradingSession) => boolean,
  ): TradingSession {
    const hours = this.file[exchange];
    const today = Date.parse(dayIn(hours.timeZone)(instant));
    for (let step = 0; step <= LONGEST_PAUSE_DAYS; step += 1) {
      const session = sessionOn(hours, new Date(today + step * direction * DAY_MS));
      if (session && isMeant(session)) return session;
    }
    throw new Error(`The calendar has no session of ${exchange} near ${instant.toISOString()}`);
  }
}

/** @param date midnight UTC of the day */
function sessionOn(exchange: ExchangeHours, date: Date): TradingSession | null {
  const day = date.toISOString().slice(0, 10);
  const { weekdays, holidays, timeZone } = exchange;
  const isRegular = weekdays.includes(date.getUTCDay() || 7) && !holidays.includes(day);
  const hours = exchange.special?.[day] ?? (isRegular ? exchange : null);
  if (!hours) return null;
  return {
    day,
    opensAt: instantIn(timeZone, day, hours.open),
    closesAt: instantIn(timeZone, day, hours.close),
  };
}
