import type { ApprovalDemand } from './approval';
import type { Command, CommandKind, Order } from './order';
import type { OrderTerms } from './requested-order';
import {
  acceptedNumber,
  heldCommand,
  type HeldCommand,
  heldPlacement,
  isHeld,
  isRequestOf,
  isUnsent,
  requestNumber,
} from './order';
import type {
  Approved,
  CancelRequested,
  EventEnvelope,
  Released,
  ReplaceRequested,
  StateReport,
} from './order-event';

/** A request for which nothing was done yet. */
export function command(
  kind: CommandKind,
  clOrdId: string,
  { at, by, requestId }: EventEnvelope,
  approval?: ApprovalDemand,
): Command {
  return {
    clOrdId,
    clientClOrdId: null,
    kind,
    origin: 'client',
    requestedAt: at,
    requestId,
    terms: null,
    text: null,
    delivery: approval
      ? { state: 'held', attempts: 0, approval: { ...approval, requestedAt: at, by } }
      : { state: 'queued', attempts: 0, notBefore: null, text: null },
  };
}

/** A held request goes on as if it were made now, or waits for somebody else. */
export function goOn(next: Order, event: (Approved | Released) & EventEnvelope): void {
  const held = heldCommand(next, event.clOrdId);
  // It ended before: nothing changes.
  if (!held) return;
  const { kind, clOrdId } = held;
  const approval = event.type === 'Released' ? event.approval : undefined;
  const { requestedAt, requestId, delivery } = command(kind, clOrdId, event, approval);
  next.commands = [
    ...next.commands.filter((other) => other !== held),
    { ...held, wentOnAt: event.seq, requestedAt, requestId, delivery },
  ];
}

export function request(
  next: Order,
  event: (ReplaceRequested | CancelRequested) & EventEnvelope,
  kind: CommandKind,
): void {
  const asked: Command = {
    ...command(kind, event.clOrdId, event),
    clientClOrdId: event.newClOrdId,
    text: event.type === 'CancelRequested' ? event.text : null,
  };
  if (event.type === 'ReplaceRequested') {
    const { orderQty, price, stopPrice, inherited, approval } = event;
    const terms: OrderTerms = { orderQty, price, stopPrice };
    const staged = heldPlacement(next);
    // A held order is nowhere but here.
    if (staged) {
      Object.assign(next, terms);
      if (event.isManual)
        next.commands = next.commands.with(next.commands.indexOf(staged), manual(staged));
      return answer(next, asked);
    }
    const { delivery } = command(kind, event.clOrdId, event, approval);
    const replace = { ...asked, terms, delivery, ...(inherited && { inherited }) };
    next.commands = [...next.commands, replace];
    return;
  }
  next.commands = [...next.commands, asked];
}

const manual = (held: HeldCommand): HeldCommand => ({
  ...held,
  delivery: { ...held.delivery, approval: { ...held.delivery.approval, isManual: true } },
});

/** Terms that a request does not name follow other changes until the request is sent. */
export function inheritTerms(next: Order): void {
  if (!next.commands.some(inherits)) return;
  let before: OrderTerms = next;
  next.commands = next.commands.map((known) => {
    if (known.terms === null) return known;
    let { terms } = known;
    if (inherits(known)) {
      for (const term of known.inherited!) terms = { ...terms, [term]: before[term] };
    }
    if (!isHeld(known)) before = terms;
    return { ...known, terms };
  });
}

const inherits = (known: Command): boolean => known.inherited !== undefined && isUnsent(known);

/** PendingCancel or PendingReplace without a request of ours: the venue's own desk acts. */
export function announce(next: Order, event: StateReport & EventEnvelope, kind: CommandKind): void {
  const clOrdId = event.clOrdId ?? next.orderId;
  if (next.closed || next.commands.some((known) => known.kind === kind)) return;
  // Late: the request was already answered and must not become outstanding again (rule 15 of
  // order-states.md).
  if (isRequestOf(next, clOrdId) || next.answered.includes(`${kind}:${clOrdId}`)) return;
  const announced: Command = {
    ...command(kind, clOrdId, event),
    origin: 'link',
    delivery: { state: 'sent', attempts: 0 },
  };
  next.commands = [...next.commands, announced];
}

/**
 * Limit for ids that clients and venues chose; the engine recognises its own ids by their form.
 * Older quoted ids are looked up in the journal (`isStrangeId`).
 */
const KEPT_ANSWERED = 32;

/** Removes an answered request, and remembers the ids by which late reports may quote it. */
export function answer(next: Order, request: Command | undefined): void {
  if (!request) return;
  next.commands = next.commands.filter((other) => other !== request);
  const { kind, origin, clOrdId, clientClOrdId } = request;
  // The engine recognises the request's own ClOrdID by its form; older links always quote the order
  // id.
  const quoted = origin === 'link' ? [clOrdId] : [next.orderId, clientClOrdId];
  const answered = quoted.filter((id) => id !== null).map((id) => `${kind}:${id}`);
  const known = [...new Set([...next.answered, ...answered])];
  const isOrderId = (entry: string): boolean => entry.endsWith(`:${next.orderId}`);
  const others = known.filter((entry) => !isOrderId(entry));
  next.answered = [...known.filter(isOrderId), ...others.slice(-KEPT_ANSWERED)];
}

/** Whether a later request was accepted before this one was answered. */
export const isOvertaken = (order: Order, request: Command): boolean =>
  requestNumber(order, request) < acceptedNumber(order);
