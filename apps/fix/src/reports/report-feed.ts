import type { OrderEvent } from '@ome/domain';
import type { EventFeed, FeedEntry, Journal } from '@ome/engine';
import { unlessUnreadable } from '@ome/event-store';
import { LRUCache } from 'lru-cache';
import { setTimeout as sleep } from 'node:timers/promises';
import { nextReported, type ReportedOrder } from './reported-order';

const KEPT_ORDERS = 20_000;
const RETRY_MS = 500;

/** An event with its order before and after it. */
export interface ReportedEvent {
  entry: FeedEntry;
  before: ReportedOrder | null;
  after: ReportedOrder;
}

/** Whoever is told of events, from its own place in the feed. */
export interface FeedReader {
  /** Behind what it was told; cursors sort as their places do. */
  readonly cursor: string;
  tell(event: ReportedEvent): void;
  /** All that it was told is durable, and everything up to the cursor was looked at. */
  settle(cursor: string): Promise<void>;
}

/** Tells the readers of this process of every event: one change stream serves all of them. */
export class ReportFeed {
  private readonly readers = new Set<FeedReader>();
  private readonly recent = new LRUCache<string, ReportedOrder>({ max: KEPT_ORDERS });
  private round = new AbortController();

  constructor(
    private readonly feed: EventFeed,
    private readonly journal: Journal,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** From here on it is told of what is behind its cursor. */
  add(reader: FeedReader): void {
    this.readers.add(reader);
    this.begin();
  }

  remove(reader: FeedReader): void {
    this.readers.delete(reader);
  }

  async run(stop: AbortSignal): Promise<void> {
    const end = () => this.round.abort();
    stop.addEventListener('abort', end);
    while (!stop.aborted) {
      const { signal } = this.round;
      try {
        if (this.readers.size > 0) await this.follow(signal);
        else await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      } catch (error) {
        if (!signal.aborted) this.onFailure(error);
        await sleep(RETRY_MS);
      }
      if (signal.aborted && !stop.aborted) this.round = new AbortController();
    }
    stop.removeEventListener('abort', end);
  }

  /** A further reader may be further behind than those there are. */
  private begin(): void {
    this.round.abort();
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const [first] = [...this.readers].map(({ cursor }) => cursor).sort();
    for await (const { entries, nextCursor } of this.feed.follow(first, signal)) {
      for (const event of await this.described(entries)) {
        for (const reader of this.readers) {
          if (reader.cursor < event.entry.cursor) reader.tell(event);
        }
      }
      if (entries.length === 0) continue;
      await Promise.all([...this.readers].map((reader) => reader.settle(nextCursor)));
      if (signal.aborted) return;
    }
  }

  /** Leaves out events of orders whose history cannot be read, which are set aside. */
  private async described(entries: readonly FeedEntry[]): Promise<ReportedEvent[]> {
    const events: ReportedEvent[] = [];
    for (const entry of entries) {
      const described = await unlessUnreadable(() => this.describe(entry), null);
      if (described) events.push(described);
    }
    return events;
  }

  private async describe(entry: FeedEntry): Promise<ReportedEvent> {
    const { event } = entry;
    const { orderId, seq } = event;
    const kept = seq === 1 ? null : this.recent.get(orderId);
    const before =
      seq === 1 || kept?.order.version === seq - 1
        ? (kept ?? null)
        : folded((await this.journal.read(orderId)).slice(0, seq - 1));
    const after = nextReported(before, event);
    this.recent.set(orderId, after);
    return { entry, before, after };
  }
}

const folded = (events: readonly OrderEvent[]): ReportedOrder | null =>
  events.reduce<ReportedOrder | null>(nextReported, null);
