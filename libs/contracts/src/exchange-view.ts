/**
 * When an exchange trades, as this engine's calendar has it. Shares with derivatives have an item of
 * their own where their hours differ. Times are ISO 8601 UTC.
 */
export interface ExchangeView {
  exchange: string;
  hasDerivatives: boolean;
  /** unknown: the calendar does not reach this day. */
  state: 'open' | 'closed' | 'unknown';
  /** Whether it is between open and close. */
  isOpen: boolean;
  /** The phase of now, where it is in any. */
  phase: TradingPhaseView | null;
  /** The session of now, or else the next one; null where the calendar knows of none. */
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
  /** From when on the exchange may end it, at a moment that it draws. */
  mayEndFrom: string | null;
  /** Which new orders, and changes of orders, the exchange takes. */
  entry: 'all' | 'limit' | 'none';
  /** Whether market orders can be changed and canceled. */
  marketOrdersChange: boolean;
}
