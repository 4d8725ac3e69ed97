import type { Approval } from './approval';
import { Decimal, divide, ZERO } from './decimal';
import { OrdStatus } from './order-status';
import { isPassing, type RefusalCode } from './refusal';
import { isGoodTill, type OrderIdentity, type OrderTerms } from './requested-order';

/**
 * Who opened it: a client of the engine; the venue's own desk, by phone; or somebody at the venue
 * outside this engine, such as a user of the broker's own app or its risk desk.
 */
export type OrderOrigin = 'client' | 'phone' | 'venue';

/** How far a command got on its way to the link. */
export type SendState =
  | { state: 'held'; attempts: 0; approval: Approval }
  | { state: 'queued'; attempts: number; notBefore: Date | null; text: string | null }
  | { state: 'sending'; attempts: number; tag: string; sendBy: Date; process?: string }
  | {
      state: 'inDoubt';
      attempts: number;
      tag: string;
      sendBy: Date;
      process?: string;
      noticedAt?: Date;
      text: string;
    }
  | { state: 'sent'; attempts: number };

export type CommandKind = 'new' | 'replace' | 'cancel';

/**
 * A new order until the link has taken it; a replace or cancel request until it is answered.
 * Requests that the venue's own desk announced (PendingCancel, PendingReplace without a request of
 * ours) are listed too, with `origin: 'link'`, and are never sent.
 */
export interface Command {
  /** FIX ClOrdID on the link: the order id for the new order, `<orderId>-<seq>` for a request. */
  clOrdId: string;
  /** The client's own id of the request, if it gave one. */
  clientClOrdId: string | null;
  /** The event by which it went on, if it was held: later than the one that its ClOrdID names. */
  wentOnAt?: number;
  kind: CommandKind;
  origin: 'client' | 'link';
  requestedAt: Date;
  /** The HTTP request that caused it; passed to the logs and the link. */
  requestId: string | null;
  terms: OrderTerms | null;
  /** Terms that the request did not name: they follow the order until the request is sent. */
  inherited?: readonly (keyof OrderTerms)[];
  text: string | null;
  delivery: SendState;
}

export type Closure = OrdStatus.Canceled | OrdStatus.Expired | OrdStatus.Rejected;

/**
 * An order as the fold of its events. The status is not stored: it is derived from these facts,
 * because a single stored status cannot be un-nested after a reject (rules 1 and 3).
 */
export interface Order extends OrderIdentity, OrderTerms {
  origin: OrderOrigin;
  /** Sum of the live executions; for a sliced order, those of its slices. */
  cumQty: Decimal;
  /** Sum of quantity × price of the live executions; the exact numerator of AvgPx. */
  notional: Decimal;
  lastPx: Decimal | null;
  lastQty: Decimal | null;
  pendingNewReported: boolean;
  acceptedForBidding: boolean;
  /** By a New, or by a report that only an accepted order gets: the New may be late or missing. */
  accepted: boolean;
  doneForDay: boolean;
  calculated: boolean;
  stopped: boolean;
  suspended: boolean;
  triggered: boolean;
  closed: Closure | null;
  /** The last computed sum of its slices; null if there was none yet. */
  slices: SlicesState | null;
  commands: Command[];
  /** ClOrdID of the last accepted request: the OrigClOrdID of the next one. */
  acceptedClOrdId: string;
  /** Its number among the requests; left out before the first one is accepted. */
  acceptedNumber?: number;
  /** Some execution was busted, corrected or scaled: the fills are not just the trades. */
  amended: boolean;
  /** Busts and corrections whose execution has not arrived yet, by the ExecID they name. */
  awaitedExecutions: AwaitedExecution[];
  /**
   * `kind:ClOrdID` of answered requests, so that late reports are recognised as late: the order id,
   * and the newest of the ids that clients and venues chose.
   */
  answered: string[];
  brokerOrderId: string | null;
  /** Why the order or its last request was refused, canceled or is in doubt; for people. */
  reason: string | null;
  /** The rule by which the engine did not send it, if that ended it. */
  refusal?: RefusalCode;
  /** The rule by which the engine did not send its last cancel. */
  cancelRefusal?: RefusalCode;
  version: number;
  createdAt: Date;
  /** When the venue opened an order given by phone; left out if equal to its creation time. */
  openedAt?: Date;
  updatedAt: Date;
}

