import type { Order, OrderEvent } from '@ome/domain';
import type { Journal, JournalEntry } from '@ome/engine';
import { unlessUnreadable } from '@ome/event-store';
import { LRUCache } from 'lru-cache';
import { nextReported, type ReportedOrder } from './reported-order';

const KEPT_ORDERS = 20_000;
const KEPT_EVENTS = 5_000;

interface Reported {
  before: ReportedOrder | null;
  after: ReportedOrder;
}

/** An event with its order before and after it. */
export interface ReportedEvent<Entry extends JournalEntry = JournalEntry> extends Reported {
  entry: Entry;
}

/** Events with what reports say of their orders, for all sessions of this process. */
export class ReportedEvents {
  private readonly recent = new LRUCache<string, ReportedOrder>({ max: KEPT_ORDERS });
  /** By event id: several sessions ask for the same ones, one after another. */
  private readonly described = new LRUCache<string, Reported>({ max: KEPT_EVENTS });

  constructor(private readonly journal: Journal) {}

  /** Leaves out events of orders whose history cannot be read, which are set aside. */
  async describe<Entry extends JournalEntry>(
    entries: readonly Entry[],
  ): Promise<ReportedEvent<Entry>[]> {
    const events: ReportedEvent<Entry>[] = [];
    for (const entry of entries) {
      const reported =
        this.described.get(entry.id) ?? (await unlessUnreadable(() => this.report(entry), null));
      if (reported) events.push({ entry, ...reported });
    }
    return events;
  }

  /** What sessions of this process may have been told of the order, where that is newer. */
  newer({ orderId, version }: Order): ReportedOrder | null {
    const latest = this.recent.peek(orderId);
    return latest && latest.order.version > version ? latest : null;
  }

  private async report({ id, event }: JournalEntry): Promise<Reported> {
    const { orderId, seq } = event;
    const kept = this.recent.get(orderId);
    const before = await this.orderBefore(event, kept);
    const reported = { before, after: nextReported(before, event) };
    this.described.set(id, reported);
    // A session that is behind does not take back what others are at.
    if (seq > (kept?.order.version ?? 0)) this.recent.set(orderId, reported.after);
    return reported;
  }

  private async orderBefore(
    { orderId, seq }: OrderEvent,
    kept: ReportedOrder | undefined,
  ): Promise<ReportedOrder | null> {
    if (seq === 1) return null;
    if (kept?.order.version === seq - 1) return kept;
    return reportedHistory((await this.journal.read(orderId)).slice(0, seq - 1));
  }
}

/** An order as its whole history shows it; null if there is none. */
export const reportedHistory = (events: readonly OrderEvent[]): ReportedOrder | null =>
  events.reduce<ReportedOrder | null>(nextReported, null);
