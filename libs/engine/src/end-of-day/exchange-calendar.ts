import type { TradingPhase } from '@ome/domain';

/** Instruments with the same hours: an exchange, or a part of it. */
export interface Market {
  exchange: string;
  /** For a share: whether it has derivatives. Such shares have hours of their own. */
  hasDerivatives: boolean;
}

export interface PhaseHours {
  phase: TradingPhase;
  beganAt: Date;
  endsAt: Date;
  /** Its end by the exchange's clocks, `HH:MM`. */
  until: string;
  /** Earliest end, if the exchange picks the end at random; null if it ends on time. */
  mayEndFrom: Date | null;
}

/** The hours of one day. Pre-open and post-close phases lie outside `opensAt` to `closesAt`. */
export interface TradingSession {
  /** The market's day, YYYY-MM-DD. */
  day: string;
  opensAt: Date;
  /** Orders entered from here on belong to the next session. */
  entryEndsAt: Date;
  closesAt: Date;
  phases: readonly PhaseHours[];
}

/** A market's state at an instant; unknown if the calendar does not cover it. */
export type MarketState =
  { state: 'open'; phase: PhaseHours } | { state: 'closed' } | { state: 'unknown' };

/** When exchanges trade. Returns null for what it does not know, and never guesses. */
export abstract class ExchangeCalendar {
  /** Markets whose hours are known, grouped by exchange. */
  abstract readonly markets: readonly Market[];
  /** The last day covered, YYYY-MM-DD; null if it has no end. */
  abstract validUntil(exchange: string): string | null;
  abstract stateAt(market: Market, instant: Date): MarketState;
  /** The session at that instant, or else the next one. */
  abstract sessionOf(market: Market, instant: Date): TradingSession | null;
  /** The last session that had closed by that instant. */
  abstract closedBy(market: Market, instant: Date): TradingSession | null;
}
