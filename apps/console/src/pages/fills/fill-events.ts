export const TRADES: ReadonlySet<string> = new Set(['Trade']);

/** Events that change existing fills. */
export const AMENDMENTS: ReadonlySet<string> = new Set([
  'TradeConfirmed',
  'TradeCancel',
  'TradeCorrect',
  'Restated',
]);

/** Events that change the totals of fills. */
export const FILL_EVENTS: ReadonlySet<string> = new Set([...TRADES, ...AMENDMENTS]);
