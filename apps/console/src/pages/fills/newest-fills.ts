import type { FillView } from '@ome/contracts';

/** How many are asked for and shown. */
export const NEWEST = 1_000;

/** An execution is one of its order's. */
export const fillId = ({ orderId, execId }: FillView): string => `${orderId}:${execId}`;

/** What was asked for, which knows of busts and corrections, and what was only heard of so far. */
export function newestOf(asked: readonly FillView[], heard: readonly FillView[]): FillView[] {
  const known = new Set(asked.map(fillId));
  return [...heard.filter((fill) => !known.has(fillId(fill))), ...asked]
    .sort((one, other) => (one.at === other.at ? 0 : one.at < other.at ? 1 : -1))
    .slice(0, NEWEST);
}
