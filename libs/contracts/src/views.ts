import type { RefusalCodeName } from './problem';

/** An order on REST and in events. Decimals are plain-notation strings, times ISO 8601 UTC. */
export interface OrderView {
  /** 24 hex digits. */
  orderId: string;
  /**
   * Who opened it: a client, the venue's desk on the phone, or somebody at the venue past this engine,
   * such as the user of a broker's own app.
   */
  origin: 'client' | 'phone' | 'venue';
  clOrdId: string;
  account: string;
  userId: string | null;
  /** The one name of the instrument, whichever it was ordered by. */
  symbol: string;
  /** The name that it was ordered by; left out where that is the same. */
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
  /** An after-market order; left out of others. */
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
  /** The sliced order that it is a slice of. */
  parentOrderId: string | null;
  /** Where it goes out in slices: by which link, and the most that one of them asks for. */
  slicing: { link: string; quantity: string } | null;
  brokerOrderId: string | null;
  /** A command was sent and nobody knows yet whether the link has it. */
  inDoubt: boolean;
  /** Why the order or its last request was refused or canceled, or what is in doubt. */
  reason: string | null;
  /** Number of journal events so far. */
  version: number;
  createdAt: string;
  updatedAt: string;
}

/** One execution as it stands now. */
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
  /** Its price is implausible, or its stamp: it counts nowhere until ops confirm it. */
  doubted: boolean;
  at: string;
}

export interface Page<T> {
  items: T[];
  /** Give it back as `cursor` (or `after` on the feed) for what follows; null on the last page. */
  nextCursor: string | null;
}

/** What became of `POST /orders/cancel-all`. */
export interface CanceledAll {
  /** Orders for which a cancel was requested, or that were canceled before they were sent. */
  requested: string[];
  /** Orders that could not be canceled, with the reason code. */
  refused: { orderId: string; code: RefusalCodeName }[];
}
