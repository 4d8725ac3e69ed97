import type {
  ApprovalScope,
  ApprovalSetting,
  Decimal,
  KillSwitch,
  KillSwitchKey,
  KillSwitchMode,
  LimitScope,
  LimitSetting,
  NettedIn,
  Side,
} from '@ome/domain';
import type { Origin } from '../order-writer';

export interface RiskSettings {
  limits: LimitSetting[];
  switches: KillSwitch[];
  approvals: ApprovalSetting[];
}

/** A change that waits for a second person, and who that is. */
export interface ChangeApproval {
  changeId: string;
  by: string | null;
}

/** Who asked for a change of settings, and who approved it where that takes two. */
export interface ChangeOrigin extends Origin {
  approval?: ChangeApproval;
}

/** Every change of limits and switches, kept for ever. */
export interface RiskChange {
  at: Date;
  /** The API key; null for a request that needed none. */
  by: string | null;
  requestId: string | null;
  action:
    | 'limitsSet'
    | 'limitsRemoved'
    | 'approvalsSet'
    | 'approvalsRemoved'
    | 'switchPulled'
    | 'switchReleased'
    | 'flattened';
  scope: LimitScope | ApprovalScope | KillSwitchKey;
  before: object | null;
  after: object | null;
  /** Of a change that took two persons: it is decided by the write that makes it. */
  approval?: ChangeApproval;
}

/** Somebody else changed what it was based on, or decided on the change that waited. */
export type NotMade = 'outdated' | 'decided';

export type PulledSwitch = Omit<KillSwitch, 'mode'> & { mode: KillSwitchMode | null };

export interface SettingChange<Scope, Setting> {
  scope: Scope;
  /** The state that the change was based on; null if nothing was set. */
  before: Setting | null;
  /** Null removes the setting; the store assigns its version. */
  after: Omit<Setting, 'version'> | null;
  record: RiskChange;
}

export type LimitChange = SettingChange<LimitScope, LimitSetting>;
export type ApprovalRulesChange = SettingChange<ApprovalScope, ApprovalSetting>;

/**
 * Limits, rules of approval and kill switches, numbered by version: every change makes a new one. Processes that
 * accept orders are its readers. Each regularly reports the version that it applies; a report is
 * valid for READER_LEASE_MS by the clock of the store.
 */
export abstract class RiskStore {
  /** Renews the reader's lease; resolves to the current version. */
  abstract confirm(reader: string, version: number): Promise<number>;
  /** The current version. */
  abstract version(): Promise<number>;
  /** Removes a reader that accepts no more orders. */
  abstract leave(reader: string): Promise<void>;
  /** At least as new as any version that `confirm` resolved to before. */
  abstract load(): Promise<RiskSettings>;
  /** Readers with a lease that have not confirmed this version. */
  abstract readersBefore(version: number): Promise<string[]>;
  /** Each of these resolves to the version that has it. */
  /** @param pulled a mode of null leaves that of a switch that is pulled, and else blocks what is new */
  abstract pull(pulled: PulledSwitch): Promise<{ version: number; mode: KillSwitchMode }>;
  /** Records and puts back a switch, both or neither. */
  abstract release(key: KillSwitchKey, record: RiskChange): Promise<number | 'decided'>;
  /** Records and makes a change of limits, both or neither. */
  abstract changeLimits(change: LimitChange): Promise<number | NotMade>;
  /** The same of the rules of approval. */
  abstract changeApprovals(change: ApprovalRulesChange): Promise<number | NotMade>;
  abstract record(change: RiskChange): Promise<void>;
  /** The newest changes first. */
  abstract changes(limit: number): Promise<RiskChange[]>;
}

/**
 * Announces a new version of limits and switches to every process that accepts orders. Loss is
 * harmless: they ask for it regularly.
 */
export abstract class RiskNudger {
  abstract nudge(version: number): void;
}

/** How long the store considers a reader able to accept orders. */
export const READER_LEASE_MS = 5_000;

/** Market data and trades of the day that the checks of an account need. */
export abstract class RiskMarket {
  abstract lastPrice(exchange: string, symbol: string): Promise<Decimal | null>;
  /** Profit of the account's trades since then, at last prices; below zero for a loss. */
  abstract dayResult(account: string, since: Date): Promise<Decimal>;
}

