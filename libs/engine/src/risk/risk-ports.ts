import type {
  Decimal,
  KillSwitch,
  KillSwitchKey,
  KillSwitchMode,
  LimitScope,
  LimitSetting,
  NettedIn,
  Side,
} from '@ome/domain';

export interface RiskSettings {
  limits: LimitSetting[];
  switches: KillSwitch[];
}

/** Every change of limits and switches, kept for ever. */
export interface RiskChange {
  at: Date;
  /** The API key; null for a request that needed none. */
  by: string | null;
  requestId: string | null;
  action: 'limitsSet' | 'limitsRemoved' | 'switchPulled' | 'switchReleased' | 'flattened';
  scope: LimitScope | KillSwitchKey;
  before: object | null;
  after: object | null;
}

export type PulledSwitch = Omit<KillSwitch, 'mode'> & { mode: KillSwitchMode | null };

export interface LimitChange {
  scope: LimitScope;
  /** What the change was decided on; null where nothing was set. */
  before: LimitSetting | null;
  /** Null takes the setting back; its version is given by the store. */
  after: Omit<LimitSetting, 'version'> | null;
  record: RiskChange;
}

/**
 * Limits and kill switches, numbered by version: every change makes a new one. Processes that take
 * orders are its readers. Each says again and again which version it goes by; what it said holds
 * for READER_LEASE_MS by the clock of the store.
 */
export abstract class RiskStore {
  /** Prolongs the reader's lease; resolves to the version of this moment. */
  abstract confirm(reader: string, version: number): Promise<number>;
  /** A reader that takes no more orders. */
  abstract leave(reader: string): Promise<void>;
  /** At least as new as any version that `confirm` resolved to before. */
  abstract load(): Promise<RiskSettings>;
  /** Readers with a lease that have not confirmed this version. */
  abstract readersBefore(version: number): Promise<string[]>;
  /** Each of these resolves to the version that has it. */
  /** @param pulled a mode of null leaves that of a switch that is pulled, and else blocks what is new */
  abstract pull(pulled: PulledSwitch): Promise<{ version: number; mode: KillSwitchMode }>;
  abstract release(key: KillSwitchKey): Promise<number>;
  /** Writes a change of limits down and makes it, both or neither; null where `before` is no more. */
  abstract changeLimits(change: LimitChange): Promise<number | null>;
  abstract record(change: RiskChange): Promise<void>;
  /** The newest changes first. */
  abstract changes(limit: number): Promise<RiskChange[]>;
}

/**
 * Tells every process that takes orders of a new version of limits and switches. Loss is harmless:
 * they ask for it all the time.
 */
export abstract class RiskNudger {
  abstract nudge(version: number): void;
}

/** How long the store takes a reader for one that may still take orders. */
export const READER_LEASE_MS = 5_000;

/** What the market and the day look like to an account. */
export abstract class RiskMarket {
  abstract lastPrice(exchange: string, symbol: string): Promise<Decimal | null>;
  /** Profit of the account's trades since then, at last prices; below zero for a loss. */
  abstract dayResult(account: string, since: Date): Promise<Decimal>;
}

/** The day that it is at the exchanges. */
export interface MarketDay {
  /** YYYY-MM-DD */
  date: string;
  beganAt: Date;
}

/** What an order asks of the counters of its account. */
export interface Reservation {
  /** The same for a repeat of the same request, which then counts once. */
  key: string;
  orderId: string;
  /** Of the event that the reservation is for. */
  seq: number;
  account: string;
  exchange: string;
  symbol: string;
  /** What the order may still trade once the event stands, in rupees. */
  value: Decimal;
  /** The price that stands in for one that the order does not name. */
  lastPrice: Decimal | null;
  /** Tells the same new order from another; null for a replace, which is never a repeat. */
  content: string | null;
  limits: CounterLimits;
  /** Where it passes only because it reduces a position; open orders and values count, unlimited. */
  reducing: ReducingClaim | null;
}

/** An order, or a sliced order with all its slices, and the position that it is to reduce. */
export interface Reducer extends NettedIn {
  account: string;
  /** Of the order; of the whole where it is a slice. */
  orderId: string;
  side: Side;
}

/** How much a reducer can take, as far as it is known outside the counters. */
export interface ReducingRoom {
  /** What it has open already. */
  open: Decimal;
  /** The position, less what open orders of others may take of it without having reserved that. */
  closable: Decimal;
  /** What is left of that beside the reservations of others. */
  left: Decimal;
  /** Numbers the state of the reservations that this was reckoned from. */
  releases: number;
}

/** What an order takes of a position: good only while nothing was released since it was reckoned. */
export interface ReducingClaim extends Pick<ReducingRoom, 'closable' | 'releases'> {
  reducer: Reducer;
  /** The most that it may still trade. */
  quantity: Decimal;
}

/** What is asked about again before an order is sent. */
export type Rechecked = Pick<
  Reservation,
  'orderId' | 'account' | 'exchange' | 'symbol' | 'value' | 'limits'
>;

/** Each with the scope that it counts in; left out where it is not set. */
export interface CounterLimits {
  maxOrdersPerSecond?: { most: number; scope: LimitScope };
  repeatWindowMs?: { most: number };
  maxOpenOrders?: { most: number; scope: LimitScope };
  maxExposure?: { most: Decimal; scope: LimitScope };
}

export type CounterRule = keyof CounterLimits;

/** The position cannot take the order as well, or what was known of it is out of date. */
export const NOT_REDUCING = 'notReducing';

/** Rules for which the open orders of an account are counted. */
export const COUNTED_RULES = [
  'maxOpenOrders',
  'maxExposure',
] as const satisfies readonly CounterRule[];

export interface CounterUse {
  account: string;
  openOrders: number;
  exposure: Decimal;
  /** By exchange. */
  ordersLastSecond: Readonly<Record<string, number>>;
}

export interface CountedAccount {
  account: string;
  /** Something of a position is reserved in it. */
  reduces: boolean;
}

/** Counters of open orders, exposure and order rate, exact for all processes together. */
export abstract class RiskCounters {
  /** Counts the request in, or resolves to what stands against it. One atomic write. */
  abstract reserve(reservation: Reservation): Promise<CounterRule | typeof NOT_REDUCING | null>;
  /**
   * The rule that the orders reserved for break by now, this one among them: limits may have been
   * lowered since it was counted.
   *
   * @param giveUp takes back what was reserved for the order where a rule is broken, in the same
   * write: of several orders so many are given up as have to be, and no more
   */
  abstract recheck(reservation: Rechecked, giveUp: boolean): Promise<CounterRule | null>;
  /** What a reducer can take of its position, with every fill that was booked before the call. */
  abstract room(reducer: Reducer): Promise<ReducingRoom>;
  /** Brings what is reserved for an account in line with its orders. */
  abstract settle(account: string): Promise<void>;
  /**
   * Accounts behind this one, in order, with open orders or with something reserved: so many at most,
   * and from where to go on, null behind the last.
   */
  abstract accounts(
    after: string,
    limit: number,
  ): Promise<{ items: CountedAccount[]; next: string | null }>;
  /** Null for every account that anything was ever counted for. */
  abstract use(account: string | null): Promise<CounterUse[]>;
}
