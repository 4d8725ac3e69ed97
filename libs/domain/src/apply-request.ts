import type { Command, CommandKind, Order } from './order';
import type { OrderTerms } from './requested-order';
import { isQueued, isRequestOf, requestNumber } from './order';
import type { CancelRequested, EventEnvelope, ReplaceRequested, StateReport } from './order-event';

/** A request for which nothing was done yet. */
export function command(
  kind: CommandKind,
  clOrdId: string,
  { at, requestId }: EventEnvelope,
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
    delivery: { state: 'queued', attempts: 0, notBefore: null, text: null },
  };
}

export function request(
  next: Order,
  event: (ReplaceRequested | CancelRequested) & EventEnvelope,
  kind: CommandKind,
): void {
  const terms: OrderTerms | null =
    event.type === 'ReplaceRequested'
      ? { orderQty: event.orderQty, price: event.price, stopPrice: event.stopPrice }
      : null;
  next.commands = [
    ...next.commands,
    {
      ...command(kind, event.clOrdId, event),
      clientClOrdId: event.newClOrdId,
      terms,
      ...(event.type === 'ReplaceRequested' && event.inherited && { inherited: event.inherited }),
      text: event.type === 'CancelRequested' ? event.text : null,
    },
  ];
}

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
    before = terms;
    return { ...known, terms };
  });
}

const inherits = (known: Command): boolean => known.inherited !== undefined && isQueued(known);

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
export const isOvertaken = (order: Order, { clOrdId }: Command): boolean =>
  requestNumber(order, clOrdId) < requestNumber(order, order.acceptedClOrdId);
