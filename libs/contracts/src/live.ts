import type { FeedItem } from './feed';

/** The socket.io namespace of the live feed. */
export const LIVE_NAMESPACE = '/live';

/** What a subscriber receives: everything, or the events of one user, order or account. */
export type LiveRoom = 'all' | `user:${string}` | `order:${string}` | `account:${string}`;

/** Sent as the client event `subscribe`; replaces an earlier subscription. */
export interface LiveSubscription {
  rooms: LiveRoom[];
  /** The cursor of the last handled item; if left out, events from now on. */
  after?: string | null;
}

/** Why a subscription was refused or a subscriber was disconnected. */
export interface LiveProblem {
  code: 'invalid' | 'forbidden' | 'cursorExpired' | 'slow' | 'keyRevoked' | 'shutdown';
  detail: string;
  /** With `cursorExpired`: read `/orders` again, then continue from here. */
  cursor?: string;
}

/** Events in the order of the feed; empty if only the cursor advanced. */
export interface LiveBatch {
  items: FeedItem[];
  /** After the last item; sent as `after` when the connection was lost. */
  cursor: string;
}

export interface LiveClientEvents {
  subscribe: (
    subscription: LiveSubscription,
    answer: (outcome: { cursor: string } | { problem: LiveProblem }) => void,
  ) => void;
}

export interface LiveServerEvents {
  /**
   * Nothing more is sent before it is acknowledged: a subscriber that does not acknowledge is cut
   * off.
   */
  events: (batch: LiveBatch, taken: () => void) => void;
  /** The last message before the connection is closed. */
  cut: (problem: LiveProblem) => void;
}
