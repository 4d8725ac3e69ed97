import type { OrderEventMessage } from '@ome/contracts';
import { applyEvent, foldOrder, type Order } from '@ome/domain';
import { LRUCache } from 'lru-cache';
import { eventMessage } from '../order-view';
import type { Journal, JournalEntry } from '../ports';

export interface DescribedEvent {
  message: OrderEventMessage;
  order: Order;
}

/**
 * Events with the order as it was after each. Recent orders are kept, so that following the feed
 * folds one event at a time and rarely reads the journal.
 */
export class EventMessages {
  private readonly recent: LRUCache<string, Order>;

  constructor(
    private readonly journal: Journal,
    keptOrders = 20_000,
  ) {
    this.recent = new LRUCache({ max: keptOrders });
  }

  async describe(entries: JournalEntry[]): Promise<DescribedEvent[]> {
    const described: DescribedEvent[] = [];
    for (const { id, event } of entries) {
      const before = this.recent.get(event.orderId) ?? null;
      const follows = event.seq === (before?.version ?? 0) + 1;
      const order = follows
        ? applyEvent(before, event)
        : foldOrder((await this.journal.read(event.orderId)).slice(0, event.seq))!;
      this.recent.set(event.orderId, order);
      described.push({ message: eventMessage(id, event, order), order });
    }
    return described;
  }
}
