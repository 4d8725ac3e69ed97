/** When an exchange trades, as this engine's calendar has it. Times are ISO 8601 UTC. */
export interface ExchangeView {
  exchange: string;
  isOpen: boolean;
  /** The session of now, or else the next one. */
  session: TradingSessionView;
  lastSession: TradingSessionView;
}

export interface TradingSessionView {
  /** The market's day, YYYY-MM-DD. */
  day: string;
  opensAt: string;
  closesAt: string;
}
