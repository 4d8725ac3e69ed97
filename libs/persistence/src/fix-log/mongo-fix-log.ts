import {
  type FoundMessage,
  FixLog,
  FixLogFenced,
  type LogEntry,
  type LogState,
  type SentMessage,
} from '@ome/fix';
import { mongo } from 'mongoose';
import { DECIDED, JOURNALED } from '../concerns';
import { DUPLICATE_KEY } from '../write-command';
import { Schema, SchemaFactory } from '@nestjs/mongoose';

/**
 * The log of FIX sessions. Documents are inserted, never updated. Each is one flush of one session,
 * with `{session, n}` as its `_id`: a process that lost the session gets a duplicate key error.
 */
@Schema({ collection: 'fix_log', strict: false, autoCreate: false, autoIndex: false })
export class FixLogRecord {}

export const FixLogSchema = SchemaFactory.createForClass(FixLogRecord)
  // Messages of a ResendRequest.
  .index({ '_id.session': 1, epoch: 1, lastOut: 1, _id: 1 })
  .index(
    { '_id.session': 1, 'out.ref': 1, '_id.n': 1 },
    { partialFilterExpression: { 'out.ref': { $exists: true } } },
  )
  .index(
    { '_id.session': 1, denied: 1, epoch: 1 },
    { partialFilterExpression: { denied: { $exists: true } } },
  );

/** Where a message is in the log of its session: in which flush, and its MsgSeqNum. */
export interface LoggedPlace {
  n: number;
  seq: number;
}

export type LoggedMessage = SentMessage & LoggedPlace;

/** One flush. Both sequence numbers start at 1 in each epoch. */
interface Flush extends LogState {
  _id: { session: string; n: number };
  epoch: number;
  /**
   * MsgSeqNum of the last message sent up to this flush. `out` ends with it unless `out` is empty.
   */
  lastOut: number;
  out: SentMessage[];
  denied?: readonly number[];
  /** When the period began that the epoch is of; missing while the session has no hours. */
  period?: Date | null;
  /** Distinguishes a repeat of our own write from a write of another process. */
  writer: mongo.ObjectId;
}

/**
 * The log of one session in `fix_log`. Each write takes the next number, so if two processes both
 * serve the session, one gets a duplicate key error and must not send anything more.
 */
export class MongoFixLog extends FixLog {
  private last: Pick<Flush, 'epoch' | 'lastOut' | 'nextIn' | 'cursor' | 'period'> & { n: number } =
    {
      n: 0,
      epoch: 1,
      lastOut: 0,
      nextIn: 1,
      cursor: null,
    };

  constructor(
    private readonly collection: mongo.Collection<Flush>,
    private readonly session: string,
  ) {
    super();
  }

  /** The state of the session, without taking it over. */
  async state(): Promise<LogState> {
    const found = await this.newest();
    return found
      ? { nextIn: found.nextIn, nextOut: found.lastOut + 1, cursor: found.cursor }
      : { nextIn: 1, nextOut: 1, cursor: null };
  }

  async open(): Promise<LogState> {
    const found = await this.newest();
    if (found) {
      const { epoch, lastOut, nextIn, cursor, period } = found;
      this.last = { n: found._id.n, epoch, lastOut, nextIn, cursor, period };
    }
    // Takes the number that the previous process would write next, which fences it off.
    await this.append({ out: [], nextIn: this.last.nextIn, cursor: this.last.cursor });
    return this.opened();
  }

  /**
   * A period of the session's hours began at `start`: both numbers restart, unless they did so since.
   * Those of a session that had no hours before go on.
   */
  async begin(start: Date): Promise<LogState> {
    const { n: _, ...last } = this.last;
    if (!last.period) await this.insert({ ...last, out: [], period: start });
    else if (last.period < start) await this.restart(start);
    return this.opened();
  }

  append({ out, nextIn, cursor, denied }: LogEntry): Promise<void> {
    const { epoch, lastOut, cursor: before, period } = this.last;
    const place = { lastOut: out.at(-1)?.seq ?? lastOut, cursor: cursor ?? before };
    return this.insert({ epoch, out, nextIn, period, ...place, ...(denied && { denied }) });
  }

  reset(): Promise<void> {
    return this.restart(this.last.period);
  }

