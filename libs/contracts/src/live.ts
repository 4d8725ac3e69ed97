import type { FeedItem } from './feed';

/** The socket.io namespace of the live feed. */
export const LIVE_NAMESPACE = '/live';

/** What a subscriber hears of: everything, or what concerns one user, order or account. */
export type LiveRoom = 'all' | `user:${string}` | `order:${string}` | `account:${string}`;

/** Sent as the client event `subscribe`; it takes the place of an earlier subscription. */
export interface LiveSubscription {
  rooms: LiveRoom[];
  /** The cursor of the last item that was handled; left out, from this moment on. */
  after?: string | null;
}

/** Why a subscription was refused or a subscriber cut off. */
export interface LiveProblem {
  code: 'invalid' | 'forbidden' | 'cursorExpired' | 'slow' | 'keyRevoked' | 'shutdown';
  detail: string;
  /** With `cursorExpired`: read `/orders` again, then go on behind this. */
  cursor?: string;
}

/** Events in the order of the feed; also empty, where only the cursor moved on. */
export interface LiveBatch {
  items: FeedItem[];
  /** Behind the last item; given back as `after` when the connection was lost. */
  cursor: string;
}

export interface LiveClientEvents {
  subscribe: (
    subscription: LiveSubscription,
    answer: (outcome: { cursor: string } | { problem: LiveProblem }) => void,
  ) => void;
}

export interface LiveServerEvents {
  /** Nothing more is sent before it is taken: a subscriber that does not take it is cut off. */
  events: (batch: LiveBatch, taken: () => void) => void;
  /** The last word before the connection is closed. */
  cut: (problem: LiveProblem) => void;
}
