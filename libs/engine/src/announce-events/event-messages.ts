import type { OrderEventMessage } from '@ome/contracts';
import { applyEvent, foldOrder, type Order, type OrderEvent } from '@ome/domain';
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
    const histories = await this.histories(entries);
    return entries.map(({ id, event }) => {
      const { orderId, seq } = event;
      const before = this.recent.get(orderId) ?? null;
      const follows = seq === (before?.version ?? 0) + 1;
      const order = follows
        ? applyEvent(before, event)
        : foldOrder(histories.get(orderId)!.slice(0, seq))!;
      this.recent.set(orderId, order);
      return { message: eventMessage(id, event, order), order };
    });
  }

  /** The journal of every order whose events do not simply go on from what is kept. */
  private async histories(entries: JournalEntry[]): Promise<Map<string, OrderEvent[]>> {
    const versions = new Map<string, number>();
    const gaps = new Set<string>();
    for (const { event } of entries) {
      const { orderId, seq } = event;
      const known = versions.get(orderId) ?? this.recent.peek(orderId)?.version ?? 0;
      if (seq !== known + 1) gaps.add(orderId);
      versions.set(orderId, seq);
    }
    const read = [...gaps].map(
      async (orderId) => [orderId, await this.journal.read(orderId)] as const,
    );
    return new Map(await Promise.all(read));
  }
}
