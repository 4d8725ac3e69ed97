import { applyEvent, type Order, type OrderEvent } from '@ome/domain';
import { LRUCache } from 'lru-cache';
import type { Journal } from './journal';

/** An order folded from its journal. */
export interface FoldedOrder {
  order: Order;
  /** When it last traded; null if it never did. */
  tradedAt: Date | null;
}

const KEPT_ORDERS = 10_000;

/**
 * Orders folded from the journal at this moment. A history only grows: folds are cached and only
 * newer events are read, so that loading again costs the same however long the history is.
 */
export class FoldedOrders {
  private readonly known = new LRUCache<string, FoldedOrder>({ max: KEPT_ORDERS });

  constructor(private readonly journal: Pick<Journal, 'readAfter'>) {}

  /** Null if the order was never opened. */
  async load(orderId: string): Promise<FoldedOrder | null> {
    const known = this.known.get(orderId) ?? null;
    const news = await this.journal.readAfter(orderId, known?.order.version ?? 0);
    const folded = news.reduce(after, known);
    if (folded && folded !== known) this.keep(folded);
    return folded;
  }

  /** Adds an event that this process committed, so that it is not read again. */
  add(event: OrderEvent): void {
    const known = this.known.get(event.orderId) ?? null;
    if (event.seq === (known?.order.version ?? 0) + 1) this.keep(after(known, event));
  }

  private keep(folded: FoldedOrder): void {
    const { orderId, version } = folded.order;
    const known = this.known.get(orderId);
    if (!known || known.order.version < version) this.known.set(orderId, folded);
  }
}

const after = (folded: FoldedOrder | null, event: OrderEvent): FoldedOrder => ({
  order: applyEvent(folded?.order ?? null, event),
  tradedAt: event.type === 'Trade' ? event.at : (folded?.tradedAt ?? null),
});
