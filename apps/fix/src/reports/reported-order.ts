import {
  applyEvent,
  type CancelRequested,
  type Order,
  type OrderEvent,
  type ReplaceRequested,
} from '@ome/domain';

/** The ids that reports of a request bear. */
export interface RequestIds {
  /** ClOrdID (11): of the request where the client sent it, else of the order. */
  clOrdId: string;
  /** OrigClOrdID (41): what the client's request is to change; null where somebody else asked. */
  origClOrdId: string | null;
}

/** An order as its FIX reports show it. */
export interface ReportedOrder {
  order: Order;
  /** Who entered it, as the journal has it. */
  enteredBy: string | null;
  /** ClOrdID (11): of the client's last request that was accepted, or of the new order. */
  clOrdId: string;
  /** OrigClOrdID (41): what the last accepted request changed; null while there was none. */
  origClOrdId: string | null;
  /** By the ClOrdID that the request has on the link. */
  pending: ReadonlyMap<string, RequestIds>;
  /** Our ExecID (17) of each execution, by the venue's. */
  execIds: ReadonlyMap<string, string>;
}

/** ExecID (17) of the report of an event: unique, and the same however often it is made. */
export const execIdOf = ({ orderId, seq }: OrderEvent): string => `${orderId}-${seq}`;

/** The order after its next event. */
export function nextReported(before: ReportedOrder | null, event: OrderEvent): ReportedOrder {
  const order = applyEvent(before?.order ?? null, event);
  if (!before) {
    const opened = { enteredBy: event.by, clOrdId: order.clOrdId, origClOrdId: null };
    return { order, ...opened, pending: new Map(), execIds: new Map() };
  }
  const after = { ...before, order };
  switch (event.type) {
    case 'ReplaceRequested':
    case 'CancelRequested': {
      if (!isPending(order, event)) return { ...after, ...requestIds(before, event) };
      const pending = new Map(before.pending).set(event.clOrdId, requestIds(before, event));
      return { ...after, pending };
    }
    case 'CanceledUnsent':
      return { ...after, ...requestIds(before, event) };
    case 'Replaced':
    case 'Canceled': {
      const request = event.clOrdId === null ? undefined : before.pending.get(event.clOrdId);
      return request ? { ...without(after, event.clOrdId!), ...request } : after;
    }
    case 'ReplaceRejected':
    case 'CancelRejected':
      return event.clOrdId === null ? after : without(after, event.clOrdId);
    case 'Trade':
    case 'TradeCorrect':
      return event.execId === null
        ? after
        : { ...after, execIds: new Map(before.execIds).set(event.execId, execIdOf(event)) };
    default:
      return after;
  }
}

/** An order that is held here is changed at once. */
export const isPending = (
  { commands }: Order,
  { clOrdId }: Pick<ReplaceRequested | CancelRequested, 'clOrdId'>,
): boolean => commands.some((command) => command.clOrdId === clOrdId);

/** An id that somebody else chose means nothing to the client. */
const requestIds = (
  { enteredBy, clOrdId }: ReportedOrder,
  { by, newClOrdId }: { by: string | null; newClOrdId: string | null },
): RequestIds =>
  by === enteredBy && newClOrdId !== null
    ? { clOrdId: newClOrdId, origClOrdId: clOrdId }
    : { clOrdId, origClOrdId: null };

function without(reported: ReportedOrder, linkClOrdId: string): ReportedOrder {
  const pending = new Map(reported.pending);
  pending.delete(linkClOrdId);
  return { ...reported, pending };
}
