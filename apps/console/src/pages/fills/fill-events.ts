export const TRADES: ReadonlySet<string> = new Set(['Trade']);

/** Events after which fills that there were are different. */
export const AMENDMENTS: ReadonlySet<string> = new Set([
  'TradeConfirmed',
  'TradeCancel',
  'TradeCorrect',
  'Restated',
]);

/** Events after which what fills add up to is different. */
export const FILL_EVENTS: ReadonlySet<string> = new Set([...TRADES, ...AMENDMENTS]);
