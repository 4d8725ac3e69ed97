/** Events after which the fills, and what they add up to, are different. */
export const FILL_EVENTS: ReadonlySet<string> = new Set([
  'Trade',
  'TradeCancel',
  'TradeCorrect',
  'Restated',
]);
