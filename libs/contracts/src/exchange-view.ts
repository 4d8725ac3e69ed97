/**
 * When an exchange trades, according to this engine's calendar. Shares with derivatives have an
 * item of their own if their hours differ. Times are ISO 8601 UTC.
 */
export interface ExchangeView {
  exchange: string;
  hasDerivatives: boolean;
  /** unknown: the calendar does not reach this day. */
  state: 'open' | 'closed' | 'unknown';
  /** Whether it is between open and close. */
  isOpen: boolean;
  /** The current phase, if there is one. */
  phase: TradingPhaseView | null;
  /** The current session, or else the next one; null if the calendar has none. */
  session: TradingSessionView | null;
  lastSession: TradingSessionView | null;
  /** The last day of the calendar, YYYY-MM-DD. */
  validUntil: string | null;
}

export interface TradingSessionView {
  /** The market's day, YYYY-MM-DD. */
  day: string;
  opensAt: string;
  closesAt: string;
  phases: TradingPhaseView[];
}

export interface TradingPhaseView {
  phase: string;
  beganAt: string;
  endsAt: string;
  /** Earliest end, if the exchange picks the end at random. */
  mayEndFrom: string | null;
  /** Which new orders, and changes of orders, the exchange accepts. */
  entry: 'all' | 'limit' | 'none';
  /** Whether market orders can be changed and canceled. */
  marketOrdersChange: boolean;
}
