import type { AuditEntryView, Page } from '@ome/contracts';
import { decimalText, type OrderEvent, type OrderTerms } from '@ome/domain';
import type { JournalEntry } from '@ome/engine';
import type { NoteUnreadable } from '@ome/event-store';
import { mongo } from 'mongoose';
import { escaped } from '../filters';
import { readableEvent } from '../event-store/stored-event';
import { ORDER_STREAM } from '../journal/order-stream';
import { decodeCursor, encodeCursor } from '../page-cursor';
import type { AuditEntryRecord } from './audit-entry.schema';
import { type ClientEventType, CLIENT_EVENTS } from './client-events';

export interface AuditFilter {
  /** People, as `user:anna`, and ids of API keys. */
  by?: string[];
  /** An action, or the part of one before a dot: `order` matches `order.new`. */
  action?: string;
  /** Actions that are left out unless `action` asks for some. */
  without?: readonly string[];
  subject?: string;
  from?: Date;
  to?: Date;
}

type Entry = Omit<AuditEntryView, 'byName'>;

/** The audit action of each client event. */
const ACTION_OF: Readonly<Record<ClientEventType, string>> = {
  NewOrder: 'order.new',
  ReplaceRequested: 'order.replace',
  CancelRequested: 'order.cancel',
  CanceledUnsent: 'order.cancel',
};

const NEWEST_FIRST = { at: -1, _id: -1 } as const;

/** Merges audited requests and client events of the journal into one list. */
export class AuditQueries {
  constructor(
    private readonly entries: mongo.Collection<AuditEntryRecord>,
    private readonly journal: mongo.Collection,
    private readonly note: NoteUnreadable,
  ) {}

  /** Newest first. */
  async page(filter: AuditFilter, cursor: string | null, limit: number): Promise<Page<Entry>> {
    const range = rangeOf(filter, cursor);
    const [requests, events] = await Promise.all([
      this.requests(filter, range, limit + 1),
      this.events(filter, range, limit + 1),
    ]);
    const merged = [...requests, ...events].sort(newestFirst);
    const items = merged.slice(0, limit);
    const last = items.at(-1);
    const more = merged.length > limit && last;
    return {
      items,
      nextCursor: more ? encodeCursor(String(Date.parse(last.at)), last.id) : null,
    };
  }

  private async requests(
    { by, action, without, subject }: AuditFilter,
    range: object,
    limit: number,
  ): Promise<Entry[]> {
    const wanted = action
      ? { action: { $in: [action, new RegExp(`^${escaped(action)}\\.`)] } }
      : without && { action: { $nin: without } };
    const filter = {
      ...range,
      ...(by && { by: { $in: by } }),
      ...wanted,
      ...(subject && { subject }),
    };
    const found = this.entries
      .find(filter as object)
      .sort(NEWEST_FIRST)
      .limit(limit);
    return (await found.toArray()).map(requestEntry);
  }

  private async events(
    { by, action, subject }: AuditFilter,
    range: object,
    limit: number,
  ): Promise<Entry[]> {
    const types = CLIENT_EVENTS.filter((type) => matchesAction(ACTION_OF[type], action));
    if (types.length === 0) return [];
    const filter = {
      type: { $in: types },
      // No client entered an order that was opened at the venue.
      origin: { $nin: ['phone', 'venue'] },
      ...range,
      ...(by && { by: { $in: by } }),
      ...(subject && { orderId: subject }),
    };
    const found = this.journal.find(filter).sort(NEWEST_FIRST).limit(limit);
    const documents = await found.toArray();
    return documents.flatMap((document) => {
      const entry = readableEvent(ORDER_STREAM, document, this.note);
      return entry ? [eventEntry(entry)] : [];
    });
  }
}

const matchesAction = (action: string, wanted: string | undefined): boolean =>
  wanted === undefined || action === wanted || action.startsWith(`${wanted}.`);

/** Both lists are sorted the same way, so one cursor works for both. */
function newestFirst(one: Entry, other: Entry): number {
  if (one.at !== other.at) return one.at < other.at ? 1 : -1;
  return one.id < other.id ? 1 : -1;
}

function rangeOf({ from, to }: AuditFilter, cursor: string | null): object {
  // MongoDB uses the journal's index to find a key only if its first field, `at`, is bounded.
  const within = { at: { $gte: from ?? new Date(0), ...(to && { $lt: to }) } };
  return { $and: [within, ...afterCursor(cursor)] };
}

function afterCursor(cursor: string | null): object[] {
  if (cursor === null) return [];
  const [time, hex] = decodeCursor(cursor, /^\d{1,15}$/, /^[0-9a-f]{24}$/);
  const at = new Date(Number(time));
  const _id = { $lt: mongo.ObjectId.createFromHexString(hex) };
  return [{ at: { $lte: at } }, { $or: [{ at: { $lt: at } }, { _id }] }];
}

const requestEntry = ({
  _id,
  expiresAt: _expiresAt,
  chained: _chained,
  settled: _settled,
  ...entry
}: AuditEntryRecord): Entry => ({
  id: _id.toHexString(),
  ...entry,
  at: entry.at.toISOString(),
});

function eventEntry({ id, event }: JournalEntry): Entry {
  return {
    id,
    at: event.at.toISOString(),
    by: event.by,
    action: ACTION_OF[event.type as ClientEventType],
    subject: event.orderId,
    summary: summaryOf(event),
    requestId: event.requestId,
    outcome: 'done',
    reason: null,
  };
}

function summaryOf(event: OrderEvent): string {
  switch (event.type) {
    case 'NewOrder': {
      const { side, symbol, exchange, ordType, account } = event;
      return `${side} ${symbol} ${exchange}, ${ordType}, ${termsText(event)}, account ${account}`;
    }
    case 'ReplaceRequested':
      return termsText(event);
    case 'CancelRequested':
    case 'CanceledUnsent':
      return event.text ?? '';
    default:
      return '';
  }
}

function termsText({ orderQty, price, stopPrice }: OrderTerms): string {
  const parts = [`quantity ${decimalText(orderQty)}`];
  if (price) parts.push(`price ${decimalText(price)}`);
  if (stopPrice) parts.push(`stop price ${decimalText(stopPrice)}`);
  return parts.join(', ');
}
