import type { OrderEvent } from '@ome/domain';
import {
  CursorExpired,
  CursorInvalid,
  EventFeed,
  type FeedEntry,
  type FeedPage,
  type ReadPage,
} from '@ome/engine';
import { Lane, type LaneOptions, type NoteUnreadable } from '@ome/event-store';
import { mongo } from 'mongoose';
import { DECIDED } from '../concerns';
import { readableEvent } from '../event-store/stored-event';
import { ORDER_STREAM } from '../journal/order-stream';
import { isStoreUnavailable } from '../store-health';

const CHANGE_STREAM_HISTORY_LOST = 286;
const FOLLOW_BATCH = 500;
/** How long the server waits for new events of a subscription. */
const FOLLOW_WAIT_MS = 1_000;

/** A resume token begins with the cluster time of its entry: a byte for the type, then the seconds. */
const TOKEN_TIME = /^82([0-9A-F]{8})/;

const JOURNAL = ORDER_STREAM.collection;
const INSERTS = { operationType: 'insert' };

type Insert = mongo.ChangeStreamInsertDocument;
type Stream = mongo.ChangeStream<mongo.Document, Insert>;

/** A server's answer to a command that opens a change stream. */
interface FirstBatch {
  id: mongo.Long | number;
  firstBatch: Insert[];
  postBatchResumeToken: mongo.ResumeToken;
}

/** Each read opens a stream, which costs MongoDB more than what it reads. */
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
    private readonly db: mongo.Db,
    private readonly origin: () => Promise<string>,
    private readonly note: NoteUnreadable,
    private readonly observeStreams: (open: number) => void = () => undefined,
  ) {
    super();
  }

  async end(): Promise<string> {
    const { postBatchResumeToken } = await this.lane.run(() => this.look(null, 1));
    return tokenOf(postBatchResumeToken);
  }

  page(after: string | null, limit: number): Promise<ReadPage> {
    return this.lane.run(async () => {
      try {
        return await this.read(after ?? (await this.origin()), limit);
      } catch (error) {
        throw cursorFault(error, after !== null);
      }
    });
  }

  timeOf(cursor: string): Date {
    const seconds = TOKEN_TIME.exec(cursor)?.[1];
    if (seconds === undefined) throw new CursorInvalid('Not a valid cursor of this feed');
    return new Date(Number.parseInt(seconds, 16) * 1_000);
  }

  private async read(after: string, limit: number): Promise<ReadPage> {
    const { firstBatch, postBatchResumeToken } = await this.look(after, limit);
    // MongoDB stops short of the end only for batches of 16 MB, and events are a few kB.
    const isEnd = firstBatch.length < limit;
    return { ...this.pageOf(firstBatch, postBatchResumeToken), isEnd };
  }

  /** The driver repeats a read after a failover, but not a command. */
  private async look(after: string | null, batchSize: number): Promise<FirstBatch> {
    try {
      return await this.firstBatch(after, batchSize);
    } catch (error) {
      if (!isStoreUnavailable(error)) throw error;
      return this.firstBatch(after, batchSize);
    }
  }

  /**
   * What a change stream finds at once. The driver's stream would ask a second time, and wait for
   * news, before it says that there is none.
   */
  private async firstBatch(after: string | null, batchSize: number): Promise<FirstBatch> {
    const $changeStream = after === null ? {} : { resumeAfter: { _data: after } };
    const aggregate = {
      aggregate: JOURNAL,
      pipeline: [{ $changeStream }, { $match: INSERTS }],
      cursor: { batchSize },
      readConcern: DECIDED.readConcern,
    };
    const { readPreference } = DECIDED;
    this.observeStreams((this.open += 1));
    try {
      const reply = (await this.db.command(aggregate, { readPreference })) as {
        cursor: FirstBatch;
      };
      // The driver turns a small one into a number, which it would send as a double.
      const cursors = [mongo.Long.fromString(String(reply.cursor.id))];
      await this.db.command({ killCursors: JOURNAL, cursors }, { readPreference });
      return reply.cursor;
    } finally {
      this.observeStreams((this.open -= 1));
    }
  }

  async *subscribe(
    after: string,
    stop: AbortSignal,
    types?: readonly OrderEvent['type'][],
  ): AsyncGenerator<FeedPage> {
    const stream = this.watch(after, types);
    const close = (): void => void stream.close();
    stop.addEventListener('abort', close, { once: true });
    try {
      while (!stop.aborted) yield this.pageOf(await nextBatch(stream), stream.resumeToken);
    } catch (error) {
      if (!stop.aborted) throw cursorFault(error, true);
    } finally {
      stop.removeEventListener('abort', close);
      await this.close(stream);
    }
  }

  private pageOf(found: Insert[], resumeToken: mongo.ResumeToken): FeedPage {
    const entries = found.flatMap((change): FeedEntry[] => {
      const entry = readableEvent(ORDER_STREAM, change.fullDocument, this.note);
      return entry ? [{ ...entry, cursor: tokenOf(change._id) }] : [];
    });
    return { entries, nextCursor: tokenOf(found.at(-1)?._id ?? resumeToken) };
  }

  private watch(after: string, types?: readonly OrderEvent['type'][]) {
    const wanted = { ...INSERTS, ...(types && { 'fullDocument.type': { $in: types } }) };
    this.observeStreams((this.open += 1));
    return this.db.collection(JOURNAL).watch<mongo.Document, Insert>([{ $match: wanted }], {
      batchSize: FOLLOW_BATCH,
      maxAwaitTimeMS: FOLLOW_WAIT_MS,
      resumeAfter: { _data: after },
      ...DECIDED,
    });
  }

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

/** If a cursor was given, any other refusal by the server is about that cursor. */
function cursorFault(error: unknown, given: boolean): unknown {
  if (!(error instanceof mongo.MongoServerError)) return error;
  if (error.code === CHANGE_STREAM_HISTORY_LOST) {
    return new CursorExpired('The events after this cursor are no longer in the oplog');
  }
  const passing = error.hasErrorLabel('ResumableChangeStreamError') || isStoreUnavailable(error);
  return given && !passing ? new CursorInvalid('Not a valid cursor of this feed') : error;
}
