import { foldOrder, type Order, type OrderEvent } from '@ome/domain';
import { Projector } from '@ome/engine';
import { mongo } from 'mongoose';
import { executionOf, fillDocument, fillDocuments } from './fills/fill.document';
import { GroupCommit } from './group-commit';
import type { MongoJournal } from './journal/mongo-journal';
import { orderDocument } from './orders/order.document';

const DUPLICATE_KEY = 11000;

type Keyed = { _id: string };
type Write = mongo.AnyBulkWriteOperation<Keyed>;

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
  /** Orders whose projection failed, to be repaired from the journal. */
  private readonly behind = new Set<string>();

  constructor(
    private readonly orders: mongo.Collection<Keyed>,
    private readonly fills: mongo.Collection<Keyed>,
    private readonly journal: MongoJournal,
    private readonly observer: ProjectorObserver,
  ) {
    super();
    const options = { maxBatch: 500, maxInFlight: 2 };
    this.orderWrites = new GroupCommit((writes) => bulk(this.orders, writes), options);
    this.fillWrites = new GroupCommit((writes) => bulk(this.fills, writes), options);
  }

  async project(order: Order, event: OrderEvent, eventId: string): Promise<void> {
    try {
      const fills = await this.fillsAfter(order, event, eventId);
      await Promise.all([
        this.orderWrites.submit(guarded(orderDocument(order) as Keyed, order.version)),
        fills.length > 0 && this.fillWrites.submit(fills),
      ]);
    } catch (error) {
      this.behind.add(order.orderId);
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
      this.orderWrites.submit(guarded(orderDocument(order) as Keyed, order.version)),
      fills.length > 0 && this.fillWrites.submit(fills),
    ]);
  }

  /** Repairs what could not be projected when it was committed. */
  async repairBehind(): Promise<void> {
    for (const orderId of this.behind) {
      await this.repair(orderId);
      this.behind.delete(orderId);
    }
  }

  private async fillsAfter(order: Order, event: OrderEvent, eventId: string): Promise<Write[]> {
    if (event.type === 'Trade' && !order.amended) {
      return [{ insertOne: { document: fillDocument(order, executionOf(event), eventId) } }];
    }
    const touchesFills =
      event.type === 'Trade' ||
      event.type === 'TradeCancel' ||
      event.type === 'TradeCorrect' ||
      (event.type === 'Restated' && event.corporateAction);
    if (!touchesFills) return [];
    const entries = await this.journal.readEntries(order.orderId);
    return fillDocuments(order, entries).map((fill) => guarded(fill, order.version));
  }
}

/** Version 1 is nearly always the first that is written, and an insert is cheaper than an upsert. */
function guarded(document: Keyed, version: number): Write {
  if (version === 1) return { insertOne: { document } };
  const filter = { _id: document._id, version: { $lt: version } } as mongo.Filter<Keyed>;
  return { replaceOne: { filter, replacement: document, upsert: true } };
}

async function bulk(collection: mongo.Collection<Keyed>, writes: (Write | Write[])[]) {
  try {
    await collection.bulkWrite(writes.flat(), { ordered: false, writeConcern: { w: 1 } });
  } catch (error) {
    const superseded =
      error instanceof mongo.MongoBulkWriteError &&
      [error.writeErrors].flat().every(({ code }) => code === DUPLICATE_KEY);
    if (!superseded) throw error;
  }
  return writes.map(() => undefined);
}
