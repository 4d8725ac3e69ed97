import {
  avgPx,
  type Command,
  Decimal,
  isHeld,
  isImmediate,
  isInDoubt,
  isOpen,
  isRequestOf,
  leavesQty,
  nextCommand,
  type Order,
  ORDER_DEFAULTS,
  ordStatus,
  TimeInForce,
} from '@ome/domain';
import type { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';
import { Schema, SchemaFactory } from '@nestjs/mongoose';

/** The read model of orders, one document each with the order id as `_id` (order.document.ts). */
@Schema({ collection: 'orders', strict: false, autoCreate: false, autoIndex: false })
export class OrderRecord {}

const newestFirst = { createdAt: -1, _id: -1 } as const;
/** Most orders lack these fields; documents omit them, and the index leaves them out. */
const given = (field: string) => ({ partialFilterExpression: { [field]: { $exists: true } } });

/**
 * The indexes of GET /orders, each in the sort order of pages. Side, exchange and link have few
 * values each: their pages are found among the newest orders, and an index would cost every write
 * more than it saves a query.
 */
export const OrderSchema = SchemaFactory.createForClass(OrderRecord)
  .index({ ...newestFirst })
  .index({ account: 1, ...newestFirst })
  .index({ userId: 1, ...newestFirst }, given('userId'))
  .index({ symbol: 1, ...newestFirst })
  .index({ ordStatus: 1, ...newestFirst })
  .index({ tag: 1, ...newestFirst }, given('tag'))
  .index({ parentOrderId: 1, ...newestFirst }, given('parentOrderId'))
  .index({ open: 1, ...newestFirst }, { partialFilterExpression: { open: true } })
  .index({ account: 1, open: 1 }, { partialFilterExpression: { open: true } })
  .index({ link: 1, brokerOrderId: 1, ...newestFirst }, given('brokerOrderId'))
  .index({ clOrdIds: 1 }, { sparse: true })
  // What waits for approval, by when it expires.
  .index({ approvalDueAt: 1, _id: 1 }, given('approvalDueAt'))
  .index(
    { 'work.state': 1, link: 1, 'work.dueAt': 1 },
    { partialFilterExpression: { 'work.state': { $exists: true } } },
  )
  // What is queued, in the order of its requests, and what of it has a known end.
  .index(
    { link: 1, 'work.kind': 1, 'work.since': 1, _id: 1 },
    { partialFilterExpression: { 'work.state': 'queued' } },
  )
  .index({ link: 1, 'work.endsAt': 1, _id: 1 }, given('work.endsAt'));

/** The outstanding command of an order, for the sweeper; absent if there is none. */
export interface OutstandingWork {
  kind: string;
  state: 'queued' | 'sending' | 'inDoubt';
  /** Queued: when it may be sent. Sending and in doubt: when its status may be requested. */
  dueAt: Date;
  since: Date;
  text: string | null;
  /**
   * Queued: when it is to be judged, if the order says so: at its good-till instant, or at once if
   * it trades at once or never.
   */
  endsAt?: Date;
}

/**
 * A process that knows only a lower version does not decide on the document: it may not understand
 * all of it.
 */
const ORDER_DOCUMENT_VERSION = 2;
/** What is held for approval is all that version 1 does not know. */
const VERSION_WITHOUT_HELD = 1;

const DERIVED: ReadonlySet<string> = new Set([
  '_id',
  'schemaVersion',
  'ordStatus',
  'leavesQty',
  'avgPx',
  'inDoubt',
  'open',
  'clOrdIds',
  'work',
  'approvalDueAt',
]);

/** Fields that most orders do not use; their documents omit these. */
const UNSET = {
  ...ORDER_DEFAULTS,
  origin: 'client',
  givenSymbol: null,
  lastPx: null,
  lastQty: null,
  pendingNewReported: false,
  acceptedForBidding: false,
  accepted: false,
  doneForDay: false,
  calculated: false,
  stopped: false,
  suspended: false,
  triggered: false,
  closed: null,
  slices: null,
  commands: [],
  amended: false,
  awaitedExecutions: [],
  answered: [],
  brokerOrderId: null,
  reason: null,
} satisfies Partial<Order>;

const isUnset = (field: string, value: unknown): boolean =>
  value === null ||
  value === false ||
  value === UNSET[field as keyof typeof UNSET] ||
  (Array.isArray(value) && value.length === 0);

/** The read model of an order: its fields, and derived fields for queries. */
export function orderDocument(order: Order): mongo.Document & { _id: string } {
  const document: mongo.Document & { _id: string } = {
    _id: order.orderId,
    schemaVersion: VERSION_WITHOUT_HELD,
  };
  for (const [field, value] of Object.entries(order)) {
    if (!isUnset(field, value)) document[field] = toBson(value);
  }
  // The product of two 34-digit factors, which a Decimal128 would round.
  document.notional = order.notional.toFixed();
  document.ordStatus = ordStatus(order);
  document.leavesQty = toBson(leavesQty(order));
  document.avgPx = toBson(avgPx(order));
  document.inDoubt = isInDoubt(order);
  document.open = isOpen(order);
  const ids = clOrdIds(order);
  if (ids.length > 0) document.clOrdIds = ids;
  const work = outstandingWork(order);
  if (work) document.work = work;
  const held = order.commands.filter(isHeld);
  if (held.length > 0) {
    document.schemaVersion = ORDER_DOCUMENT_VERSION;
    document.approvalDueAt = new Date(
      Math.min(...held.map(({ delivery }) => delivery.approval.expiresAt.getTime())),
    );
  }
  return document;
}

/** A document without a schema version is of version 1. */
export const isReadable = ({ schemaVersion = 1 }: mongo.Document): boolean =>
  schemaVersion <= ORDER_DOCUMENT_VERSION;

/** The order without the derived fields. */
export function orderOf(document: mongo.Document): Order {
  const order: Record<string, unknown> = { ...UNSET };
  for (const field of Object.keys(document)) {
    if (!DERIVED.has(field)) order[field] = fromBson(document[field]);
  }
  order.notional = new Decimal(document.notional as string);
  return order as unknown as Order;
}

/**
 * The ids that clients gave, for reports and requests that refer to them. Most orders have none.
 */
function clOrdIds(order: Order): string[] {
  const { orderId, clOrdId, commands } = order;
  const pending = commands.map(({ clientClOrdId }) => clientClOrdId);
  const answered = order.answered.map((named) => named.slice(named.indexOf(':') + 1));
  const given = [clOrdId, ...pending, ...answered].filter((id) => id !== null && id !== orderId);
  return [...new Set(given as string[])].filter((id) => !isRequestOf(order, id));
}

function outstandingWork(order: Order): OutstandingWork | null {
  const command = nextCommand(order);
  if (!command) return null;
  const { kind, requestedAt: since, delivery } = command;
  switch (delivery.state) {
    case 'sent':
      return null;
    case 'held':
      return { kind, since, state: 'queued', dueAt: since, text: null };
    case 'queued': {
      const endsAt = endOf(order, command);
      return {
        kind,
        since,
        state: 'queued',
        dueAt: delivery.notBefore ?? since,
        text: delivery.text,
        ...(endsAt && { endsAt }),
      };
    }
    case 'sending':
      return { kind, since, state: 'sending', dueAt: delivery.sendBy, text: null };
    case 'inDoubt':
      return { kind, since, state: 'inDoubt', dueAt: delivery.sendBy, text: delivery.text };
  }
}

function endOf(order: Order, { kind, requestedAt }: Command): Date | null {
  if (kind === 'cancel') return null;
  if (kind === 'new' && isImmediate(order)) return requestedAt;
  return order.timeInForce === TimeInForce.GoodTillDate ? order.expireAt : null;
}
