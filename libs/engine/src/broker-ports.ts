import type {
  BrokerOrder,
  BrokerPosition,
  BrokerTrade,
  Decimal,
  HeldShares,
  Order,
} from '@ome/domain';
import type { BrokerBook, UnreadableRow } from './broker-book';
import type { Instruments } from './instruments';
import type { PlacementHolds } from './placement-holds';
import type { ExecutionLink } from './execution-link';
import type { OrderReader } from './order-reader';

/** The category of a broker call for rate limits; cancels have priority. */
export type CallKind = 'cancel' | 'order' | 'read';

/**
 * The calls that one broker session may make, counted across all processes in several windows at
 * once.
 */
export interface CallBudget {
  /** Milliseconds until such a call is allowed, 0 if now. Consumes nothing. */
  delayMs(kind: CallKind): Promise<number>;
  /** Consumes one call; null if none was available before the deadline. */
  take(kind: CallKind, deadline: Date): Promise<TakenCall | null>;
  /** The broker refused for its rate limits: the session makes no call for this long. */
  backOff(ms: number): Promise<void>;
}

/** A call that may be made now. */
export interface TakenCall {
  /**
   * Must be called once it was answered or given up: the broker counts it when it arrives, at the
   * latest now, so it leaves the windows a window's length from now.
   */
  over(): void;
}

/** The maximum number of calls in a sliding window for another one of a kind to be allowed. */
export interface CallWindow {
  name: string;
  ms: number;
  /**
   * Kinds without a limit are neither counted nor held back. Cancels may have the highest limit.
   */
  limits: Partial<Record<CallKind, number>>;
}

export interface CallLimits {
  windows: readonly CallWindow[];
  /** Maximum calls per market day, by kind; null if the broker has no daily limit. */
  perDay: Readonly<Record<CallKind, number>> | null;
}

/** A call that was made; used to refill the windows after Redis lost them. */
export interface LoggedCall {
  id: string;
  kind: CallKind;
  at: Date;
}

/** Calls made, in MongoDB: Redis may lose data, daily limits must not. */
export abstract class CallLog {
  abstract note(route: string, call: LoggedCall): Promise<void>;
  abstract since(route: string, from: Date): Promise<LoggedCall[]>;
  /** Counts a call of that market day; false, without counting, if `limit` is reached. */
  abstract countOfDay(route: string, day: string, limit: number): Promise<boolean>;
}

/** A broker login. The token is a secret and leaves the process only encrypted. */
export interface BrokerToken {
  token: string;
  obtainedAt: Date;
  expiresAt: Date;
}

/** Tokens of all broker sessions, shared by every process of the engine. */
export abstract class BrokerTokens {
  abstract load(link: string, session: string): Promise<BrokerToken | null>;
  abstract save(link: string, session: string, token: BrokerToken): Promise<void>;
  /** Deletes a token that the broker no longer accepts, unless a newer one has replaced it. */
  abstract forget(link: string, session: string, obtainedAt: Date): Promise<void>;
}

/** The last price and the best bid and ask; sizes and sides may be missing. */
export interface Quote {
  lastPx: Decimal;
  bids: { price: Decimal; quantity: Decimal }[];
  asks: { price: Decimal; quantity: Decimal }[];
  lowerCircuit: Decimal | null;
  upperCircuit: Decimal | null;
  tickSize: Decimal | null;
  at: Date;
}

/** Externally supplied prices: while fresh they save calls of a session's rate limit. */
export abstract class FedQuotes {
  /** Null if there is none from the last few seconds. */
  abstract fresh(exchange: string, symbol: string): Promise<Quote | null>;
}

/** Callbacks of an order stream. */
export interface StreamListener {
  /** Logged in and subscribed: earlier events have to be read from the order book. */
  opened(): void;
  order(row: BrokerOrder): void;
  /** A frame that cannot be read: the books then show what it told. */
  unreadable(row: UnreadableRow): void;
}

export type LoginState = 'loggedIn' | 'loginNeeded';

/**
 * A broker session: an execution link with order, trade and position books, quotes, a stream and a
 * login.
 */
export interface BrokerLink extends ExecutionLink {
  readonly session: string;
  readonly loginState: LoginState;
  /**
   * The client account for orders placed at the broker outside this engine; null if they are only
   * reported.
   */
  readonly adoptsInto: string | null;
  /** Where the account's owner logs in. */
  readonly loginUrl: string;
  /** What the URL ends with that the login page leads back to: unknown to strangers. */
  readonly callbackSignature: string;
  /** Whether a tag identifies an attempt with certainty, or only its content does. */
  readonly dedupe: 'tagged' | 'bestEffort';
  /** Whether the text has the form of this engine's tags. */
  isOwnTag(tag: string): boolean;
  /**
   * Exchanges the code from the login page for a token, and stores it for all processes. Throws
   * with the broker's text.
   */
  logIn(code: string): Promise<BrokerToken>;
  /** Today's orders. Throws if the broker cannot answer; an empty list is an answer. */
  orders(): Promise<BrokerBook<BrokerOrder>>;
  /** The broker's records of one order, oldest first. */
  history(order: Order): Promise<BrokerBook<BrokerOrder>>;
  /** Today's executions, optionally of one order. */
  trades(order?: Order): Promise<BrokerBook<BrokerTrade>>;
  positions(): Promise<BrokerBook<BrokerPosition>>;
  /** As the broker says them. */
  holdings(): Promise<object[]>;
  /** Of the holdings, what positions that were carried are closed from and compared with. */
  heldShares(): Promise<BrokerBook<HeldShares>>;
  /** Funds and margins. */
  limits(): Promise<object>;
  quote(exchange: string, symbol: string): Promise<Quote>;
  /** Follows the order stream until it disconnects or `stop` aborts; resolves then. */
  streamOrders(listener: StreamListener, stop: AbortSignal): Promise<void>;
  /** Ends a cover or bracket order, if the broker supports it. */
  exit?(order: Order): Promise<string>;
  /** Converts a position to another product, if the broker supports it. */
  convert?(conversion: PositionConversion): Promise<string>;
}

export interface PositionConversion {
  exchange: string;
  symbol: string;
  side: 'BUY' | 'SELL';
  quantity: Decimal;
  fromProduct: string;
  toProduct: string;
  positionType: 'DAY' | 'CARRY_FORWARD';
}

export const isBrokerLink = (link: ExecutionLink): link is BrokerLink => 'loginState' in link;

/** Stores that broker sessions use. */
export class BrokerStores {
  constructor(
    readonly tokens: BrokerTokens,
    readonly instruments: Instruments,
    readonly holds: PlacementHolds,
    readonly orders: OrderReader,
    readonly calls: CallLog,
    readonly quotes: FedQuotes,
  ) {}
}