  /**
   * `open` and `reset` in one document, as part of a transaction. Throws FixLogFenced if the process
   * that serves the session wrote meanwhile: the transaction is to be tried again.
   */
  async takeAndReset(transaction: mongo.ClientSession): Promise<void> {
    const found = await this.newest(transaction);
    const { epoch, cursor, period } = found ?? this.last;
    const n = (found?._id.n ?? 0) + 1;
    const document = {
      _id: this.place(n),
      epoch: epoch + 1,
      out: [],
      nextIn: 1,
      lastOut: 0,
      cursor,
      period,
      writer: new mongo.ObjectId(),
    } as unknown as Flush;
    try {
      await this.collection.insertOne(document, { session: transaction });
    } catch (error) {
      if (!(error instanceof mongo.MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
      throw new FixLogFenced(`${this.session} is served by another process`);
    }
  }

  /**
   * Sent messages of all epochs, the newest first.
   *
   * @param before the place of the last one of the page before; null for the newest
   */
  async page(before: LoggedPlace | null, limit: number): Promise<LoggedMessage[]> {
    const page: LoggedMessage[] = [];
    const places = this.places(before ? before.n + 1 : Infinity);
    const flushes = this.collection
      .find({ _id: places, 'out.0': { $exists: true } }, DECIDED)
      .sort({ _id: -1 })
      // Each has a message at least, and the first may have none but those of the page before.
      .limit(limit + 1);
    for await (const { _id, out } of flushes) {
      for (const message of out.toReversed()) {
        if (before && _id.n === before.n && message.seq >= before.seq) continue;
        page.push({ ...message, n: _id.n });
        if (page.length === limit) return page;
      }
    }
    return page;
  }

  async *read(begin: number, end: number): AsyncIterable<readonly SentMessage[]> {
    const { epoch } = this.last;
    const flushes = this.collection
      .find({ '_id.session': this.session, epoch, lastOut: { $gte: begin } }, DECIDED)
      .sort({ lastOut: 1, _id: 1 });
    for await (const { out } of flushes) {
      const asked = out.filter(({ seq }) => seq >= begin && seq <= end);
      if (asked.length > 0) yield asked;
      if ((out[0]?.seq ?? 0) > end) return;
    }
  }

  async find(ref: string): Promise<FoundMessage | null> {
    const flush = await this.collection.findOne(
      { '_id.session': this.session, 'out.ref': ref },
      { ...DECIDED, sort: { '_id.n': -1 } },
    );
    const message = flush?.out.findLast((sent) => sent.ref === ref);
    if (!flush || !message) return null;
    const { seq } = message;
    const { epoch } = flush;
    const denial = { '_id.session': this.session, denied: seq, epoch };
    const isDenied = (await this.collection.findOne(denial, DECIDED)) !== null;
    return { seq, isCurrent: epoch === this.last.epoch, isDenied };
  }

  async *sentSince(since: Date): AsyncIterable<readonly SentMessage[]> {
    const flushes = this.collection.find({ _id: this.places() }, DECIDED).sort({ _id: -1 });
    for await (const { out } of flushes) {
      const sent = out.filter(({ at }) => at >= since);
      if (sent.length > 0) yield sent;
      if (sent.length < out.length) return;
    }
  }

  private newest(session?: mongo.ClientSession): Promise<Flush | null> {
    // A transaction reads as it says.
    const reading = session ? { session } : DECIDED;
    return this.collection.findOne({ _id: this.places() }, { ...reading, sort: { _id: -1 } });
  }

  private opened(): LogState {
    const { nextIn, lastOut, cursor } = this.last;
    return { nextIn, nextOut: lastOut + 1, cursor };
  }

  private restart(period: Flush['period']): Promise<void> {
    const { epoch, cursor } = this.last;
    return this.insert({ epoch: epoch + 1, out: [], nextIn: 1, cursor, lastOut: 0, period });
  }

  private async insert(
    flush: Omit<Flush, '_id' | 'writer' | 'nextOut' | 'out'> & Pick<LogEntry, 'out'>,
  ): Promise<void> {
    const n = this.last.n + 1;
    const writer = new mongo.ObjectId();
    const document = { _id: this.place(n), ...flush, writer } as Flush;
    try {
      await this.collection.insertOne(document, { writeConcern: JOURNALED });
    } catch (error) {
      if (!(error instanceof mongo.MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
      const holder = await this.collection.findOne({ _id: this.place(n) }, DECIDED);
      // The driver retries a write whose reply was lost, and may collide with its first attempt.
      if (!holder?.writer.equals(writer))
        throw new FixLogFenced(`${this.session} is served by another process`);
    }
    const { epoch, lastOut, nextIn, cursor, period } = flush;
    this.last = { n, epoch, lastOut, nextIn, cursor, period };
  }

  private places(end = Infinity) {
    return { $gte: this.place(0), $lt: this.place(end) };
  }

  /** MongoDB compares the documents in `_id` field by field, in this order. */
  private place(n: number): Flush['_id'] {
    return { session: this.session, n };
  }
}
