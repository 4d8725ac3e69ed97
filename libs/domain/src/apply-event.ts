import { applySend, settleSend } from './apply-send';
import {
  announce,
  answer,
  command,
  goOn,
  inheritTerms,
  isOvertaken,
  request,
} from './apply-request';
import { Decimal, divide, ZERO } from './decimal';
import { canonicalExchange } from './instrument';
import { canonicalSymbol } from './instrument-symbol';
import type { Amendment, AwaitedExecution, Order } from './order';
import { awaitedExecution, requestNumber } from './order';
import { hasLimitPrice, hasStopPrice, isImmediate, requestedFieldsOf } from './requested-order';
import type {
  Converted,
  EventEnvelope,
  NewOrder,
  OrderEvent,
  Replaced,
  ReportFields,
  Restated,
  SlicesSummed,
  StateReport,
  Trade,
  TradeCancel,
  TradeCorrect,
} from './order-event';
import { OrdStatus } from './order-status';

/**
 * The one function that computes the next order from (order, event). It accepts every event in
 * every state: our own commands were checked before they were journalled, and a venue's report is
 * always booked.
 */
export function applyEvent(order: Order | null, event: OrderEvent): Order {
  const version = order?.version ?? 0;
  if (event.seq !== version + 1) {
    throw new Error(`Order ${event.orderId}: event ${event.seq} follows ${version}`);
  }
  if (!order) {
    if (event.type === 'NewOrder') return openOrder(event);
    throw new Error(`Order ${event.orderId} begins with ${event.type}, not NewOrder`);
  }
  if (event.type === 'NewOrder') throw new Error(`Order ${event.orderId} is opened twice`);
  const next: Order = { ...order, version: event.seq, updatedAt: event.at };
  applyFact(next, event);
  inheritTerms(next);
  return next;
}

/** The order after all of its events, oldest first; null if there are none. */
export function foldOrder(events: Iterable<OrderEvent>): Order | null {
  let order: Order | null = null;
  for (const event of events) order = applyEvent(order, event);
  return order;
}

function openOrder(event: NewOrder & EventEnvelope): Order {
  const { seq, at } = event;
  const isSent = event.origin === 'client' && event.withheld === undefined;
  // Earlier versions journalled the symbol as the client wrote it.
  const symbol = canonicalSymbol(event.exchange, event.symbol);
  const requested = requestedFieldsOf(event);
  requested.symbol = symbol;
  requested.givenSymbol = event.givenSymbol ?? (symbol === event.symbol ? null : event.symbol);
  requested.exchange = canonicalExchange(event.exchange);
  return {
    origin: event.origin,
    brokerOrderId: event.brokerOrderId,
    cumQty: ZERO,
    notional: ZERO,
    lastPx: null,
    lastQty: null,
    pendingNewReported: false,
    acceptedForBidding: false,
    accepted: event.origin === 'phone',
    doneForDay: false,
    calculated: false,
    stopped: false,
    suspended: false,
    triggered: false,
    closed: event.withheld === undefined ? null : OrdStatus.Rejected,
    slices: null,
    commands: isSent ? [command('new', event.orderId, event, event.approval)] : [],
    acceptedClOrdId: event.orderId,
    amended: false,
    awaitedExecutions: [],
    answered: [],
    reason: event.withheld ?? null,
    version: seq,
    createdAt: at,
    ...(event.transactTime && event.transactTime < at && { openedAt: event.transactTime }),
    updatedAt: at,
    // Last: V8 adds fields to a copy a hundred times slower than to a literal.
    ...requested,
  };
}

/** Changes `next`, a copy that nobody else holds yet; lists in it are replaced, not edited. */
function applyFact(next: Order, event: Exclude<OrderEvent, NewOrder>): void {
  switch (event.type) {
    case 'ReplaceRequested':
      return request(next, event, 'replace');
    case 'CancelRequested':
      return request(next, event, 'cancel');
    case 'CanceledUnsent':
      next.reason = event.text;
      return close(next, OrdStatus.Canceled);
    case 'Approved':
    case 'Released':
      return goOn(next, event);
    case 'SendStarted':
    case 'SendFailed':
    case 'SendInDoubt':
      return applySend(next, event);
    case 'SendAccepted':
      next.brokerOrderId ??= event.brokerOrderId;
      return applySend(next, event);
    case 'SlicesSummed':
      return summed(next, event);
    default:
      return report(next, event);
  }
}

