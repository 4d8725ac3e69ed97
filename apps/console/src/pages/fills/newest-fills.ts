import type { FillView } from '@ome/contracts';

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

/** How many are loaded and shown. */
export const NEWEST = 1_000;

/** An execution id is unique within its order. */
export const fillId = ({ orderId, execId }: FillView): string => `${orderId}:${execId}`;

/**
 * Merges loaded fills, which include busts and corrections, with those known from the feed only.
 */
export function newestOf(asked: readonly FillView[], heard: readonly FillView[]): FillView[] {
  const known = new Set(asked.map(fillId));
  return [...heard.filter((fill) => !known.has(fillId(fill))), ...asked]
    .sort((one, other) => (one.at === other.at ? 0 : one.at < other.at ? 1 : -1))
    .slice(0, NEWEST);
}
