import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { LiveProblem } from '@ome/contracts';
import {
  CursorExpired,
  CursorInvalid,
  EventFeed,
  EventMessages,
  type FeedEntry,
  FeedRing,
  OrderFollowers,
  Journal,
} from '@ome/engine';
import { Metrics } from '@ome/platform';
import type { LiveItem, LivePage } from './rooms';

const KEPT_ITEMS = 10_000;
/** The maximum size of a batch for a subscriber. */
export const BATCH_ITEMS = 250;
/** Cache size for orders of past events; current ones have a cache of their own. */
const KEPT_PAST_ORDERS = 5_000;
const RETRY_MS = 1_000;

/**
 * The feed for all subscribers of this process: one change stream fills the ring, from the first
 * subscriber on. Earlier events are read in pages.
 */
@Injectable()
export class LiveFeed implements OnModuleDestroy {
  readonly ring = new FeedRing<LiveItem>(KEPT_ITEMS, ({ item }) => item.cursor);
  private readonly logger = new Logger('LiveFeed');
  private readonly present: EventMessages;
  private readonly past: EventMessages;
  private readonly stop = new AbortController();
  private consuming: Promise<void> | null = null;

  constructor(
    private readonly feed: EventFeed,
    private readonly followers: OrderFollowers,
    private readonly metrics: Metrics,
    journal: Journal,
  ) {
    this.present = new EventMessages(journal);
    this.past = new EventMessages(journal, KEPT_PAST_ORDERS);
  }

  async onModuleDestroy(): Promise<void> {
    this.stop.abort();
    await this.consuming;
  }

  /**
   * The cursor from which a subscriber resumes, or the current one if it has none.
   *
   * @throws CursorInvalid, and CursorExpired if the events after it are gone
   */
  async begin(after: string | null): Promise<string> {
    this.consuming ??= this.consume();
    if (after === null) return this.ring.tail ?? this.feed.end();
    if (typeof this.ring.after(after, 1) === 'string') await this.feed.page(after, 1);
    return after;
  }

  /** The problem for a subscriber with a cursor that cannot be used; null for any other error. */
  async problemOf(error: unknown): Promise<LiveProblem | null> {
    if (error instanceof CursorInvalid) return { code: 'invalid', detail: error.message };
    if (!(error instanceof CursorExpired)) return null;
    const detail = 'The events after this cursor have expired: read /orders again, then resume';
    return { code: 'cursorExpired', detail, cursor: await this.feed.end() };
  }

  /** The next events after a cursor that is before the ring. */
  async page(after: string): Promise<LivePage> {
    const { entries, nextCursor } = await this.feed.page(after, BATCH_ITEMS);
    return { items: await this.describe(this.past, entries), cursor: nextCursor };
  }

  private async consume(): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      try {
        if (this.ring.tail === null) this.ring.reset(await this.feed.end());
        for await (const { entries, nextCursor } of this.feed.subscribe(this.ring.tail!, signal)) {
          const items = await this.describe(this.present, entries);
          this.ring.append({ items, cursor: nextCursor });
          this.noteLag(entries.at(-1));
        }
      } catch (error) {
        if (signal.aborted) return;
        this.logger.warn({ err: error }, 'The live feed failed and is restarted');
        if (error instanceof CursorExpired) this.ring.reset(null);
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async describe(messages: EventMessages, entries: FeedEntry[]): Promise<LiveItem[]> {
    if (entries.length === 0) return [];
    const described = await messages.describe(entries);
    const orderIds = [...new Set(described.map(({ order }) => order.orderId))];
    const followers = await this.followers.byOrder(orderIds);
    return described.map(({ message, order, entry }) => ({
      item: { ...message, cursor: entry.cursor },
      userIds: [order.userId ?? [], followers.get(order.orderId) ?? []].flat(),
    }));
  }

  private noteLag(last: FeedEntry | undefined): void {
    const ageMs = last ? Date.now() - last.event.at.getTime() : 0;
    this.metrics.feedLagSeconds.set({ follower: 'live' }, ageMs / 1_000);
  }
}
