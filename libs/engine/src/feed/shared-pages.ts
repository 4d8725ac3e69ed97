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
  private readonly running = new Map<string, Promise<ReadPage>>();
  /** Reads that begin once those that run have ended. */
  private readonly next = new Map<string, Promise<ReadPage>>();

  constructor(private readonly readPage: Read) {}

  async page(after: string | null, limit: number): Promise<ReadPage> {
    const key = `${limit} ${after}`;
    const full = this.full.get(key);
    if (full) return full;
    const read = () => this.begin(key, after, limit);
    const running = this.running.get(key);
    return running ? (this.next.get(key) ?? this.follow(key, running, read)) : read();
  }

  private begin(key: string, after: string | null, limit: number): Promise<ReadPage> {
    const reading = this.readPage(after, limit)
      .then((page) => {
        if (page.entries.length === limit) this.full.set(key, page);
        return page;
      })
      .finally(() => this.running.delete(key));
    this.running.set(key, reading);
    return reading;
  }

  private follow(
    key: string,
    running: Promise<ReadPage>,
    read: () => Promise<ReadPage>,
  ): Promise<ReadPage> {
    const following = running
      .catch(() => null)
      .then(() => {
        this.next.delete(key);
        return this.full.get(key) ?? read();
      });
    this.next.set(key, following);
    return following;
  }
}
