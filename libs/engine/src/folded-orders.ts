import { applyEvent, type Order, type OrderEvent } from '@ome/domain';
import { LRUCache } from 'lru-cache';
import type { Journal } from './journal';

/** An order as its journal has it. */
export interface FoldedOrder {
  order: Order;
  /** When it last traded; null where it never did. */
  tradedAt: Date | null;
}

const KEPT_ORDERS = 10_000;

/**
 * Orders as the journal has them at this moment. A history only grows: what was folded of it is kept,
 * and no more is read than came since, so that looking again costs the same however long it is.
 */
export class FoldedOrders {
  private readonly known = new LRUCache<string, FoldedOrder>({ max: KEPT_ORDERS });

  constructor(private readonly journal: Pick<Journal, 'readAfter'>) {}

  /** Null where the order was never opened. */
  async load(orderId: string): Promise<FoldedOrder | null> {
    const known = this.known.get(orderId) ?? null;
    const news = await this.journal.readAfter(orderId, known?.order.version ?? 0);
    const folded = news.reduce(after, known);
    if (folded && folded !== known) this.known.set(orderId, folded);
    return folded;
  }
}

const after = (folded: FoldedOrder | null, event: OrderEvent): FoldedOrder => ({
  order: applyEvent(folded?.order ?? null, event),
  tradedAt: event.type === 'Trade' ? event.at : (folded?.tradedAt ?? null),
});
