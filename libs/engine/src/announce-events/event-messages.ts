import type { OrderEventMessage } from '@ome/contracts';
import { applyEvent, foldOrder, type Order, type OrderEvent } from '@ome/domain';
import { LRUCache } from 'lru-cache';
import { eventMessage } from '../order-view';
import type { Journal, JournalEntry } from '../journal';

export interface DescribedEvent {
  message: OrderEventMessage;
  order: Order;
}

const KEPT_MESSAGES = 5_000;

/**
 * Events with the order as it was after each. Recent orders are kept, so that following the feed
 * folds one event at a time and rarely reads the journal.
 */
export class EventMessages {
  private readonly recent: LRUCache<string, Order>;
  /** By event id: several followers of the feed ask for the same ones, one after another. */
  private readonly described = new LRUCache<string, DescribedEvent>({ max: KEPT_MESSAGES });

  constructor(
    private readonly journal: Journal,
    keptOrders = 20_000,
  ) {
    this.recent = new LRUCache({ max: keptOrders });
  }

  async describe(entries: JournalEntry[]): Promise<DescribedEvent[]> {
    const kept = entries.flatMap(({ id }) => this.described.get(id) ?? []);
    if (kept.length === entries.length) return kept;
    // Several pages may be described at once: what is kept can change while histories are read.
    const before = new Map(
      entries.map(({ event }) => [event.orderId, this.recent.get(event.orderId) ?? null]),
    );
    const histories = await this.histories(entries, before);
    return entries.map(({ id, event }) => {
      const { orderId, seq } = event;
      const known = seq === 1 ? null : (before.get(orderId) ?? null);
      const order =
        seq === (known?.version ?? 0) + 1
          ? applyEvent(known, event)
          : foldOrder(histories.get(orderId)!.slice(0, seq))!;
      before.set(orderId, order);
      this.recent.set(orderId, order);
      const described = { message: eventMessage(id, event, order), order };
      this.described.set(id, described);
      return described;
    });
  }

  /** The journal of every order whose events do not simply go on from what is kept. */
  private async histories(
    entries: JournalEntry[],
    before: ReadonlyMap<string, Order | null>,
  ): Promise<Map<string, OrderEvent[]>> {
    const versions = new Map<string, number>();
    const gaps = new Set<string>();
    for (const { event } of entries) {
      const { orderId, seq } = event;
      const known = versions.get(orderId) ?? before.get(orderId)?.version ?? 0;
      if (seq !== 1 && seq !== known + 1) gaps.add(orderId);
      versions.set(orderId, seq);
    }
    const read = [...gaps].map(
      async (orderId) => [orderId, await this.journal.read(orderId)] as const,
    );
    return new Map(await Promise.all(read));
  }
}
