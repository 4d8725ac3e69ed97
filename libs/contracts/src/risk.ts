import type {
  KillSwitch,
  KillSwitchMode,
  KillSwitchScope,
  LimitScope,
  LimitScopeName,
  RiskRule,
  RuleDescription,
} from '@ome/domain';
import type { DecimalInput, PlainJson } from './json';
import type { CanceledAll } from './views';

/** Nothing is the engine's default, an account, or one exchange or symbol of it. */
export interface LimitScopeRequest {
  account?: string;
  exchange?: string;
  symbol?: string;
}

/** `DELETE /risk/limits` */
export interface RemoveLimitsRequest extends LimitScopeRequest {
  /** That of the limits that were read: refused where they were changed since. */
  version?: number;
}

/** `PUT /risk/limits`: the rules named are set, or taken back by null; the others stay. */
export interface RiskLimitsRequest extends LimitScopeRequest {
  /** That of the limits that were read: refused where they were changed since. */
  version?: number;
  knownInstrument?: boolean | null;
  notExpired?: boolean | null;
  symbolFormat?: boolean | null;
  positiveQuantity?: boolean | null;
  priceRequired?: boolean | null;
  lotSize?: boolean | null;
  tickSize?: boolean | null;
  freezeQty?: boolean | null;
  maxOrderQty?: DecimalInput | null;
  maxOrderNotional?: DecimalInput | null;
  priceBandPercent?: DecimalInput | null;
  maxOrdersPerSecond?: number | null;
  repeatWindowMs?: number | null;
  maxOpenOrders?: number | null;
  maxExposure?: DecimalInput | null;
  maxDailyLoss?: DecimalInput | null;
  /** Of an account as a whole: `maxDailyLoss` of narrower scopes only refuses orders. */
  flattenOnDailyLoss?: boolean | null;
}

/** `GET /risk/limits` */
export interface RiskOverviewRequest {
  account?: string;
}

export interface RuleInScope {
  /** Null where the rule checks nothing. */
  value: string | number | boolean | null;
  /** The scope that it was set in. */
  from: LimitScopeName | null;
}

export interface LimitScopeView extends LimitScope {
  scope: LimitScopeName;
  rules: Record<RiskRule, RuleInScope>;
  /** Of what was set for this scope itself; 0 where that is nothing. */
  version: number;
  /** Null where nothing was set for this scope itself. */
  setBy: string | null;
  setAt: string | null;
}

export interface CounterUseView {
  account: string;
  openOrders: number;
  exposure: string;
  /** By exchange. */
  ordersLastSecond: Readonly<Record<string, number>>;
  /** Profit of the day's trades at last prices, where a loss is limited. */
  dayResult: string | null;
}

export interface RiskOverviewView {
  rules: (PlainJson<RuleDescription> & { rule: RiskRule })[];
  scopes: LimitScopeView[];
  use: CounterUseView[];
}

/** `GET /risk/changes`: every change of limits and switches. */
export interface RiskChangeView {
  at: string;
  /** The API key; null for a request that needed none. */
  by: string | null;
  requestId: string | null;
  action: 'limitsSet' | 'limitsRemoved' | 'switchPulled' | 'switchReleased' | 'flattened';
  scope: LimitScope | KillSwitchKeyView;
  before: object | null;
  after: object | null;
}

export type KillSwitchScopeName = `${KillSwitchScope}`;

/** `block-new` lets orders pass that only reduce a position; `block-all` stops those as well. */
export type KillSwitchModeName = `${KillSwitchMode}`;

export interface KillSwitchKeyView {
  scope: KillSwitchScopeName;
  /** The account or user; null where the engine is stopped. */
  id: string | null;
}

/** `POST /risk/kill-switch` */
export interface KillSwitchRequest {
  scope: KillSwitchScopeName;
  /** The account or user that is stopped; left out for the whole engine. */
  id?: string;
  /** Left out: as the switch is if it is pulled already, else `block-new`. */
  mode?: KillSwitchModeName;
  /** Told to everyone whose order is refused. */
  reason: string;
  /** Whether what is open is canceled as well. */
  cancelOpen?: boolean;
}

/** A switch that is pulled: whose orders are refused, by whom and why. */
export interface KillSwitchView extends KillSwitchKeyView {
  mode: KillSwitchModeName;
  reason: KillSwitch['reason'];
  by: KillSwitch['by'];
  at: string;
}

export interface PulledKillSwitchView extends KillSwitchView {
  /** Null where nothing was to be canceled. */
  canceled: CanceledAll | null;
}
