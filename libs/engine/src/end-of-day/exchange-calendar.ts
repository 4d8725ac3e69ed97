/** The hours of one session. */
export interface TradingSession {
  /** The market's day, YYYY-MM-DD. */
  day: string;
  opensAt: Date;
  closesAt: Date;
}

/** When exchanges trade. */
export abstract class ExchangeCalendar {
  /** Exchanges whose hours are known. */
  abstract readonly exchanges: readonly string[];
  /** The last session that had closed by then. */
  abstract closedBy(exchange: string, instant: Date): TradingSession;
  /** The session of then, or else the next one. */
  abstract openAfter(exchange: string, instant: Date): TradingSession;
}
