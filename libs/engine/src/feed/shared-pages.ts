import { JoinedRuns } from '@ome/event-store';
import { LRUCache } from 'lru-cache';
import type { ReadPage } from './event-feed';

/** How many events of full pages are kept. */
const KEPT_EVENTS = 10_000;

type Read = (after: string | null, limit: number) => Promise<ReadPage>;

/**
 * Pages of the feed, read once for all who ask for the same one at a time. What was asked for after a
 * read began may be missing in it, unless that page is full: nothing changes a full page, and some of
 * them are kept.
 */
export class SharedPages {
  private readonly full = new LRUCache<string, ReadPage>({
    maxSize: KEPT_EVENTS,
    sizeCalculation: ({ entries }) => entries.length,
  });
  private readonly runs = new JoinedRuns<ReadPage>();

  constructor(private readonly readPage: Read) {}

  async page(after: string | null, limit: number): Promise<ReadPage> {
    const key = `${limit} ${after}`;
    const full = () => this.full.get(key);
    return full() ?? this.runs.run(key, async () => full() ?? this.read(key, after, limit));
  }

  private async read(key: string, after: string | null, limit: number): Promise<ReadPage> {
    const page = await this.readPage(after, limit);
    if (page.entries.length === limit) this.full.set(key, page);
    return page;
  }
}
