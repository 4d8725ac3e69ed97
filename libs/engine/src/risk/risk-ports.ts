import type { Decimal, KillSwitch, KillSwitchKey, LimitScope, LimitSetting } from '@ome/domain';

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
  action: 'limitsSet' | 'limitsRemoved' | 'switchPulled' | 'switchReleased';
  scope: LimitScope | KillSwitchKey;
  before: object | null;
  after: object | null;
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
  abstract setLimits(setting: LimitSetting): Promise<number>;
  abstract removeLimits(scope: LimitScope): Promise<number>;
  abstract pull(pulled: KillSwitch): Promise<number>;
  abstract release(key: KillSwitchKey): Promise<number>;
  abstract record(change: RiskChange): Promise<void>;
  /** The newest changes first. */
  abstract changes(limit: number): Promise<RiskChange[]>;
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
}

/** Each with the scope that it counts in; left out where it is not set. */
export interface CounterLimits {
  maxOrdersPerSecond?: { most: number; scope: LimitScope };
  repeatWindowMs?: { most: number };
  maxOpenOrders?: { most: number; scope: LimitScope };
  maxExposure?: { most: Decimal; scope: LimitScope };
}

export type CounterRule = keyof CounterLimits;

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

/** Counters of open orders, exposure and order rate, exact for all processes together. */
export abstract class RiskCounters {
  /** Counts the request in, or resolves to the rule that it would break. One atomic write. */
  abstract reserve(reservation: Reservation): Promise<CounterRule | null>;
  /** Brings what is reserved for an account in line with its orders. */
  abstract settle(account: string): Promise<void>;
  /** Accounts with open orders or with something reserved. */
  abstract accounts(): Promise<string[]>;
  /** Null for every account that anything was ever counted for. */
  abstract use(account: string | null): Promise<CounterUse[]>;
}
