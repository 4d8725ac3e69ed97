import type { OrderEventMessage } from '@ome/contracts';
import { applyEvent, foldOrder, type Order, type OrderEvent } from '@ome/domain';
import { unlessUnreadable } from '@ome/event-store';
import { LRUCache } from 'lru-cache';
import { eventMessage } from '../order-view';
import type { Journal, JournalEntry } from '../journal';

interface Described {
  message: OrderEventMessage;
  order: Order;
}

export type DescribedEvent<Entry extends JournalEntry = JournalEntry> = Described & {
  entry: Entry;
};

const KEPT_MESSAGES = 5_000;

/**
 * Events with the order as it was after each. Recent orders are cached, so a consumer of the feed
 * folds one event at a time and rarely reads the journal.
 */
export class EventMessages {
  private readonly recent: LRUCache<string, Order>;
  /** By event id: several consumers of the feed ask for the same events, one after another. */
  private readonly described = new LRUCache<string, Described>({ max: KEPT_MESSAGES });

  constructor(
    private readonly journal: Journal,
    keptOrders = 20_000,
  ) {
    this.recent = new LRUCache({ max: keptOrders });
  }

  /** Leaves out events of orders whose history is unreadable; they are set aside with it. */
  async describe<Entry extends JournalEntry>(entries: Entry[]): Promise<DescribedEvent<Entry>[]> {
    const kept = entries.flatMap((entry) => {
      const described = this.described.get(entry.id);
      return described ? [{ ...described, entry }] : [];
    });
    if (kept.length === entries.length) return kept;
    // Several pages may be described at once: the cache can change while histories are read.
    const before = new Map(
      entries.map(({ event }) => [event.orderId, this.recent.get(event.orderId) ?? null]),
    );
    const histories = await this.histories(entries, before);
    return entries.flatMap((entry) => {
      const { id, event } = entry;
      const { orderId, seq } = event;
      const known = seq === 1 ? null : (before.get(orderId) ?? null);
      const isNext = seq === (known?.version ?? 0) + 1;
      const order = isNext
        ? applyEvent(known, event)
        : foldOrder((histories.get(orderId) ?? []).slice(0, seq));
      if (!order) return [];
      before.set(orderId, order);
      this.recent.set(orderId, order);
      const described = { message: eventMessage(id, event, order), order };
      this.described.set(id, described);
      return { ...described, entry };
    });
  }

  /** The journals of orders whose events do not directly follow the cached state. */
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
    const histories = new Map<string, OrderEvent[]>();
    const read = async (orderId: string) =>
      void histories.set(orderId, await this.journal.read(orderId));
    await Promise.all([...gaps].map((orderId) => unlessUnreadable(() => read(orderId), null)));
    return histories;
  }
}
