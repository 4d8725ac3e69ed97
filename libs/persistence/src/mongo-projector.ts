import { broughtBy, foldOrder, type Order, type OrderEvent, touchedExecutions } from '@ome/domain';
import { Projector } from '@ome/engine';
import { GroupCommit, unlessUnreadable } from '@ome/event-store';
import type { mongo } from 'mongoose';
import { fillDocument, fillDocuments } from './fills/fill.document';
import type { MongoJournal } from './journal/order-stream';
import { orderDocument } from './orders/order.document';
import { DUPLICATE_KEY, writeCommand } from './write-command';

const MOST_BEHIND = 50_000;
const ACKNOWLEDGED = { w: 1 } as const;

type Keyed = mongo.Document & { _id: string };
type Write = { insert: Keyed } | { update: { q: object; u: Keyed; upsert: true } };

export interface ProjectorObserver {
  failed(orderId: string, error: unknown): void;
}

/**
 * Writes the read models behind the journal, many orders at a time. A write is guarded by version:
 * an older fold never overwrites a newer one, and the duplicate key that a guarded upsert raises
 * then means just that.
 */
export class MongoProjector extends Projector {
  private readonly orderWrites: GroupCommit<Write, void>;
  private readonly fillWrites: GroupCommit<Write[], void>;
  /**
   * Orders whose projection failed, to be repaired from the journal. What finds no room here is found
   * by whoever checks projections behind the feed.
   */
  private readonly behind = new Set<string>();

  constructor(
    private readonly orders: mongo.Collection<Keyed>,
    private readonly fills: mongo.Collection<Keyed>,
    private readonly journal: MongoJournal,
    private readonly observer: ProjectorObserver,
  ) {
    super();
    const options = { maxBatch: 500, maxInFlight: 1, maxWaiting: 5_000 };
    this.orderWrites = new GroupCommit((writes) => write(this.orders, writes), options);
    this.fillWrites = new GroupCommit((writes) => write(this.fills, writes.flat()), options);
  }

  async project(
    order: Order,
    event: OrderEvent,
    eventId: string,
    before: Order | null,
  ): Promise<void> {
    try {
      const fills = await this.fillsAfter(order, event, eventId, before);
      await Promise.all([
        this.orderWrites.submit(guarded(orderDocument(order), order.version)),
        fills.length > 0 && this.fillWrites.submit(fills),
      ]);
    } catch (error) {
      if (this.behind.size < MOST_BEHIND) this.behind.add(order.orderId);
      this.observer.failed(order.orderId, error);
    }
  }

  /** Projects an order anew from its journal. */
  async repair(orderId: string): Promise<void> {
    const entries = await this.journal.readEntries(orderId);
    const order = foldOrder(entries.map(({ event }) => event));
    if (!order) return;
    const fills = fillDocuments(order, entries).map((fill) => guarded(fill, order.version));
    await Promise.all([
      this.orderWrites.submit(guarded(orderDocument(order), order.version)),
      fills.length > 0 && this.fillWrites.submit(fills),
    ]);
  }

  /** Repairs what could not be projected when it was committed. */
  async repairBehind(): Promise<void> {
    for (const orderId of this.behind) {
      // What cannot be folded is set aside: it is projected once it can be.
      await unlessUnreadable(() => this.repair(orderId), null);
      this.behind.delete(orderId);
    }
  }

  private async fillsAfter(
    order: Order,
    event: OrderEvent,
    eventId: string,
    before: Order | null,
  ): Promise<Write[]> {
    if (event.type === 'Trade' && before) {
      return [{ insert: fillDocument(order, broughtBy(event, before), eventId) }];
    }
    const touched = touchedExecutions(event);
    if (touched === 'none') return [];
    const entries = await this.journal.readEntries(order.orderId);
    return fillDocuments(order, entries)
      .filter(({ execId }) => touched === 'all' || touched.execId === execId)
      .map((fill) => guarded(fill, order.version));
  }
}

/** A document newer than what it replaces; the first one of an order is nearly always an insert. */
function guarded(document: Keyed, version: number): Write {
  if (version === 1) return { insert: document };
  const { _id } = document;
  return { update: { q: { _id, version: { $lt: version } }, u: document, upsert: true } };
}

async function write(collection: mongo.Collection<Keyed>, writes: Write[]): Promise<void> {
  const inserts = writes.flatMap((one) => ('insert' in one ? one.insert : []));
  const updates = writes.flatMap((one) => ('update' in one ? one.update : []));
  const [, lost] = await Promise.all([
    send(collection, 'insert', inserts),
    send(collection, 'update', updates),
  ]);
  // The document is there: newer, which is well, or older and written at the same moment by another
  // process. Without the upsert the guard tells them apart.
  const retries = lost.map((index) => ({ ...updates[index], upsert: false }));
  await send(collection, 'update', retries);
}

/** Indexes of the writes that met a document with their key; any other fault is thrown. */
async function send(
  collection: mongo.Collection<Keyed>,
  command: 'insert' | 'update',
  writes: object[],
): Promise<number[]> {
  if (writes.length === 0) return [];
  const { writeErrors } = await writeCommand(collection, command, writes, ACKNOWLEDGED);
  const failed = writeErrors.find(({ code }) => code !== DUPLICATE_KEY);
  if (failed) throw new Error(failed.errmsg);
  return writeErrors.map(({ index }) => index);
}
