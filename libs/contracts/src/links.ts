import type { BrokerOrder } from '@ome/domain';
import type { LinkState, LinkStreamView } from './connectivity-view';
import type { DecimalInput, PlainJson } from './json';
import type { PageRequest, SideName } from './requests';
import type { FillView, OrderView } from './views';

/** An execution link as one worker sees it. */
export interface LinkStatusView {
  /** With the session, if the link has sessions. */
  link: string;
  worker: string;
  state: LinkState;
  lastError: string | null;
  since: string;
  /** For broker sessions: `loggedIn` or `loginNeeded`. */
  login: string | null;
  /**
   * For broker sessions: whether an attempt whose answer was lost is found by its tag with
   * certainty, or only by its content. If a broker does not document it, each worker learns it.
   */
  dedupe: 'tagged' | 'bestEffort' | null;
  /** The order stream, in the worker that follows it. */
  stream: LinkStreamView | null;
}

export interface LinkView {
  link: string;
  /** The client code at the broker, or the name of the FIX session; null for links without sessions. */
  session: string | null;
  /** Null for every account that no other session names. */
  accounts: readonly string[] | null;
  login: {
    state: 'loggedIn' | 'loginNeeded';
    url: string;
    expiresAt: string | null;
    /** Path of the redirect URL to register with the broker: whoever knows it can try codes. */
    callbackPath: string;
  } | null;
  /** As each worker sees it. */
  workers: LinkStatusView[];
}

/** Parameters of a broker's login page; each broker names its code differently. */
export interface LoginCallbackRequest {
  code?: string;
  request_code?: string;
  request_token?: string;
  apisession?: string;
  API_Session?: string;
}

/** `POST /links/:link/accounts/:account/conversions` */
export interface ConvertPositionRequest {
  exchange: string;
  symbol: string;
  side: SideName;
  quantity: DecimalInput;
  fromProduct: string;
  toProduct: string;
  positionType: 'DAY' | 'CARRY_FORWARD';
}

/**
 * Today's rows of a broker's order, trade or position book, in the broker's own fields, each beside
 * ours.
 */
export interface BrokerBooksView {
  orders: { items: { broker: object; ours: OrderView | null }[] } & WithUnreadable;
  trades: { items: { broker: object; ours: PlainJson<FillView> | null }[] } & WithUnreadable;
  positions: WithUnreadable & {
    items: {
      exchange: string;
      symbol: string;
      product: string;
      broker: object | null;
      ours: { netQty: string };
    }[];
  };
  holdings: { items: object[] };
  /** Funds and margins. */
  limits: object;
}

export interface WithUnreadable {
  /** Rows that cannot be read, as received, and why: they are kept for ops. */
  unreadable: { why: string; body: string }[];
}

export type BrokerBook = keyof BrokerBooksView;

/** The broker's records of an order, oldest first. */
export interface BrokerHistoryView extends WithUnreadable {
  items: PlainJson<BrokerOrder>[];
  ours: OrderView;
}

/** The broker's answer to a request. */
export interface BrokerMessageView {
  message: string;
}

/** `GET /reconciliation` */
export interface DifferencesRequest extends PageRequest {
  link?: string;
  session?: string;
  kind?: string;
  /** True for open ones, false for settled ones. */
  open?: boolean;
}

/** A difference between a broker and this engine. */
export interface DifferenceView {
  id: string;
  link: string;
  session: string;
  kind:
    | 'booked'
    | 'missingAtBroker'
    | 'foreignOrder'
    | 'notCompared'
    | 'ordStatus'
    | 'terms'
    | 'cumQty'
    | 'position';
  orderId: string | null;
  brokerOrderId: string | null;
  symbol: string | null;
  exchange: string | null;
  /** For a position; left out otherwise. */
  product?: string | null;
  ours: string | null;
  theirs: string | null;
  /** What was done about it, for people. */
  done: string;
  firstSeenAt: string;
  lastSeenAt: string;
  /** When a reconciliation no longer found it; null while it persists. */
  settledAt: string | null;
}
