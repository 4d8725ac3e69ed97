import type { BrokerOrder, BrokerPosition, BrokerTrade, Decimal, Order } from '@ome/domain';
import type { Instruments } from './instruments';
import type { PlacementHolds } from './placement-holds';
import type { ExecutionLink } from './execution-link';
import type { OrderReader } from './order-reader';

/** What a call to a broker counts as in its limits; cancels go first. */
export type CallKind = 'cancel' | 'order' | 'read';

/**
 * The calls that one broker session may make, counted for all processes together in several windows
 * at once.
 */
export interface CallBudget {
  /** Milliseconds until such a call may go out, 0 for now. Takes nothing. */
  delayMs(kind: CallKind): Promise<number>;
  /** Takes the right to one call; false where it could not be had before the deadline. */
  take(kind: CallKind, deadline: Date): Promise<boolean>;
  /** The broker refused for its limits: no call of the session goes out for this long. */
  backOff(ms: number): Promise<void>;
}

/** How many calls a sliding window may hold for another one of a kind to go out. */
export interface CallWindow {
  name: string;
  ms: number;
  /** Kinds without a limit are neither counted nor held back. Cancels may have the most room. */
  limits: Partial<Record<CallKind, number>>;
}

export interface CallLimits {
  windows: readonly CallWindow[];
  /** Calls a market day, by kind; null where the broker counts none. */
  perDay: Readonly<Record<CallKind, number>> | null;
}

/** A call that was made, for filling the windows again when Redis has lost them. */
export interface LoggedCall {
  id: string;
  kind: CallKind;
  at: Date;
}

/** What was called, in the store: Redis may forget, the limits of a day must not. */
export abstract class CallLog {
  abstract note(route: string, call: LoggedCall): Promise<void>;
  abstract since(route: string, from: Date): Promise<LoggedCall[]>;
  /** Counts a call of that market day; false, and nothing counted, where `limit` is reached. */
  abstract countOfDay(route: string, day: string, limit: number): Promise<boolean>;
}

/** A login at a broker. The token is a secret and leaves the process only encrypted. */
export interface BrokerToken {
  token: string;
  obtainedAt: Date;
  expiresAt: Date;
}

/** Tokens of all broker sessions, for every process of the engine. */
export abstract class BrokerTokens {
  abstract load(link: string, session: string): Promise<BrokerToken | null>;
  abstract save(link: string, session: string, token: BrokerToken): Promise<void>;
  /** Forgets a token that the broker no longer takes, unless a newer one has replaced it. */
  abstract forget(link: string, session: string, obtainedAt: Date): Promise<void>;
}

/** The last price and the best of each side; sizes and sides may be missing. */
export interface Quote {
  lastPx: Decimal;
  bids: { price: Decimal; quantity: Decimal }[];
  asks: { price: Decimal; quantity: Decimal }[];
  lowerCircuit: Decimal | null;
  upperCircuit: Decimal | null;
  tickSize: Decimal | null;
  at: Date;
}

/** Prices that somebody feeds in: while they are fresh they spare the limits of a session. */
export abstract class FedQuotes {
  /** Null where there is none of the last few seconds. */
  abstract fresh(exchange: string, symbol: string): Promise<Quote | null>;
}

/** Something of a broker in our terms, beside the fields as the broker gave them. */
export interface AsBrokerSays<T> {
  ours: T;
  broker: object;
}

/** What a stream of order news tells its follower. */
export interface StreamListener {
  /** Logged in and subscribed: what happened before has to be read from the books. */
  opened(): void;
  order(row: BrokerOrder): void;
}

export type LoginState = 'loggedIn' | 'loginNeeded';

/** A broker session: an execution link with books, quotes, a stream and a login of its own. */
export interface BrokerLink extends ExecutionLink {
  readonly session: string;
  readonly loginState: LoginState;
  /**
   * The client account of orders that were placed at the broker past this engine; null where such are
   * only reported.
   */
  readonly adoptsInto: string | null;
  /** Where the account's owner logs in. */
  readonly loginUrl: string;
  /** Whether an attempt is recognised by its tag for certain, or by its content at best. */
  readonly dedupe: 'tagged' | 'bestEffort';
  /** Whether it has the form that tags of attempts have. */
  isOwnTag(tag: string): boolean;
  /**
   * Exchanges the code that the login page handed over for a token, and keeps it for all processes.
   * Throws with the broker's text.
   */
  logIn(code: string): Promise<BrokerToken>;
  /** Today's orders. Throws where the broker cannot say; an empty list is an answer. */
  orders(): Promise<AsBrokerSays<BrokerOrder>[]>;
  /** What the broker has recorded of one order, oldest first. */
  history(order: Order): Promise<BrokerOrder[]>;
  /** Today's executions, of one order where it is given. */
  trades(order?: Order): Promise<AsBrokerSays<BrokerTrade>[]>;
  positions(): Promise<AsBrokerSays<BrokerPosition>[]>;
  holdings(): Promise<object[]>;
  /** Funds and margins. */
  limits(): Promise<object>;
  quote(exchange: string, symbol: string): Promise<Quote>;
  /** Follows the order stream until it is cut or `stop` aborts; resolves then. */
  follow(listener: StreamListener, stop: AbortSignal): Promise<void>;
  /** Ends a cover or bracket order, where the broker has such. */
  exit?(order: Order): Promise<string>;
  /** Turns a position into another product, where the broker can. */
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

/** What broker sessions keep and look up. */
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
