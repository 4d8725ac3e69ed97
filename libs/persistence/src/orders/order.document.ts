import {
  avgPx,
  Decimal,
  isInDoubt,
  isOpen,
  leavesQty,
  nextCommand,
  type Order,
  ordStatus,
} from '@ome/domain';
import type { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';

/** What the order has to send, for the sweeper; absent where there is nothing. */
export interface OutstandingWork {
  kind: string;
  state: 'queued' | 'sending' | 'inDoubt';
  /** Queued: may be sent from here on. Sending and in doubt: may be asked about from here on. */
  dueAt: Date;
  since: Date;
  text: string | null;
}

const DERIVED = ['_id', 'ordStatus', 'leavesQty', 'avgPx', 'inDoubt', 'open', 'clOrdIds', 'work'];

/** The read model of an order: its facts, and what follows from them where queries need it. */
export function orderDocument(order: Order): mongo.Document {
  const work = outstandingWork(order);
  return {
    _id: order.orderId,
    ...(toBson(order) as object),
    // A product of two 34-digit factors, which a Decimal128 would round.
    notional: order.notional.toFixed(),
    ordStatus: ordStatus(order),
    leavesQty: toBson(leavesQty(order)),
    avgPx: toBson(avgPx(order)),
    inDoubt: isInDoubt(order),
    open: isOpen(order),
    ...clOrdIds(order),
    ...(work && { work }),
  };
}

/** The order as the domain knows it, without what is derived. */
export function orderOf(document: mongo.Document): Order {
  const facts = { ...document };
  for (const field of DERIVED) delete facts[field];
  return { ...(fromBson(facts) as Order), notional: new Decimal(document.notional as string) };
}

/** Ids that clients gave, for reports that quote those; most orders have none. */
function clOrdIds({ orderId, clOrdId, commands }: Order): { clOrdIds?: string[] } {
  const given = [clOrdId, ...commands.map(({ clientClOrdId }) => clientClOrdId)];
  const ids = given.filter((id) => id !== null && id !== orderId) as string[];
  return ids.length > 0 ? { clOrdIds: ids } : {};
}

function outstandingWork(order: Order): OutstandingWork | null {
  const command = nextCommand(order);
  if (!command) return null;
  const { kind, requestedAt: since, delivery } = command;
  switch (delivery.state) {
    case 'sent':
      return null;
    case 'queued':
      return {
        kind,
        since,
        state: 'queued',
        dueAt: delivery.notBefore ?? since,
        text: delivery.text,
      };
    case 'sending':
      return { kind, since, state: 'sending', dueAt: delivery.sendBy, text: null };
    case 'inDoubt':
      return { kind, since, state: 'inDoubt', dueAt: delivery.sendBy, text: delivery.text };
  }
}