/** The current day at the exchanges. */
export interface MarketDay {
  /** YYYY-MM-DD */
  date: string;
  beganAt: Date;
}

/** What an order reserves in the counters of its account. */
export interface Reservation {
  /** The same for a repeat of the same request, which then counts once. */
  key: string;
  orderId: string;
  /** The sequence number of the event that the reservation is for. */
  seq: number;
  account: string;
  exchange: string;
  symbol: string;
  /** What the order may still trade once the event is journalled, in rupees. */
  value: Decimal;
  /** The price used if the order names none. */
  lastPrice: Decimal | null;
  /** Identifies equal new orders; null for a replace, which is never a repeat. */
  content: string | null;
  limits: CounterLimits;
  /**
   * Set if it passes only because it reduces a position; open orders and values count, unlimited.
   */
  reducing: ReducingClaim | null;
}

/** An order, or a sliced order with all its slices, and the position that it is to reduce. */
export interface Reducer extends NettedIn {
  account: string;
  /** Of the order; of the parent if it is a slice. */
  orderId: string;
  side: Side;
}

/** How much a reducing order can close, as far as known outside the counters. */
export interface ReducingRoom {
  /** Its own open quantity. */
  open: Decimal;
  /** The position, less what others' open orders may close without a reservation. */
  closable: Decimal;
  /** The rest of that after the reservations of others. */
  left: Decimal;
  /** Version of the reservations that this was computed from. */
  releases: number;
}

/** The part of a position that an order closes: valid only until a reservation is released. */
export interface ReducingClaim extends Pick<ReducingRoom, 'closable' | 'releases'> {
  reducer: Reducer;
  /** The most that it may still trade. */
  quantity: Decimal;
}

/** What is checked again before an order is sent. */
export type Rechecked = Pick<
  Reservation,
  'orderId' | 'account' | 'exchange' | 'symbol' | 'value' | 'limits'
>;

/** Each with the scope in which it counts; left out if not set. */
export interface CounterLimits {
  maxOrdersPerSecond?: { most: number; scope: LimitScope };
  repeatWindowMs?: { most: number };
  maxOpenOrders?: { most: number; scope: LimitScope };
  maxExposure?: { most: Decimal; scope: LimitScope };
}

export type CounterRule = keyof CounterLimits;

/** The position is too small for the order as well, or its data is out of date. */
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
  /** Whether it holds a reservation of a position. */
  reduces: boolean;
  /** Changes with every reservation, and with every change of an open order. */
  state: string;
}

/** Counters of open orders, exposure and order rate, exact across all processes. */
export abstract class RiskCounters {
  /** Counts the request, or resolves to the rule that it would break. One atomic write. */
  abstract reserve(reservation: Reservation): Promise<CounterRule | typeof NOT_REDUCING | null>;
  /**
   * The rule that the reserved orders now break, this one among them: limits may have been lowered
   * since it was counted.
   *
   * @param giveUp releases the order's reservation if a rule is broken, in the same write: only as
   * many orders are given up as necessary
   */
  abstract recheck(reservation: Rechecked, giveUp: boolean): Promise<CounterRule | null>;
  /**
   * How much of its position a reducing order can close, with every fill booked before the call.
   */
  abstract room(reducer: Reducer): Promise<ReducingRoom>;
  /** Ends the reservations of positions by these orders, except for those that were journalled. */
  abstract giveBack(account: string, orderIds: readonly string[]): Promise<void>;
  /** Brings the reservations of an account in line with its orders. */
  abstract settle(account: string): Promise<void>;
  abstract settleAll(accounts: readonly string[]): Promise<void>;
  /**
   * Accounts after this one, in order, with open orders or reservations: at most this many, and the
   * place to continue from, null after the last.
   */
  abstract accounts(
    after: string,
    limit: number,
  ): Promise<{ items: CountedAccount[]; next: string | null }>;
  /** Null for every account that anything was ever counted for. */
  abstract use(account: string | null): Promise<CounterUse[]>;
}
