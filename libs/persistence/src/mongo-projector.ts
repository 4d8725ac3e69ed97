import type { OnModuleDestroy } from '@nestjs/common';
import {
  executionOf,
  foldOrder,
  type Order,
  type OrderEvent,
  touchedExecutions,
} from '@ome/domain';
import { Projector } from '@ome/engine';
import type { mongo } from 'mongoose';
import { type Projected, ReadModel } from './event-store/read-model';
import { fillDocument, fillDocuments } from './fills/fill.document';
import type { MongoJournal } from './journal/order-stream';
import { orderDocument } from './orders/order.document';

export interface ProjectorObserver {
  failed(orderId: string, error: unknown): void;
}

const SOON_MS = 100;

/** Writes the read models of orders and fills. */
export class MongoProjector extends Projector implements OnModuleDestroy {
  private readonly orders: ReadModel;
  private readonly fills: ReadModel;
  private readonly soon = new Map<string, Order>();
  private timer: NodeJS.Timeout | undefined;

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
    this.soon.delete(order.orderId);
    try {
      await Promise.all([
        this.orders.put([orderDocument(order)], order.version),
        this.projectFills(order, event, eventId, before),
      ]);
    } catch (error) {
      this.failed(order, error);
    }
  }

  projectSoon(order: Order): void {
    this.soon.set(order.orderId, order);
    this.timer ??= setTimeout(() => void this.flush(), SOON_MS);
  }

  /** Projects at once what is to be projected soon. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const orders = [...this.soon.values()];
    this.soon.clear();
    await Promise.all(orders.map((order) => this.replace(order)));
  }

  onModuleDestroy(): Promise<void> {
    return this.flush();
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

  private async replace(order: Order): Promise<void> {
    try {
      await this.orders.replace(orderDocument(order), order.version);
    } catch (error) {
      this.failed(order, error);
    }
  }

  private failed({ orderId }: Order, error: unknown): void {
    this.orders.markStale(orderId);
    this.observer.failed(orderId, error);
  }

  private async projectFills(
    order: Order,
    event: OrderEvent,
    eventId: string,
    before: Order | null,
  ): Promise<void> {
    if (event.type === 'Trade' && before) {
      return this.fills.add([fillDocument(order, executionOf(event, before), eventId)]);
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
