/** A read model that was missing, differed from the fold of the journal, or had no journal. */
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
  /** Id of the API key; null if none was sent. */
  by: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  /** The current step: orders and their fills come first. */
  step: 'orders' | 'positions' | null;
  orders: number;
  fills: number;
  events: number;
  positions: number;
  /** The number found and corrected, and the first thousand of them. */
  differenceCount: number;
  differences: RebuildDifferenceView[];
  /** Histories that could not be folded; their read models were left unchanged. */
  unreadable: number;
  /** Why it failed. */
  error: string | null;
}
