import type { TradingPhase } from '@ome/domain';

/** What trades by the same hours: an exchange, or some of its instruments. */
export interface Market {
  exchange: string;
  /** Of a share: whether there are derivatives of it. Such shares have hours of their own. */
  hasDerivatives: boolean;
}

export interface PhaseHours {
  phase: TradingPhase;
  beganAt: Date;
  endsAt: Date;
  /** From when on the exchange may end it, at a moment that it draws; null where it ends on time. */
  mayEndFrom: Date | null;
}

/** The hours of one day. Its pre-open and post-close phases lie outside of `opensAt` to `closesAt`. */
export interface TradingSession {
  /** The market's day, YYYY-MM-DD. */
  day: string;
  opensAt: Date;
  /** What is entered from here on is of the next session. */
  entryEndsAt: Date;
  closesAt: Date;
  phases: readonly PhaseHours[];
}

/** What a market does at an instant; unknown where the calendar does not say. */
export type MarketState =
  { state: 'open'; phase: PhaseHours } | { state: 'closed' } | { state: 'unknown' };

/** When exchanges trade. It answers null for what it does not know, and never guesses. */
export abstract class ExchangeCalendar {
  /** Markets whose hours are known, those of one exchange next to each other. */
  abstract readonly markets: readonly Market[];
  /** The last day that it speaks of, YYYY-MM-DD; null where it has no end. */
  abstract validUntil(exchange: string): string | null;
  abstract stateAt(market: Market, instant: Date): MarketState;
  /** The session of then, or else the next one. */
  abstract sessionOf(market: Market, instant: Date): TradingSession | null;
  /** The last session that had closed by then. */
  abstract closedBy(market: Market, instant: Date): TradingSession | null;
}
