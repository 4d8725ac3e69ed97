import type {
  ApprovalScope,
  Decimal,
  KillSwitch,
  KillSwitchMode,
  KillSwitchScope,
  LimitScope,
  LimitScopeName,
  RiskLimits,
  RiskRule,
  RuleDescription,
} from '@ome/domain';
import type { DecimalInput, PlainJson } from './json';
import type { CanceledAll } from './views';

/** Empty for the engine's default; or an account, or one exchange or symbol of it. */
export interface LimitScopeRequest {
  account?: string;
  exchange?: string;
  symbol?: string;
}

/** `DELETE /risk/limits` */
export interface RemoveLimitsRequest extends LimitScopeRequest {
  /** The version of the limits that were read: refused if they have changed since. */
  version?: number;
}

/** Values of rules in a request; null removes a rule. */
export type RiskRuleValues = { [Rule in RiskRule]?: RequestValue<RiskLimits[Rule]> | null };

type RequestValue<Value> = Value extends Decimal ? DecimalInput : Value;

/** `PUT /risk/limits`: named rules are set, or removed by null; the others stay. */
export interface RiskLimitsRequest extends LimitScopeRequest, RiskRuleValues {
  /** The version of the limits that were read: refused if they have changed since. */
  version?: number;
}

/** `GET /risk/limits` */
export interface RiskOverviewRequest {
  account?: string;
}

export interface RuleInScope {
  /** Null if the rule checks nothing. */
  value: string | number | boolean | null;
  /** The scope in which it was set. */
  from: LimitScopeName | null;
}

export interface LimitScopeView extends LimitScope {
  scope: LimitScopeName;
  rules: Record<RiskRule, RuleInScope>;
  /** Version of this scope's own settings; 0 if it has none. */
  version: number;
  /** Null if this scope has no settings of its own. */
  setBy: string | null;
  setAt: string | null;
}

export interface CounterUseView {
  account: string;
  openOrders: number;
  exposure: string;
  /** By exchange. */
  ordersLastSecond: Readonly<Record<string, number>>;
  /** Profit of the day's trades at last prices, if a loss is limited. */
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
  action:
    | 'limitsSet'
    | 'limitsRemoved'
    | 'approvalsSet'
    | 'approvalsRemoved'
    | 'switchPulled'
    | 'switchReleased'
    | 'flattened';
  scope: LimitScope | ApprovalScope | KillSwitchKeyView;
  before: object | null;
  after: object | null;
  /** Of a change that took a second person: who that was. */
  approval?: { changeId: string; by: string | null };
}

export type KillSwitchScopeName = `${KillSwitchScope}`;

/** `block-new` passes orders that only reduce a position; `block-all` stops those as well. */
export type KillSwitchModeName = `${KillSwitchMode}`;

export interface KillSwitchKeyView {
  scope: KillSwitchScopeName;
  /** The account or user; null if the whole engine is stopped. */
  id: string | null;
}

/** `POST /risk/kill-switch` */
export interface KillSwitchRequest {
  scope: KillSwitchScopeName;
  /** The account or user that is stopped; left out for the whole engine. */
  id?: string;
  /** Defaults to the current mode of a switch that is on, else `block-new`. */
  mode?: KillSwitchModeName;
  /** Shown to everyone whose order is refused. */
  reason: string;
  /** Whether open orders are canceled as well. */
  cancelOpen?: boolean;
}

/** An active kill switch: whose orders it refuses, who set it and why. */
export interface KillSwitchView extends KillSwitchKeyView {
  mode: KillSwitchModeName;
  reason: KillSwitch['reason'];
  by: KillSwitch['by'];
  at: string;
}

export interface PulledKillSwitchView extends KillSwitchView {
  /** Null if nothing was to be canceled. */
  canceled: CanceledAll | null;
}
