/** A read model that was missing, different from the fold of the journal, or of nothing in it. */
export interface RebuildDifferenceView {
  collection: string;
  id: string;
  kind: 'missing' | 'different' | 'extra';
}

/**
 * `GET /rebuild`, and the answer of `POST /rebuild` (202; 409 while one runs). `brokenOff`: its
 * process died; starting another one is safe.
 */
export interface RebuildView {
  state: 'never' | 'running' | 'done' | 'failed' | 'brokenOff';
  /** Id of the API key; null where none was sent. */
  by: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  /** What it is at: orders and their fills come first. */
  step: 'orders' | 'positions' | null;
  orders: number;
  fills: number;
  events: number;
  positions: number;
  /** All that were found and corrected, and the first thousand of them. */
  differenceCount: number;
  differences: RebuildDifferenceView[];
  /** Histories that could not be folded, and whose read models were left as they are. */
  unreadable: number;
  /** Why it failed. */
  error: string | null;
}
