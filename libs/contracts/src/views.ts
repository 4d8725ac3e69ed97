import type { RefusalCodeName } from './problem';

/** An order on REST and in events. Decimals are plain-notation strings, times ISO 8601 UTC. */
export interface OrderView {
  /** 24 hex digits. */
  orderId: string;
  /**
   * Who opened it: a client, the venue's desk by phone, or somebody at the venue outside this
   * engine, such as a user of the broker's own app.
   */
  origin: 'client' | 'phone' | 'venue';
  clOrdId: string;
  account: string;
  userId: string | null;
  /** The canonical name of the instrument. */
  symbol: string;
  /** The name in the request; left out if it is the same. */
  givenSymbol?: string;
  exchange: string;
  side: string;
  ordType: string;
  orderQty: string;
  price: string | null;
  stopPrice: string | null;
  timeInForce: string;
  expireAt: string | null;
  product: string | null;
  /** An after-market order; left out otherwise. */
  amo?: boolean;
  tag: string | null;
  ordStatus: string;
  cumQty: string;
  leavesQty: string;
  avgPx: string;
  lastPx: string | null;
  link: string;
  /** The basket that placed it. */
  basketId: string | null;
  /** The sliced order of which this is a slice. */
  parentOrderId: string | null;
  /** If it is sent in slices: their link, and the largest quantity of one slice. */
  slicing: { link: string; quantity: string } | null;
  brokerOrderId: string | null;
  /** A command was sent and it is unknown whether the link has it. */
  inDoubt: boolean;
  /** What of it waits for somebody to let it go on; left out if nothing does. */
  approval?: ApprovalView;
  /** Why the order or its last request was refused or canceled, or what is in doubt. */
  reason: string | null;
  /** Number of journal events so far. */
  version: number;
  createdAt: string;
  updatedAt: string;
}

/** A new order or a replace that is held. */
export interface ApprovalView {
  /** Under which it is approved or rejected. */
  id: string;
  request: 'new' | 'replace';
  /** By a second person; or released by anybody who may enter orders of its account. */
  kind: 'secondPerson' | 'release';
  /** What it is held for. */
  rules: string[];
  /** The quantity and prices that it asks for. */
  orderQty: string;
  price: string | null;
  stopPrice: string | null;
  requestedAt: string;
  expiresAt: string;
  /** Whose request it is. */
  by: string | null;
}

/** One execution in its current state. */
export interface FillView {
  execId: string;
  orderId: string;
  account: string;
  userId: string | null;
  symbol: string;
  exchange: string;
  side: string;
  product: string | null;
  link: string;
  quantity: string;
  price: string;
  /** `live`, `corrected` or `busted`. */
  state: string;
  /** Its price or timestamp is implausible: ignored in valuations until ops confirm it. */
  doubted: boolean;
  at: string;
}

export interface Page<T> {
  items: T[];
  /** Sent back as `cursor` (or `after` on the feed) for the next page; null on the last page. */
  nextCursor: string | null;
}

/** The result of `POST /orders/cancel-all`. */
export interface CanceledAll {
  /** Orders for which a cancel was requested, or that were canceled before they were sent. */
  requested: string[];
  /** Orders that could not be canceled, with the reason code. */
  refused: { orderId: string; code: RefusalCodeName }[];
}
