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
  /** The exchange ends it at a moment that it draws, from here to `to`. */
  mayEndFrom?: string;
}

/** The phases of a day, one after another. */
export interface Timetable {
  phases: readonly Stretch[];
  /** The first day that it is for, YYYY-MM-DD. */
  since?: string;
  /** It is for the days on which this time zone has summer time. */
  whileSummerIn?: string;
}

/**
 * One exchange in a calendar's file. It has either `open` and `close` or `timetables`, of which the
 * last that is for a day counts.
 */
export interface ExchangeHours extends Partial<Hours> {
  timeZone: string;
  /** 1 is Monday, 7 is Sunday. */
  weekdays: readonly number[];
  /** Days without a session, YYYY-MM-DD. */
  holidays: readonly string[];
  /** Days with other hours, on whatever day of the week; what is left out is as usual. */
  special?: Readonly<Record<string, Partial<Hours>>>;
  timetables?: readonly Timetable[];
  /** Those of the shares of which there are derivatives. */
  withDerivatives?: readonly Timetable[];
  /** The first and the last day that all this is true of, YYYY-MM-DD. */
  validFrom?: string;
  validUntil?: string;
}

export type CalendarFile = Readonly<Record<string, ExchangeHours>>;
