import type { Approval } from '../approval';
import type { Decimal } from '../decimal';
import type { OrderIdentity, OrderTerms } from '../requested-order';

export const PROCEED_WHEN = ['ACCEPTED', 'FILLED'] as const;
/** The state that the legs of a stage must reach before the next stage is sent. */
export type ProceedWhen = (typeof PROCEED_WHEN)[number];

export const ON_FAILURE = ['STOP', 'UNWIND'] as const;
/** `STOP` cancels open orders and keeps fills; `UNWIND` closes the fills too. */
export type OnFailure = (typeof ON_FAILURE)[number];

export type StopReason = 'LEG_REFUSED' | 'LEG_FAILED' | 'TIMEOUT' | 'CANCELED' | 'NOT_APPROVED';
export type BasketOutcome = 'COMPLETE' | 'PARTIAL' | 'NONE' | 'UNWOUND';

export const BASKET_STATUSES = [
  'RECEIVED_FOR_EXECUTION',
  'EXECUTING',
  'CANCELLING',
  'ALERT',
  'ALL_DONE',
  'REJECT',
] as const;
/** FIX ListOrderStatus (431). */
export type BasketStatus = (typeof BASKET_STATUSES)[number];

type LegIdentity = Pick<
  OrderIdentity,
  | 'clOrdId'
  | 'orderId'
  | 'symbol'
  | 'exchange'
  | 'side'
  | 'ordType'
  | 'timeInForce'
  | 'product'
  | 'amo'
  | 'link'
  | 'tag'
>;

/** The order id of a leg is derived from the leg id, so placing it twice creates one order. */
export interface BasketLeg extends LegIdentity, OrderTerms {
  /** From 1. */
  leg: number;
  /** From 1, without gaps. */
  stage: number;
  /** If true, a leg above the freeze quantity is sent in slices. */
  slice?: boolean;
}

export interface BasketTerms {
  basketClOrdId: string;
  account: string;
  userId: string | null;
  proceedWhen: ProceedWhen;
  stageTimeoutMs: number;
  onFailure: OnFailure;
  legs: BasketLeg[];
}

export interface BasketStage {
  stage: number;
  startedAt: Date | null;
  completedAt: Date | null;
}

/** An opposite order for part of what a leg filled. */
export interface Unwinding {
  leg: number;
  clOrdId: string;
  orderId: string;
  quantity: Decimal;
}

export interface LegRefusal {
  leg: number;
  orderId: string;
  code: string;
  text: string;
}

export interface BasketStop {
  reason: StopReason;
  text: string;
  unwind: boolean;
  at: Date;
}

export const BASKET_ALERT_CODES = [
  /** Unknown whether the link has the order: it may still fill. */
  'IN_DOUBT',
  /** The link did not cancel the order, so it may still fill. */
  'CANCEL_REFUSED',
  /** A fill is not closed yet: a switch, a phase of the exchange or the link holds it back. */
  'UNWIND_WAITS',
  /** A fill could not be closed, so its hedges are left open. */
  'UNWIND_FAILED',
  /** Somebody else closed what the leg filled: it is left as it is. */
  'NOT_HELD',
  /** More was closed than is filled, because an execution was busted later. */
  'OVER_UNWOUND',
  /** Filled or busted after the basket had ended. */
  'LATE_FILL',
] as const;
export type BasketAlertCode = (typeof BASKET_ALERT_CODES)[number];

/** Also why an order that unwinds is not sent. */
export const NOT_HELD = 'NOT_HELD' satisfies BasketAlertCode;

export interface BasketAlert {
  code: BasketAlertCode;
  leg: number | null;
  text: string;
  at: Date;
  /** Of `NOT_HELD`: how much of the leg is not held any more. */
  quantity?: Decimal;
}

/** A basket as the fold of its events; the state of its orders is in their own journals. */
export interface Basket extends BasketTerms {
  basketId: string;
  stages: BasketStage[];
  refusals: LegRefusal[];
  stop: BasketStop | null;
  /** Set while nothing of it is sent, as it waits for a second person. */
  approval: Approval | null;
  approvedAt: Date | null;
  unwindings: Unwinding[];
  alerts: BasketAlert[];
  ended: { outcome: BasketOutcome; at: Date } | null;
  /** Who asked for the basket, and in which request: its orders carry the same values. */
  by: string | null;
  requestId: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

const REFUSALS: ReadonlySet<StopReason> = new Set(['LEG_REFUSED', 'LEG_FAILED', 'NOT_APPROVED']);

/** The status is derived from the basket's own events alone. */
export function basketStatus({ stages, stop, alerts, ended }: Basket): BasketStatus {
  if (ended) {
    const isRefused = stop !== null && REFUSALS.has(stop.reason);
    return isRefused && ended.outcome === 'NONE' ? 'REJECT' : 'ALL_DONE';
  }
  if (alerts.length > 0) return 'ALERT';
  if (stop) return 'CANCELLING';
  return stages[0]?.startedAt ? 'EXECUTING' : 'RECEIVED_FOR_EXECUTION';
}

export const legClOrdId = (basketClOrdId: string, leg: number): string => `${basketClOrdId}-${leg}`;

/** Of the leg's first unwinding order; a late fill is closed by a second one. */
export const unwindClOrdId = ({ basketClOrdId, unwindings }: Basket, leg: number): string => {
  const earlier = unwindings.filter((unwinding) => unwinding.leg === leg).length;
  return `${basketClOrdId}-u${leg}${earlier === 0 ? '' : `.${earlier + 1}`}`;
};

const UNWIND_CLORDID = /-u\d+(\.\d+)?$/;

/** An order that closes a leg; its name ends as no leg's does. */
export const isUnwinding = ({
  basketId,
  clOrdId,
}: Pick<OrderIdentity, 'basketId' | 'clOrdId'>): boolean =>
  basketId !== null && UNWIND_CLORDID.test(clOrdId);

/** Of the leg's first cancel request; one that a phase of the exchange stopped is repeated. */
export const cancelClOrdId = ({ basketClOrdId }: Basket, leg: number, earlier = 0): string =>
  `${basketClOrdId}-c${leg}${earlier === 0 ? '' : `.${earlier + 1}`}`;

/**
 * When the time limit of a stage passes; for a stage that has not started, the limit for its start.
 */
export function stageDeadline(basket: Basket, stage: number): Date {
  const startedAt = basket.stages[stage - 1]?.startedAt ?? basket.approvedAt ?? basket.createdAt;
  return new Date(startedAt.getTime() + basket.stageTimeoutMs);
}
