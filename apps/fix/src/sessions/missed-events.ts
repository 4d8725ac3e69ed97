import type { EventFeed, JournalEntry } from '@ome/engine';
import type { EventQueries } from '@ome/persistence';

/** Clocks of writers differ, and an event is dated before a majority has it. */
const OVERLAP_MS = 60_000;

const BATCH = 500;

const before = (at: Date): Date => new Date(at.getTime() - OVERLAP_MS);

/** A batch of events that followed a place which the feed no longer has. */
export interface MissedBatch {
  entries: readonly JournalEntry[];
  /** Where the feed goes on, with the last batch; null with those before. */
  nextCursor: string | null;
}

/** Tells from the journal what followed a place that is gone from the feed. */
export class MissedEvents {
  constructor(
    private readonly feed: Pick<EventFeed, 'end' | 'page' | 'timeOf'>,
    private readonly journal: Pick<EventQueries, 'since'>,
  ) {}

  /** Before this instant nothing was told of what `after` gives. */
  toldFrom(lost: string): Date {
    return before(this.writtenFrom(lost));
  }

  /** Everything behind `lost`, and some of what was before it; some of it twice. */
  async *after(lost: string): AsyncGenerator<MissedBatch> {
    let cursor = await this.feed.end();
    let batch: JournalEntry[] = [];
    for await (const entry of this.journal.since(this.writtenFrom(lost))) {
      batch.push(entry);
      if (batch.length < BATCH) continue;
      yield { entries: orderByOrder(batch), nextCursor: null };
      batch = [];
    }
    yield { entries: orderByOrder(batch), nextCursor: null };
    // Written while the journal was read, and read there or not: only behind all of it can the feed
    // go on.
    for (let isEnd = false; !isEnd;) {
      const page = await this.feed.page(cursor, BATCH);
      yield { entries: page.entries, nextCursor: null };
      cursor = page.nextCursor;
      isEnd = page.isEnd;
    }
    yield { entries: [], nextCursor: cursor };
  }

  /** Before this instant nothing was written that followed `lost`. */
  private writtenFrom(lost: string): Date {
    return before(this.feed.timeOf(lost));
  }
}

/** The events of each order in their sequence, which the writers' clocks may have confused. */
function orderByOrder(entries: readonly JournalEntry[]): JournalEntry[] {
  const byOrder = new Map<string, JournalEntry[]>();
  for (const entry of entries) {
    const own = byOrder.get(entry.event.orderId);
    if (own) own.push(entry);
    else byOrder.set(entry.event.orderId, [entry]);
  }
  return [...byOrder.values()].flatMap((own) =>
    own.sort((one, other) => one.event.seq - other.event.seq),
  );
}
