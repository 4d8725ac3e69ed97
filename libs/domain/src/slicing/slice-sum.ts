import { Decimal, decimalText, ZERO } from '../decimal';
import {
  type Closure,
  hasPending,
  isFullyFilled,
  isInDoubt,
  isOpen,
  leavesQty,
  type Order,
} from '../order';
import type { SlicesSummed, StateReport } from '../order-event';
import { OrdStatus } from '../order-status';
import { isPassing, isRefusal, type Refusal, type RefusalCode, refusalText } from '../refusal';

/** A slice that is placed, still to be placed, or never will be. */
export interface Slice {
  /** Its planned quantity. */
  planned: Decimal;
  /** Null if it was never placed. */
  order: Order | null;
  /** When it last traded; null if it never did. */
  tradedAt: Date | null;
}

const sum = (amounts: Decimal[]): Decimal =>
  amounts.reduce((total, amount) => total.plus(amount), ZERO);

/** As the journal stores it, so that reading it back gives the same value. */
const kept = (amount: Decimal): Decimal => new Decimal(decimalText(amount));

/**
 * The state of a sliced order: the plain sum of its slices. The unplaced quantity is open while
 * placing goes on, and canceled afterwards.
 *
 * @param why why placing stopped before the last slice, if it just did
 */
export function sumOfSlices(
  order: Order,
  slices: readonly Slice[],
  why: Refusal | { text: string } | null,
): SlicesSummed {
  const placed = slices.flatMap((slice) => slice.order ?? []);
  const unplaced = sum(slices.flatMap((slice) => (slice.order ? [] : slice.planned)));
  const isPlacing = hasPending(order, 'new');
  const working = placed.filter((slice) => leavesQty(slice).gt(0));
  const isOver = !isPlacing && working.length === 0;
  const leaves = sum(working.map(leavesQty)).plus(isPlacing ? unplaced : ZERO);
  const last = lastTraded(slices);
  const orderQty = kept(sum(placed.map((slice) => slice.orderQty)).plus(unplaced));
  const cumQty = kept(sum(placed.map((slice) => slice.cumQty)));
  const isWhole = cumQty.gt(0) && cumQty.gte(orderQty);
  const resting = placed.some((slice) => slice.doneForDay);
  const closed = isOver && !isWhole && !resting ? closure(placed, unplaced) : null;
  const rule = why && isRefusal(why) ? why : null;
  const stopped = rule ? refusalText(rule) : (why?.text ?? order.slices?.stopped ?? null);
  const stoppedBy = why ? rule?.refused : order.slices?.stoppedBy;
  const refusal = closed && refusalOf(placed, unplaced.isZero() ? [] : [stoppedBy]);
  return {
    type: 'SlicesSummed',
    orderQty,
    cumQty,
    notional: sum(placed.map(({ notional }) => notional)).toFixed(),
    leavesQty: kept(leaves),
    lastQty: last?.lastQty ?? null,
    lastPx: last?.lastPx ?? null,
    accepted: placed.some((slice) => slice.accepted),
    doneForDay: resting && !isPlacing && working.every((slice) => slice.doneForDay),
    suspended: working.length > 0 && working.every((slice) => slice.suspended),
    inDoubt: placed.some(isInDoubt),
    closed,
    stopped,
    ...(stoppedBy && { stoppedBy }),
    ...(refusal && { refusal }),
    text: textOf(order, closed, stopped ?? reasonOf(placed)),
  };
}

function lastTraded(slices: readonly Slice[]): Order | null {
  const times = slices.map(({ tradedAt }) => tradedAt?.getTime() ?? -Infinity);
  const latest = Math.max(...times);
  return latest === -Infinity ? null : slices[times.indexOf(latest)].order;
}

/** How an order closes once all its slices are closed, if it is not completely filled. */
function closure(placed: readonly Order[], unplaced: Decimal): Closure {
  const unfilled = placed.filter((slice) => !isFullyFilled(slice)).map(({ closed }) => closed);
  if (placed.length === 0) return OrdStatus.Canceled;
  const isUntouched = placed.every(({ cumQty }) => cumQty.isZero());
  if (isUntouched && unfilled.every((closed) => closed === OrdStatus.Rejected)) {
    return OrdStatus.Rejected;
  }
  const isExpired = unplaced.isZero() && unfilled.every((closed) => closed === OrdStatus.Expired);
  // A rejected remainder can no longer trade: for the order as a whole it is canceled.
  return isExpired ? OrdStatus.Expired : OrdStatus.Canceled;
}

/** Null if anything is not filled for another reason than a refusal that passes. */
function refusalOf(
  placed: readonly Order[],
  unplaced: readonly (RefusalCode | undefined)[],
): RefusalCode | null {
  const unfilled = placed.filter((slice) => !isFullyFilled(slice));
  const codes = [...unfilled.map(({ refusal }) => refusal), ...unplaced];
  const pass = codes.every((refused) => refused !== undefined && isPassing({ refused }));
  return pass ? (codes[0] ?? null) : null;
}

/** Set when the order closes, and again if a successful attempt has cleared it. */
function textOf(order: Order, closed: Closure | null, reason: string | null): string | null {
  const isNews = closed !== null && closed !== order.closed;
  return isNews || order.reason === null ? reason : null;
}

/** The reason of the first slice that closed unfilled and gives one. */
function reasonOf(placed: readonly Order[]): string | null {
  const told = placed.find((slice) => slice.closed && slice.reason && !isFullyFilled(slice));
  return told ? `Slice ${told.orderId}: ${told.reason}` : null;
}

const SUMS = ['orderQty', 'cumQty', 'lastQty', 'lastPx'] as const satisfies (keyof Order)[];
const FLAGS = ['accepted', 'doneForDay', 'suspended', 'closed'] as const satisfies (keyof Order)[];

/** Whether the order already shows this sum. */
export const showsSum = (order: Order, summed: SlicesSummed): boolean =>
  order.slices !== null &&
  summed.text === null &&
  SUMS.every((field) => isSame(order[field], summed[field])) &&
  FLAGS.every((field) => order[field] === summed[field]) &&
  order.notional.eq(summed.notional) &&
  order.slices.leavesQty.eq(summed.leavesQty) &&
  order.slices.inDoubt === summed.inDoubt &&
  order.slices.stopped === summed.stopped &&
  order.refusal === summed.refusal;

const isSame = (one: Decimal | null, other: Decimal | null): boolean =>
  one && other ? one.eq(other) : one === other;

/**
 * The answer to a cancel that was passed on to every slice and failed for some of them; null while
 * it may still take effect.
 */
export function unansweredCancel(order: Order, slices: readonly Slice[]): StateReport | null {
  const cancel = order.commands.find(
    ({ kind, origin, delivery }) =>
      kind === 'cancel' && origin === 'client' && delivery.state === 'sent',
  );
  if (!cancel || order.closed) return null;
  if (slices.some((slice) => slice.order && hasPending(slice.order, 'cancel'))) return null;
  const stopped = slices.find((slice) => slice.order?.cancelRefusal && isOpen(slice.order));
  const refusal = stopped?.order?.cancelRefusal;
  return {
    type: 'CancelRejected',
    source: 'engine',
    clOrdId: cancel.clOrdId,
    execId: null,
    brokerOrderId: null,
    text: isFullyFilled(order) ? 'Too late: order is filled' : 'Not every slice could be canceled',
    transactTime: null,
    alerts: [],
    ...(refusal && { refusal }),
  };
}
