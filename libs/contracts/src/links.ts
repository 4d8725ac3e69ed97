import type { BrokerOrder } from '@ome/domain';
import type { LinkState, LinkStreamView } from './connectivity-view';
import type { DecimalInput, PlainJson } from './json';
import type { PageRequest, SideName } from './requests';
import type { FillView, OrderView } from './views';

/** An execution link as one worker sees it. */
export interface LinkStatusView {
  /** With the session, where the link has such. */
  link: string;
  worker: string;
  state: LinkState;
  lastError: string | null;
  since: string;
  /** Of broker sessions: `loggedIn` or `loginNeeded`. */
  login: string | null;
  /**
   * Of broker sessions: whether an attempt whose answer was lost is found again by its tag for
   * certain, or by its content at best. Where a broker does not say, each worker learns it.
   */
  dedupe: 'tagged' | 'bestEffort' | null;
  /** The order stream, in the worker that follows it. */
  stream: LinkStreamView | null;
}

export interface LinkView {
  link: string;
  /** The client code at the broker; null for links without sessions. */
  session: string | null;
  /** Null for every account that no other session names. */
  accounts: readonly string[] | null;
  login: { state: 'loggedIn' | 'loginNeeded'; url: string; expiresAt: string | null } | null;
  /** As each worker sees it. */
  workers: LinkStatusView[];
}

/** What a broker's login page sends along; each calls its code by another name. */
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

/** Rows of a broker's books of today, in the broker's own fields, each beside ours. */
export interface BrokerBooksView {
  orders: { items: { broker: object; ours: OrderView | null }[] };
  trades: { items: { broker: object; ours: PlainJson<FillView> | null }[] };
  positions: {
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

export type BrokerBook = keyof BrokerBooksView;

/** What the broker has recorded of an order, oldest first. */
export interface BrokerHistoryView {
  items: PlainJson<BrokerOrder>[];
  ours: OrderView;
}

/** What a broker said when it was asked to do something. */
export interface BrokerMessageView {
  message: string;
}

/** `GET /reconciliation` */
export interface DifferencesRequest extends PageRequest {
  link?: string;
  session?: string;
  kind?: string;
  /** True for what still stands, false for what is settled. */
  open?: boolean;
}

/** What a broker and we did not agree on. */
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
  /** Of a position; left out elsewhere. */
  product?: string | null;
  ours: string | null;
  theirs: string | null;
  /** What was done about it, for people. */
  done: string;
  firstSeenAt: string;
  lastSeenAt: string;
  /** When a reconciliation no longer found it; null while it stands. */
  settledAt: string | null;
}
