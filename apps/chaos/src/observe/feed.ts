import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedItem } from '@ome/contracts';
import type { JsonClient } from '../engine/json-client';

/** What is kept of an item of the feed. */
export type FeedEntry = Pick<FeedItem, 'id' | 'orderId' | 'seq'>;

interface FeedPage {
  readonly items: readonly FeedItem[];
  readonly nextCursor: string;
}

const retryMs = 200;
const idleMs = 100;
const pageSize = 200;
/** The log of the store may hold much else; so many empty pages in a row are the end of it. */
const emptyPages = 3;

function page(client: JsonClient, cursor: string | null, limit: number): Promise<FeedPage> {
  const after = cursor === null ? '' : `&after=${cursor}`;
  return client.get<FeedPage>(`/events?limit=${limit}${after}`);
}

/** Reads the feed from a cursor to its end. */
export async function readFeed(
  client: JsonClient,
  from: string | null,
  limit: number,
): Promise<{ entries: FeedEntry[]; cursor: string | null }> {
  const entries: FeedEntry[] = [];
  let cursor = from;
  for (let empty = 0; empty < emptyPages;) {
    const { items, nextCursor } = await page(client, cursor, limit);
    entries.push(...items.map(entryOf));
    cursor = nextCursor;
    empty = items.length === 0 ? empty + 1 : 0;
  }
  return { entries, cursor };
}

const entryOf = ({ id, orderId, seq }: FeedItem): FeedEntry => ({ id, orderId, seq });

/** Reads along while events are written, as a program that catches up again and again. */
export class FeedReader {
  readonly entries: FeedEntry[] = [];
  private readonly stopping = new AbortController();
  private running?: Promise<void>;

  constructor(
    private readonly client: JsonClient,
    private cursor: string | null,
  ) {}

  start(): void {
    this.running = this.follow();
  }

  /** Reads what is left, then stops. */
  async finish(): Promise<void> {
    this.stopping.abort();
    await this.running;
    const { entries } = await readFeed(this.client, this.cursor, pageSize);
    this.entries.push(...entries);
  }

  private async follow(): Promise<void> {
    while (!this.stopping.signal.aborted) await this.next();
  }

  /** The cursor moves on only with the items in hand, so a failed page is simply asked for again. */
  private async next(): Promise<void> {
    try {
      const { items, nextCursor } = await page(this.client, this.cursor, pageSize);
      this.entries.push(...items.map(entryOf));
      this.cursor = nextCursor;
      if (items.length === 0) await sleep(idleMs);
    } catch {
      await sleep(retryMs);
    }
  }
}
