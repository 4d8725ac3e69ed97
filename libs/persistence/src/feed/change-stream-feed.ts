import type { OrderEvent } from '@ome/domain';
import {
  CursorExpired,
  CursorInvalid,
  EventFeed,
  type FeedEntry,
  type FeedPage,
} from '@ome/engine';
import { Lane, type LaneOptions, type NoteUnreadable } from '@ome/event-store';
import { mongo } from 'mongoose';
import { DECIDED } from '../concerns';
import { readableEvent } from '../event-store/stored-event';
import { ORDER_STREAM } from '../journal/order-stream';

const CHANGE_STREAM_HISTORY_LOST = 286;
const FOLLOW_BATCH = 500;
/** How long a page may search for its first event among other entries of the oplog. */
const PAGE_BUDGET_MS = 500;

/** How long the server waits for new events: briefly for a page, longer for a subscription. */
const PAGE_WAIT_MS = 20;
const FOLLOW_WAIT_MS = 1_000;

/** A resume token begins with the cluster time of its entry: a byte for the type, then the seconds. */
const TOKEN_TIME = /^82([0-9A-F]{8})/;

type Insert = mongo.ChangeStreamInsertDocument;
type Stream = mongo.ChangeStream<mongo.Document, Insert>;

/** Each read opens a stream, which costs MongoDB much more than what it reads. */
const READS: LaneOptions = { width: 4, maxWaiting: 100, maxWaitMs: 2_000 };

/** The feed as a change stream on the order journal. A cursor is a resume token. */
export class ChangeStreamFeed extends EventFeed {
  private readonly lane = new Lane(READS);
  private open = 0;

  /**
   * @param origin the cursor before the first event, stored when the store was set up
   * @param note called with events that this engine cannot read; the feed skips them
   */
  constructor(
    private readonly collection: mongo.Collection,
    private readonly origin: () => Promise<string>,
    private readonly note: NoteUnreadable,
    private readonly observeStreams: (open: number) => void = () => undefined,
  ) {
    super();
  }

  end(): Promise<string> {
    return this.lane.run(async () => {
      const stream = this.watch(null, 1, PAGE_WAIT_MS);
      try {
        await stream.tryNext();
        return tokenOf(stream.resumeToken);
      } finally {
        await this.close(stream);
      }
    });
  }

  timeOf(cursor: string): Date {
    const seconds = TOKEN_TIME.exec(cursor)?.[1];
    if (seconds === undefined) throw new CursorInvalid('Not a valid cursor of this feed');
    return new Date(Number.parseInt(seconds, 16) * 1_000);
  }

  page(after: string | null, limit: number): Promise<FeedPage> {
    return this.lane.run(() => this.read(after, limit));
  }

  private async read(after: string | null, limit: number): Promise<FeedPage> {
    const stream = this.watch(after ?? (await this.origin()), limit, PAGE_WAIT_MS);
    const deadline = Date.now() + PAGE_BUDGET_MS;
    const found: Insert[] = [];
    try {
      while (found.length < limit) {
        const before = stream.resumeToken;
        const change = await stream.tryNext();
        if (change) found.push(change);
        else if (found.length > 0 || Date.now() > deadline) break;
        else if (sameToken(before, stream.resumeToken)) break;
      }
      return this.pageOf(found, stream);
    } catch (error) {
      throw cursorFault(error, after !== null);
    } finally {
      await this.close(stream);
    }
  }

  async *subscribe(
    after: string,
    stop: AbortSignal,
    types?: readonly OrderEvent['type'][],
  ): AsyncGenerator<FeedPage> {
    const stream = this.watch(after, FOLLOW_BATCH, FOLLOW_WAIT_MS, types);
    const close = (): void => void stream.close();
    stop.addEventListener('abort', close, { once: true });
    try {
      while (!stop.aborted) yield this.pageOf(await nextBatch(stream), stream);
    } catch (error) {
      if (!stop.aborted) throw cursorFault(error, true);
    } finally {
      stop.removeEventListener('abort', close);
      await this.close(stream);
    }
  }

  private pageOf(found: Insert[], { resumeToken }: { resumeToken: mongo.ResumeToken }): FeedPage {
    const entries = found.flatMap((change): FeedEntry[] => {
      const entry = readableEvent(ORDER_STREAM, change.fullDocument, this.note);
      return entry ? [{ ...entry, cursor: tokenOf(change._id) }] : [];
    });
    return { entries, nextCursor: tokenOf(found.at(-1)?._id ?? resumeToken) };
  }

  private watch(
    after: string | null,
    batchSize: number,
    maxAwaitTimeMS: number,
    types?: readonly OrderEvent['type'][],
  ) {
    const wanted = {
      operationType: 'insert',
      ...(types && { 'fullDocument.type': { $in: types } }),
    };
    this.observeStreams((this.open += 1));
    return this.collection.watch<mongo.Document, Insert>([{ $match: wanted }], {
      batchSize,
      maxAwaitTimeMS,
      ...DECIDED,
      ...(after !== null && { resumeAfter: { _data: after } }),
    });
  }

  /** One that cannot be closed is one that the server ends by itself, after ten minutes. */
  private async close(stream: Stream): Promise<void> {
    await stream.close();
    this.observeStreams((this.open -= 1));
  }
}

/** All that has arrived; after a quiet second an empty batch that only moves the cursor on. */
async function nextBatch(stream: Stream): Promise<Insert[]> {
  const found: Insert[] = [];
  do {
    const change = await stream.tryNext();
    if (change) found.push(change);
  } while (stream.bufferedCount() > 0 && found.length < FOLLOW_BATCH);
  return found;
}

const tokenOf = (token: mongo.ResumeToken): string => (token as { _data: string })._data;

const sameToken = (one: mongo.ResumeToken, other: mongo.ResumeToken): boolean =>
  Boolean(one) && tokenOf(one) === tokenOf(other);

/** If a cursor was given, any other refusal by the server is about that cursor. */
function cursorFault(error: unknown, given: boolean): unknown {
  if (!(error instanceof mongo.MongoServerError)) return error;
  if (error.code === CHANGE_STREAM_HISTORY_LOST) {
    return new CursorExpired('The events after this cursor are no longer in the oplog');
  }
  const passing = error.hasErrorLabel('ResumableChangeStreamError');
  return given && !passing ? new CursorInvalid('Not a valid cursor of this feed') : error;
}
