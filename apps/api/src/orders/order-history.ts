import { Injectable } from '@nestjs/common';
import type { OrderHistoryItem, Page } from '@ome/contracts';
import {
  applyEvent,
  foldOrder,
  type Order,
  type OrderEvent,
  refuse,
  RefusalCode,
} from '@ome/domain';
import { eventMessage, Journal, OrderReader } from '@ome/engine';
import { EventQueries } from '@ome/persistence';
import { Refused } from '../problems/refused';
import { plainJson } from './plain-json';

/** A single order now, at an instant, and event by event. */
@Injectable()
export class OrderHistory {
  constructor(
    private readonly orders: OrderReader,
    private readonly journal: Journal,
    private readonly eventQueries: EventQueries,
  ) {}

  async order(orderId: string): Promise<Order> {
    const order = (await this.orders.load(orderId)) ?? foldOrder(await this.journal.read(orderId));
    if (!order) throw new Refused(refuse(RefusalCode.OrderNotFound));
    return order;
  }

  async orderAt(orderId: string, at: Date): Promise<Order> {
    const order = await this.eventQueries.orderAt(orderId, at);
    if (!order) throw new Refused(refuse(RefusalCode.OrderNotFound));
    return order;
  }

  /** The events of an order, each with all of its fields and the order after it. */
  async events(
    orderId: string,
    cursor: string | null,
    limit: number,
  ): Promise<Page<OrderHistoryItem>> {
    const { items, nextCursor } = await this.eventQueries.ofOrder(orderId, cursor, limit);
    const [first] = items;
    const isWhole = items.every(({ event }, index) => event.seq === first.event.seq + index);
    // The journal throws if events are missing.
    if (!isWhole || !first) await this.journal.read(orderId);
    if (!first && cursor === null) throw new Refused(refuse(RefusalCode.OrderNotFound));
    const earlier = first && first.event.seq > 1 ? await this.journal.read(orderId) : [];
    let order = foldOrder(earlier.slice(0, (first?.event.seq ?? 1) - 1));
    const described = items.map(({ id, event }) => {
      order = applyEvent(order, event);
      return { ...eventMessage(id, event, order), detail: detailOf(event) };
    });
    return { items: described, nextCursor };
  }
}

function detailOf({ orderId: _o, seq: _s, at: _a, type: _t, ...detail }: OrderEvent): object {
  return plainJson(detail);
}
