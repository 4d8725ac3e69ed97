import { broughtBy, foldOrder, type Order, type OrderEvent, touchedExecutions } from '@ome/domain';
import { Projector } from '@ome/engine';
import type { mongo } from 'mongoose';
import { type Projected, ReadModel } from './event-store/read-model';
import { fillDocument, fillDocuments } from './fills/fill.document';
import type { MongoJournal } from './journal/order-stream';
import { orderDocument } from './orders/order.document';

export interface ProjectorObserver {
  failed(orderId: string, error: unknown): void;
}

/** Writes the read models of orders and fills. */
export class MongoProjector extends Projector {
  private readonly orders: ReadModel;
  private readonly fills: ReadModel;

  constructor(
    orders: mongo.Collection<Projected>,
    fills: mongo.Collection<Projected>,
    private readonly journal: MongoJournal,
    private readonly observer: ProjectorObserver,
  ) {
    super();
    this.orders = new ReadModel(orders);
    this.fills = new ReadModel(fills);
  }

  async project(
    order: Order,
    event: OrderEvent,
    eventId: string,
    before: Order | null,
  ): Promise<void> {
    try {
      await Promise.all([
        this.orders.put([orderDocument(order)], order.version),
        this.projectFills(order, event, eventId, before),
      ]);
    } catch (error) {
      this.orders.markStale(order.orderId);
      this.observer.failed(order.orderId, error);
    }
  }

  /** Projects an order again from its journal. */
  async repair(orderId: string): Promise<void> {
    const entries = await this.journal.readEntries(orderId);
    const order = foldOrder(entries.map(({ event }) => event));
    if (!order) return;
    await Promise.all([
      this.orders.put([orderDocument(order)], order.version),
      this.fills.put(fillDocuments(order, entries), order.version),
    ]);
  }

  /** Retries projections that failed when their events were committed. */
  repairStale(): Promise<void> {
    return this.orders.repairStale((orderId) => this.repair(orderId));
  }

  private async projectFills(
    order: Order,
    event: OrderEvent,
    eventId: string,
    before: Order | null,
  ): Promise<void> {
    if (event.type === 'Trade' && before) {
      return this.fills.add([fillDocument(order, broughtBy(event, before), eventId)]);
    }
    const touched = touchedExecutions(event);
    if (touched === 'none') return;
    const entries = await this.journal.readEntries(order.orderId);
    const fills = fillDocuments(order, entries).filter(
      ({ execId }) => touched === 'all' || touched.execId === execId,
    );
    await this.fills.put(fills, order.version);
  }
}
