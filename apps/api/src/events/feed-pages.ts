import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { FeedPageView } from '@ome/contracts';
import { type Entitlement, isEntitledTo } from '@ome/domain';
import { CursorExpired, EventFeed, EventMessages, type FeedPage } from '@ome/engine';
import { JoinedRuns, Lane } from '@ome/event-store';
import { FeedExpired } from './feed-expired';

const ONE_BY_ONE = { width: 1, maxWaiting: 100, maxWaitMs: 2_000 };

/**
 * Pages of the feed as JSON. One is made at a time, for all who ask for the same: a request of
 * another kind waits for one page at most.
 */
@Injectable()
export class FeedPages {
  private readonly shared = new JoinedRuns<Buffer>();
  private readonly lane = new Lane(ONE_BY_ONE);

  constructor(
    private readonly feed: EventFeed,
    private readonly messages: EventMessages,
  ) {}

  /**
   * A {@link FeedPageView} of what the reader is entitled to.
   *
   * @param after null for the beginning of the feed
   * @throws CursorInvalid, FeedExpired, and Overloaded where too many pages are asked for
   */
  page(within: Entitlement, after: string | null, limit: number): Promise<Buffer> {
    return this.shared.run(JSON.stringify([within, after, limit]), async () => {
      const page = await this.read(after, limit);
      return this.lane.run(() => this.view(within, page));
    });
  }

  private async view(within: Entitlement, { entries, nextCursor }: FeedPage): Promise<Buffer> {
    await nextTurn();
    const described = await this.messages.describe(entries);
    const items = described
      .filter(({ order }) => isEntitledTo(within, order))
      .map(({ message, entry }) => ({ ...message, cursor: entry.cursor }));
    return Buffer.from(JSON.stringify({ items, nextCursor } satisfies FeedPageView));
  }

  private async read(after: string | null, limit: number): Promise<FeedPage> {
    try {
      return await this.feed.page(after, limit);
    } catch (error) {
      if (error instanceof CursorExpired) throw new FeedExpired(await this.feed.end());
      throw error;
    }
  }
}