/** State of a sliced order that its own events do not show. */
export interface SlicesState {
  /** Open quantity of all slices, plus the quantity still to be placed. */
  leavesQty: Decimal;
  /** A command of some slice is in doubt. */
  inDoubt: boolean;
  /** Why some slices were not placed; null if nothing prevented it. */
  stopped: string | null;
  stoppedBy?: RefusalCode;
}

/** An execution's values after a correction; null after a bust. */
export type Amendment = { quantity: Decimal; price: Decimal } | null;

export interface AwaitedExecution {
  execId: string;
  /** ExecIDs of the waiting busts and corrections: later ones may name these instead. */
  amendedBy: string[];
  amendment: Amendment;
}

export const awaitedExecution = (order: Order, execId: string): AwaitedExecution | undefined =>
  order.awaitedExecutions.find(
    (awaited) => awaited.execId === execId || awaited.amendedBy.includes(execId),
  );

export const hasPending = (order: Order, kind: CommandKind): boolean =>
  order.commands.some((command) => command.kind === kind);

/** It ended because of a rule that ends by itself: the same order is taken later. */
export const canBeRepeated = ({ closed, refusal }: Order): boolean =>
  closed !== null && refusal !== undefined && isPassing({ refused: refusal });

export const isInDoubt = (order: Order): boolean =>
  order.commands.some(({ delivery }) => delivery.state === 'inDoubt') ||
  order.slices?.inDoubt === true;

/** An overfilled slice does not make up for another one that is still open. */
export const isFullyFilled = (order: Order): boolean =>
  order.cumQty.gt(0) && order.cumQty.gte(order.orderQty) && !order.slices?.leavesQty.gt(0);

/** Nothing is open on a closed order or on a day order that is done for the day (rule 9). */
export function leavesQty(order: Order): Decimal {
  if (order.closed) return ZERO;
  if (order.slices) return order.slices.leavesQty;
  if (order.doneForDay && !isGoodTill(order.timeInForce)) return ZERO;
  return Decimal.max(order.orderQty.minus(order.cumQty), 0);
}

export function avgPx(order: Order): Decimal {
  return order.cumQty.isZero() ? ZERO : divide(order.notional, order.cumQty);
}

/** The order can still trade, or a request about it is unanswered. */
export const isOpen = (order: Order): boolean =>
  leavesQty(order).gt(0) || order.commands.length > 0;

/** The precedence of FIX Volume 4, "Order State Change Matrices" (rule 1 of order-states.md). */
export function ordStatus(order: Order): OrdStatus {
  if (hasPending(order, 'cancel')) return OrdStatus.PendingCancel;
  if (hasPending(order, 'replace')) return OrdStatus.PendingReplace;
  if (order.doneForDay) return OrdStatus.DoneForDay;
  if (order.calculated) return OrdStatus.Calculated;
  if (isFullyFilled(order)) return OrdStatus.Filled;
  if (order.stopped) return OrdStatus.Stopped;
  if (order.suspended) return OrdStatus.Suspended;
  if (order.closed && order.closed !== OrdStatus.Rejected) return order.closed;
  if (order.cumQty.gt(0)) return OrdStatus.PartiallyFilled;
  if (order.closed) return order.closed;
  if (order.accepted) return OrdStatus.New;
  if (order.acceptedForBidding && !order.pendingNewReported) return OrdStatus.AcceptedForBidding;
  return OrdStatus.PendingNew;
}

/** The terms after every pending replace is accepted: the next replace builds on them. */
export function projectedTerms(order: Order): OrderTerms {
  const { orderQty, price, stopPrice } = lastTerms(order.commands) ?? order;
  return { orderQty, price, stopPrice };
}