/** Overrides the earlier state: a bust can reopen a closed order. */
function summed(next: Order, event: SlicesSummed): void {
  const { orderQty, cumQty, lastQty, lastPx, leavesQty, inDoubt, stopped, stoppedBy, text } = event;
  const { accepted, doneForDay, suspended, closed, refusal } = event;
  Object.assign(next, { orderQty, cumQty, lastQty, lastPx });
  Object.assign(next, { accepted, doneForDay, suspended, closed });
  next.notional = new Decimal(event.notional);
  next.slices = { leavesQty, inDoubt, stopped, ...(stoppedBy && { stoppedBy }) };
  if (refusal) next.refusal = refusal;
  else delete next.refusal;
  if (text) next.reason = text;
  if (closed) next.commands = [];
}

type Report = Extract<OrderEvent, ReportFields>;

function report(next: Order, event: Report): void {
  next.brokerOrderId ??= event.brokerOrderId;
  if (event.source === 'link') settleSend(next, event.clOrdId);
  if (event.text) next.reason = event.text;
  switch (event.type) {
    case 'Trade':
      return trade(next, event);
    case 'TradeConfirmed':
      next.amended = true;
      return;
    case 'TradeCancel':
    case 'TradeCorrect':
      return amendExecution(next, event);
    case 'Replaced':
      return replaced(next, event);
    case 'Restated':
      return restated(next, event);
    default:
      return stateReport(next, event);
  }
}

function stateReport(next: Order, event: StateReport & EventEnvelope): void {
  switch (event.type) {
    case 'PendingNew':
      next.pendingNewReported = true;
      return;
    case 'AcceptedForBidding':
      next.acceptedForBidding = true;
      return;
    case 'New':
      // A second New is how some venues reinstate an order after a trading halt.
      if (next.accepted) next.suspended = false;
      next.accepted = true;
      return;
    case 'Rejected':
      if (event.refusal && !next.closed) next.refusal = event.refusal;
      return close(next, OrdStatus.Rejected);
    case 'Canceled':
      return close(next, OrdStatus.Canceled);
    case 'Expired':
      // The remainder of an immediate order is canceled; it does not expire (rule 18).
      return close(next, isImmediate(next) ? OrdStatus.Canceled : OrdStatus.Expired);
    case 'PendingCancel':
      return announce(next, event, 'cancel');
    case 'PendingReplace':
      return announce(next, event, 'replace');
    case 'CancelRejected':
    case 'ReplaceRejected':
      if (event.type === 'CancelRejected') cancelRefused(next, event);
      answer(
        next,
        next.commands.find(({ clOrdId }) => clOrdId === event.clOrdId),
      );
      return;
    case 'DoneForDay':
      if (!next.closed) next.doneForDay = true;
      return;
    case 'Suspended':
      if (!next.closed) next.suspended = true;
      return;
    case 'Stopped':
      if (!next.closed) next.stopped = true;
      return;
    case 'Calculated':
      next.calculated = true;
      return;
    case 'Triggered':
      next.accepted = true;
      next.triggered = true;
      return;
    case 'OrderStatus':
      return;
  }
}

function cancelRefused(next: Order, { refusal }: StateReport): void {
  if (refusal) next.cancelRefusal = refusal;
  else delete next.cancelRefusal;
}

/** Closes the order. A closed order keeps its first closing status (rule 11). */
function close(next: Order, closure: NonNullable<Order['closed']>): void {
  next.commands = [];
  if (next.closed) return;
  next.closed = closure;
  next.doneForDay = false;
  next.calculated = false;
  next.stopped = false;
  next.suspended = false;
}

function trade(next: Order, event: Trade): void {
  next.accepted = true;
  const awaited = awaitedExecution(next, event.execId);
  const live = awaited ? awaited.amendment : { quantity: event.lastQty, price: event.lastPx };
  forget(next, awaited);
  if (live) {
    add(next, live.quantity, live.price);
    next.lastPx = live.price;
    next.lastQty = live.quantity;
  }
  if (event.cancelsRemainder) close(next, OrdStatus.Canceled);
}

