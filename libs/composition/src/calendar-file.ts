import type { TradingPhase } from '@ome/domain';

/** Clock times of a session, `HH:MM`, in the exchange's zone. */
export interface Hours {
  open: string;
  close: string;
}

/** A phase of the day; all times `HH:MM` in the exchange's zone. */
export interface Stretch {
  phase: TradingPhase;
  from: string;
  to: string;
  /** The exchange picks a random end between this and `to`. */
  mayEndFrom?: string;
}

/** The phases of a day, one after another. */
export interface Timetable {
  phases: readonly Stretch[];
  /** The first day to which it applies, YYYY-MM-DD. */
  since?: string;
  /** Applies on days on which this time zone has summer time. */
  whileSummerIn?: string;
}

/**
 * One exchange in a calendar file. It has either `open` and `close` or `timetables`, of which the
 * last that applies to a day counts.
 */
export interface ExchangeHours extends Partial<Hours> {
  timeZone: string;
  /** 1 is Monday, 7 is Sunday. */
  weekdays: readonly number[];
  /** Days without a session, YYYY-MM-DD. */
  holidays: readonly string[];
  /** Days with other hours, on any day of the week; missing fields are as usual. */
  special?: Readonly<Record<string, Partial<Hours>>>;
  timetables?: readonly Timetable[];
  /** Timetables of shares with derivatives. */
  withDerivatives?: readonly Timetable[];
  /** The first and the last day for which all this is valid, YYYY-MM-DD. */
  validFrom?: string;
  validUntil?: string;
}

export type CalendarFile = Readonly<Record<string, ExchangeHours>>;