/** The terms after every replace before this command is accepted. */
export function termsBefore(order: Order, { clOrdId: id }: Command): OrderTerms {
  const place = order.commands.findIndex(({ clOrdId }) => clOrdId === id);
  return lastTerms(order.commands.slice(0, place)) ?? order;
}

/** A held replace is not made yet: others do not build on it. */
const lastTerms = (commands: readonly Command[]): OrderTerms | null | undefined =>
  commands.findLast((command) => command.terms !== null && !isHeld(command))?.terms;

/** A new order or a replace that is not sent before somebody lets it go on. */
export type HeldCommand = Command & { delivery: { state: 'held' } };

export const isHeld = (command: Command): command is HeldCommand =>
  command.delivery.state === 'held';

/** The held request of this id, which is its ClOrdID on the link; undefined if there is none. */
export const heldCommand = (order: Order, clOrdId: string): HeldCommand | undefined =>
  order.commands.filter(isHeld).find((command) => command.clOrdId === clOrdId);

/** The new order while it is held; undefined once it went on. */
export const heldPlacement = (order: Order): HeldCommand | undefined =>
  order.commands.filter(isHeld).find(({ kind }) => kind === 'new');

/** The link certainly does not have the command, so no report can be its answer. */
export const isUnsent = ({ delivery: { state } }: Command): boolean =>
  state === 'queued' || state === 'held';

/**
 * The first command that the link has not answered; nothing behind it may be sent. What is held
 * takes its place once it is let go on, or is to end.
 */
export const nextCommand = (order: Order): Command | undefined =>
  order.commands.find(
    (command) =>
      command.origin === 'client' &&
      command.delivery.state !== 'sent' &&
      (!isHeld(command) || isHeldTooLate(order, command)),
  );

/** A held replace of a filled order that asks for no more than that, or that is canceled. */
const isHeldTooLate = (order: Order, { kind, terms }: HeldCommand): boolean =>
  kind === 'replace' &&
  isFullyFilled(order) &&
  (terms!.orderQty.lte(order.cumQty) || hasPending(order, 'cancel'));

/**
 * The request's ClOrdID on the link: unique, and it contains the order id, so no index is needed.
 */
export const requestClOrdId = (order: Order): string => `${order.orderId}-${order.version + 1}`;

export const isRequestOf = (order: Order, clOrdId: string): boolean =>
  clOrdId.startsWith(`${order.orderId}-`);

/**
 * Requests are numbered by the event that made them, or let them go on; the new order and ids of
 * others give 0.
 */
export const requestNumber = (
  order: Order,
  { clOrdId, wentOnAt }: Pick<Command, 'clOrdId' | 'wentOnAt'>,
): number =>
  wentOnAt ?? (isRequestOf(order, clOrdId) ? Number(clOrdId.slice(order.orderId.length + 1)) : 0);

/** Orders stored by earlier versions do not have the number of the request accepted last. */
export const acceptedNumber = (order: Order): number =>
  order.acceptedNumber ?? requestNumber(order, { clOrdId: order.acceptedClOrdId });

/** An id of a request that is not outstanding: it was answered before. */
export const isAnsweredRequest = (order: Order, clOrdId: string): boolean =>
  clOrdId !== order.orderId &&
  (isRequestOf(order, clOrdId) ||
    order.answered.includes(`cancel:${clOrdId}`) ||
    order.answered.includes(`replace:${clOrdId}`));

/**
 * An id that the order does not know: the venue's own, or a client's of a request answered long
 * ago.
 */
export const isStrangeId = (order: Order, clOrdId: string): boolean =>
  clOrdId !== order.orderId &&
  clOrdId !== order.clOrdId &&
  !isAnsweredRequest(order, clOrdId) &&
  !order.commands.some((known) => [known.clOrdId, known.clientClOrdId].includes(clOrdId));
