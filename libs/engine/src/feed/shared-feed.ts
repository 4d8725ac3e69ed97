import type { OrderEvent } from '@ome/domain';
import {
  CursorExpired,
  EventFeed,
  type FeedEntry,
  type FeedPage,
  type ReadPage,
} from './event-feed';
import { FeedRing } from './feed-ring';
import { SharedPages } from './shared-pages';

const KEPT_ENTRIES = 5_000;
/** The most that a follower is given at once. */
const BATCH = 500;

/** The one stream that is open while anybody follows. */
interface Tail {
  subscribers: number;
  stop: AbortController;
  ended: Promise<void>;
  /** What it broke off with: whoever has taken all that came before is told. */
  fault?: Error;
}

/**
 * One stream for all who follow in this process, each at its own pace: the newest events are kept, a
 * bounded number of them, and whoever is further behind reads pages until it has caught up.
 */
export class SharedFeed extends EventFeed {
  private readonly ring: FeedRing<FeedEntry>;
  private readonly pages: SharedPages;
  private tail: Tail | null = null;

  constructor(
    private readonly source: EventFeed,
    keptEntries = KEPT_ENTRIES,
  ) {
    super();
    this.ring = new FeedRing(keptEntries, ({ cursor }) => cursor);
    this.pages = new SharedPages((after, limit) => source.page(after, limit));
  }

  end(): Promise<string> {
    return this.source.end();
  }

  timeOf(cursor: string): Date {
    return this.source.timeOf(cursor);
  }

  /** A page that is full and kept here costs no read. */
  async page(after: string | null, limit: number): Promise<ReadPage> {
    const kept = after === null ? 'behind' : this.ring.after(after, limit);
    if (typeof kept === 'object' && kept.items.length === limit) {
      return { entries: kept.items, nextCursor: kept.cursor, isEnd: false };
    }
    return this.pages.page(after, limit);
  }

  async *subscribe(
    after: string,
    stop: AbortSignal,
    types?: readonly OrderEvent['type'][],
  ): AsyncGenerator<FeedPage> {
    const isWanted = ({ event }: FeedEntry): boolean => types?.includes(event.type) ?? true;
    const tail = this.join();
    try {
      for (let cursor = after; !stop.aborted;) {
        const { entries, nextCursor, isAll } = await this.next(cursor);
        cursor = nextCursor;
        if (isAll) await this.moved(tail, stop);
        else yield { entries: entries.filter(isWanted), nextCursor };
      }
    } finally {
      await this.leave(tail);
    }
  }

  /** What follows a cursor; `isAll` where that is nothing until the stream brings something. */
  private async next(cursor: string): Promise<FeedPage & { isAll: boolean }> {
    const kept = this.ring.after(cursor, BATCH);
    if (typeof kept === 'object') {
      const { items: entries, cursor: nextCursor } = kept;
      return { entries, nextCursor, isAll: nextCursor === cursor };
    }
    const page = await this.pages.page(cursor, BATCH);
    const { entries, nextCursor } = page;
    // Behind what is kept and yet at the end: what is not yet confirmed may lie in between.
    const isEnd = nextCursor === cursor || this.ring.after(nextCursor, 1) === 'ahead';
    return { ...page, isAll: entries.length === 0 && isEnd };
  }

  /** Resolves once there is something to look for. */
  private async moved(tail: Tail, stop: AbortSignal): Promise<void> {
    if (tail.fault) throw tail.fault;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.ring.forget(wake);
        stop.removeEventListener('abort', wake);
        resolve();
      };
      stop.addEventListener('abort', wake);
      this.ring.onceMoved(wake);
      if (stop.aborted) wake();
    });
  }

  private join(): Tail {
    this.tail ??= this.begin();
    this.tail.subscribers += 1;
    return this.tail;
  }

  private begin(): Tail {
    const tail: Tail = { subscribers: 0, stop: new AbortController(), ended: Promise.resolve() };
    tail.ended = this.run(tail);
    return tail;
  }

  private async leave(tail: Tail): Promise<void> {
    tail.subscribers -= 1;
    if (tail.subscribers > 0) return;
    if (this.tail === tail) {
      this.tail = null;
      // Nobody brings what comes from now on.
      this.ring.reset(null);
    }
    tail.stop.abort();
    await tail.ended;
  }

  private async run(tail: Tail): Promise<void> {
    const { signal } = tail.stop;
    try {
      const from = this.ring.tail ?? (await this.source.end());
      if (signal.aborted) return;
      if (this.ring.tail === null) this.ring.reset(from);
      for await (const { entries, nextCursor } of this.source.subscribe(from, signal)) {
        if (signal.aborted) return;
        this.ring.append({ items: entries, cursor: nextCursor });
      }
    } catch (error) {
      tail.fault = error as Error;
      if (this.tail !== tail) return;
      this.tail = null;
      if (error instanceof CursorExpired) this.ring.reset(null);
      else this.ring.tell();
    }
  }
}