function amendExecution(next: Order, event: TradeCancel | TradeCorrect): void {
  next.amended = true;
  const superseding = event.execId ? awaitedExecution(next, event.execId) : undefined;
  const amendment = amendmentBy(next, event);
  forget(next, superseding);
  if (event.busted) {
    add(next, event.busted.quantity.negated(), event.busted.price);
    if (amendment) add(next, amendment.quantity, amendment.price);
    return;
  }
  const awaited = awaitedExecution(next, event.execRefId);
  forget(next, awaited);
  const ids = [event.execId, ...(superseding?.amendedBy ?? []), ...(awaited?.amendedBy ?? [])];
  next.awaitedExecutions = [
    ...next.awaitedExecutions,
    {
      execId: awaited?.execId ?? event.execRefId,
      amendedBy: ids.filter((id) => id !== null),
      // A busted execution stays busted, even if a correction arrives later.
      amendment: awaited?.amendment === null ? null : amendment,
    },
  ];
}

/** The result of a bust or correction, taking into account any later one that arrived before it. */
export function amendmentBy(order: Order, event: TradeCancel | TradeCorrect): Amendment {
  const superseding = event.execId ? awaitedExecution(order, event.execId) : undefined;
  if (superseding) return superseding.amendment;
  return event.type === 'TradeCorrect' ? { quantity: event.lastQty, price: event.lastPx } : null;
}

function forget(next: Order, awaited: AwaitedExecution | undefined): void {
  if (!awaited) return;
  next.awaitedExecutions = next.awaitedExecutions.filter((other) => other !== awaited);
}

function add(next: Order, quantity: Decimal, price: Decimal): void {
  next.cumQty = next.cumQty.plus(quantity);
  next.notional = next.notional.plus(quantity.times(price));
}

function replaced(next: Order, event: Replaced): void {
  next.accepted = true;
  const answered = next.commands.find(
    ({ clOrdId, kind }) => clOrdId === event.clOrdId && kind === 'replace',
  );
  answer(next, answered);
  // If a later request was accepted first, this one must not restore its own terms.
  if (answered && isOvertaken(next, answered)) return;
  const orderQty = event.orderQty ?? answered?.terms?.orderQty ?? next.orderQty;
  // A new quantity at or below the filled quantity becomes CumQty (rule 5 of order-states.md).
  next.orderQty = Decimal.max(orderQty, next.cumQty);
  next.price = event.price ?? answered?.terms?.price ?? next.price;
  next.stopPrice = event.stopPrice ?? answered?.terms?.stopPrice ?? next.stopPrice;
  if (answered) {
    next.acceptedNumber = requestNumber(next, answered);
    next.acceptedClOrdId = answered.clOrdId;
  }
  converted(next, event);
}

function converted(next: Order, { ordType, timeInForce, expireAt = null }: Converted): void {
  if (timeInForce) Object.assign(next, { timeInForce, expireAt });
  if (!ordType) return;
  next.ordType = ordType;
  if (!hasLimitPrice(ordType)) next.price = null;
  if (!hasStopPrice(ordType)) next.stopPrice = null;
}

/**
 * The ratio by which a corporate action scales earlier quantities and prices (rule 19); null if the
 * restatement is not a corporate action or gives no ratio.
 */
export function corporateScale(before: Order, event: Restated) {
  const [numerator, denominator] = [event.orderQty, before.orderQty];
  if (!event.corporateAction || !numerator?.gt(0) || !denominator.gt(0)) return null;
  return {
    quantity: (earlier: Decimal): Decimal => divide(earlier.times(numerator), denominator),
    price: (earlier: Decimal): Decimal => divide(earlier.times(denominator), numerator),
  };
}

function restated(next: Order, event: Restated): void {
  next.accepted = true;
  next.doneForDay = false;
  next.suspended = false;
  const scale = corporateScale(next, event);
  if (scale) {
    next.amended = true;
    next.cumQty = scale.quantity(next.cumQty);
    next.price = next.price && scale.price(next.price);
    next.stopPrice = next.stopPrice && scale.price(next.stopPrice);
  }
  if (event.orderQty) next.orderQty = Decimal.max(event.orderQty, next.cumQty);
  if (event.price) next.price = event.price;
  if (event.stopPrice) next.stopPrice = event.stopPrice;
  converted(next, event);
}
