import type { CommandKind } from './order';
import { OrdType } from './requested-order';

/** A part of a trading day with its own rules. */
export enum TradingPhase {
  PreOpen = 'preOpen',
  /** The orders of the pre-open session are matched. */
  OpeningMatch = 'openingMatch',
  Continuous = 'continuous',
  /** The reference price of the closing auction is determined. */
  ReferencePrice = 'referencePrice',
  ClosingAuction = 'closingAuction',
  ClosingAuctionLimitOnly = 'closingAuctionLimitOnly',
  /** The orders of the closing auction are matched. */
  ClosingMatch = 'closingMatch',
  /** Trades at the closing price, after the day session. */
  PostClose = 'postClose',
}

interface PhaseRules {
  entry: 'all' | 'limit' | 'none';
  /** Whether market orders can be changed and canceled, if any orders can. */
  marketOrdersChange: boolean;
}

const OPEN: PhaseRules = { entry: 'all', marketOrdersChange: true };
const SHUT: PhaseRules = { entry: 'none', marketOrdersChange: false };

/** As on the Indian exchanges; the closing auction since 3 August 2026. */
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

/** Whether the exchange takes a request for an order of this type in the phase. */
export function isTakenIn(phase: TradingPhase, kind: CommandKind, ordType: OrdType): boolean {
  const { entry, marketOrdersChange } = PHASE_RULES[phase];
  if (kind !== 'new' && ordType === OrdType.Market && !marketOrdersChange) return false;
  if (kind === 'cancel') return true;
  return entry === 'all' || (entry === 'limit' && ordType === OrdType.Limit);
}

const OUTSIDE_SESSION: readonly TradingPhase[] = [
  TradingPhase.PreOpen,
  TradingPhase.OpeningMatch,
  TradingPhase.PostClose,
];

/** Whether day orders are live in the phase: the session lies between pre-open and post-close. */
export const isInSession = (phase: TradingPhase): boolean => !OUTSIDE_SESSION.includes(phase);
