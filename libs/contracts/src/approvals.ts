import type { ApprovalRules } from '@ome/domain';
import type { BasketView } from './basket-view';
import type { DecimalInput } from './json';
import type { OrderView } from './views';

/** Nothing for everybody; or an account, or a user in every account. */
export interface ApprovalScopeRequest {
  account?: string;
  userId?: string;
}

/** `PUT /approvals/rules`: named rules are set, or removed by null; the others stay. */
export interface ApprovalRulesRequest extends ApprovalScopeRequest {
  aboveValue?: DecimalInput | null;
  aboveQuantity?: DecimalInput | null;
  products?: string[] | null;
  manualEntry?: boolean | null;
  everyOrder?: boolean | null;
  /** The version of the rules that were read: refused if they have changed since. */
  version?: number;
}

export interface ApprovalRulesView {
  /** Both null: of everybody. */
  account: string | null;
  userId: string | null;
  rules: { [Rule in keyof ApprovalRules]?: string | boolean | readonly string[] };
  version: number;
  setBy: string | null;
  setAt: string;
}

/** `POST /approvals/:id/approve` */
export interface ApproveRequest {
  reason?: string;
}

/** `POST /approvals/:id/reject` */
export interface RejectRequest {
  reason: string;
}

/** An order with what of it waits. */
export type AwaitingOrder = OrderView & Required<Pick<OrderView, 'approval'>>;

/** A basket that waits as a whole. */
export type AwaitingBasket = BasketView & Required<Pick<BasketView, 'approval'>>;

/** What may take two persons (`TWO_PERSONS_FOR`). */
export type TwoPersonsChange =
  | 'risk.limits.set'
  | 'risk.limits.remove'
  | 'approvals.rules.set'
  | 'risk.killSwitch.release'
  | 'keys.create'
  | 'fix.sessions.set'
  | 'fix.sessions.remove'
  | 'fix.sessions.reset';

/** A change that waits for a second person; requests that make one are answered 202 with it. */
export interface PendingChangeView {
  id: string;
  action: TwoPersonsChange;
  request: object;
  by: string | null;
  at: string;
  expiresAt: string;
}
