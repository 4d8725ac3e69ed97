/** A part of a trading day with rules of its own. */
export enum TradingPhase {
  PreOpen = 'preOpen',
  /** The orders of the pre-open session are matched. */
  OpeningMatch = 'openingMatch',
  Continuous = 'continuous',
  /** The closing auction's reference price is found. */
  ReferencePrice = 'referencePrice',
  ClosingAuction = 'closingAuction',
  ClosingAuctionLimitOnly = 'closingAuctionLimitOnly',
  /** The orders of the closing auction are matched. */
  ClosingMatch = 'closingMatch',
  /** Trades at the closing price, after the session of day orders. */
  PostClose = 'postClose',
}

interface PhaseRules {
  entry: 'all' | 'limit' | 'none';
  /** Whether market orders can be changed and canceled, where anything can. */
  marketOrdersChange: boolean;
}

const OPEN: PhaseRules = { entry: 'all', marketOrdersChange: true };
const SHUT: PhaseRules = { entry: 'none', marketOrdersChange: false };

/** As the Indian exchanges have it; the closing auction since 3 August 2026. */
export const PHASE_RULES: Readonly<Record<TradingPhase, PhaseRules>> = {
  [TradingPhase.PreOpen]: OPEN,
  [TradingPhase.OpeningMatch]: SHUT,
  [TradingPhase.Continuous]: OPEN,
  [TradingPhase.ReferencePrice]: SHUT,
  [TradingPhase.ClosingAuction]: OPEN,
  [TradingPhase.ClosingAuctionLimitOnly]: { entry: 'limit', marketOrdersChange: false },
  [TradingPhase.ClosingMatch]: SHUT,
  [TradingPhase.PostClose]: OPEN,
};

const OUTSIDE_SESSION: readonly TradingPhase[] = [
  TradingPhase.PreOpen,
  TradingPhase.OpeningMatch,
  TradingPhase.PostClose,
];

/** Whether day orders live through the phase: the session lies between pre-open and post-close. */
export const isInSession = (phase: TradingPhase): boolean => !OUTSIDE_SESSION.includes(phase);
