import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedItem } from '@ome/contracts';
import type { JsonClient } from '../json-client';

/** The recorded fields of a feed item. */
export type FeedEntry = Pick<FeedItem, 'id' | 'orderId' | 'seq'>;

interface FeedPage {
  readonly items: readonly FeedItem[];
  readonly nextCursor: string;
}

const retryMs = 200;
const idleMs = 100;
/** The reader during the load takes small pages, so that more of them end during a write. */
const smallPage = 200;
const largePage = 1_000;
/** The store's log may hold much else; this many empty pages in a row are its end. */
const emptyPages = 2;

const entryOf = ({ id, orderId, seq }: FeedItem): FeedEntry => ({ id, orderId, seq });

const pageOf = (client: JsonClient, cursor: string, limit: number): Promise<FeedPage> =>
  client.get<FeedPage>(`/events?limit=${limit}&after=${cursor}`);

/** Pages from a cursor to the end of the feed. */
async function* pages(client: JsonClient, from: string, limit: number): AsyncGenerator<FeedPage> {
  let cursor = from;
  for (let empty = 0; empty < emptyPages;) {
    const page = await pageOf(client, cursor, limit);
    yield page;
    cursor = page.nextCursor;
    empty = page.items.length === 0 ? empty + 1 : 0;
  }
}

/** Reads the feed from a cursor to its end. */
export async function readFeed(client: JsonClient, from: string): Promise<FeedEntry[]> {
  const entries: FeedEntry[] = [];
  for await (const { items } of pages(client, from, largePage)) entries.push(...items.map(entryOf));
  return entries;
}

/** Reads while events are written, like a program that catches up again and again. */
export class FeedReader {
  readonly entries: FeedEntry[] = [];
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private cursor: string;

  constructor(
    private readonly client: JsonClient,
    readonly startedAt: string,
  ) {
    this.cursor = startedAt;
    this.running = this.consume();
  }

  /** Reads the rest, then stops. */
  async finish(): Promise<void> {
    this.stopping.abort();
    await this.running;
    for await (const page of pages(this.client, this.cursor, smallPage)) this.take(page);
  }

  private async consume(): Promise<void> {
    while (!this.stopping.signal.aborted) await this.next();
  }

  private async next(): Promise<void> {
    try {
      const page = await pageOf(this.client, this.cursor, smallPage);
      this.take(page);
      if (page.items.length === 0) await sleep(idleMs);
    } catch {
      // The cursor moves only with received items: a failed page is simply requested again.
      await sleep(retryMs);
    }
  }

  private take({ items, nextCursor }: FeedPage): void {
    this.entries.push(...items.map(entryOf));
    this.cursor = nextCursor;
  }
}
