import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderEvent } from '@ome/domain';
import { type AppendVerdict, Journal, type JournalEntry, StoreUnavailable } from '@ome/engine';
import { mongo, Types } from 'mongoose';
import { fromBson, toBson } from '../bson';
import { GroupCommit } from '../group-commit';
import { DUPLICATE_KEY, writeCommand, type WriteReply } from '../write-command';

const JOURNALED = { w: 'majority', j: true } as const;

export interface MongoJournalOptions {
  /** How long to go on asking what became of a write before the caller is told that nobody knows. */
  verdictTimeoutMs: number;
  maxInFlight: number;
  observeBatch?: (size: number) => void;
}

type Stored = { _id: Types.ObjectId } & Record<string, unknown>;

/** Per document: written, or refused for a duplicate key, or nobody knows. */
type Fate = 'inserted' | 'duplicate' | 'unknown';

/** The journal in `order_events`, with group commit (design: Group commit, Verdicts). */
export class MongoJournal extends Journal {
  private readonly appends: GroupCommit<Stored, AppendVerdict>;
  private readonly reads: GroupCommit<string, JournalEntry[]>;

  constructor(
    private readonly collection: mongo.Collection,
    private readonly options: MongoJournalOptions,
  ) {
    super();
    const { maxInFlight, observeBatch } = options;
    this.appends = new GroupCommit((batch) => this.appendBatch(batch), {
      maxBatch: 500,
      maxInFlight,
      ...(observeBatch && { observe: observeBatch }),
    });
    this.reads = new GroupCommit((orderIds) => this.readBatch(orderIds), {
      maxBatch: 200,
      maxInFlight: 2,
    });
  }

  append(event: OrderEvent): Promise<AppendVerdict> {
    const alerted = 'alerts' in event && event.alerts.length > 0 && { alerted: true };
    const stored = toBson(event) as object;
    return this.appends.submit({ _id: new Types.ObjectId(), ...stored, ...alerted });
  }

  async read(orderId: string): Promise<OrderEvent[]> {
    const entries = await this.readEntries(orderId);
    return entries.map(({ event }) => event);
  }

  readEntries(orderId: string): Promise<JournalEntry[]> {
    return this.reads.submit(orderId);
  }

  /** One that has to find out what became of it holds up neither its batch nor the next. */
  private async appendBatch(
    documents: Stored[],
  ): Promise<(AppendVerdict | Promise<AppendVerdict>)[]> {
    const deadline = Date.now() + this.options.verdictTimeoutMs;
    const fates = await this.insert(documents);
    return documents.map((document, index) => {
      switch (fates[index]) {
        case 'inserted':
          return { verdict: 'committed', eventId: document._id.toHexString() };
        case 'duplicate':
          return this.lost(document, deadline);
        default:
          return this.settle(document, deadline);
      }
    });
  }

  /** Only an answer that accounts for every document tells what happened to each. */
  private async insert(documents: Stored[]): Promise<Fate[]> {
    try {
      return fatesOf(
        await writeCommand(this.collection, 'insert', documents, JOURNALED),
        documents,
      );
    } catch (error) {
      if (isUncertain(error)) return documents.map(() => 'unknown');
      throw error;
    }
  }

  /**
   * After an answer that tells nothing: the same document, with the same _id, is inserted again
   * until the store says yes, or shows who holds the place. A first attempt that is still on its
   * way can then only meet its own _id.
   */
  private async settle(document: Stored, deadline: number): Promise<AppendVerdict> {
    for (let delayMs = 50; Date.now() < deadline; delayMs = Math.min(delayMs * 2, 1000)) {
      const [fate] = await this.insert([document]);
      if (fate === 'inserted') {
        return { verdict: 'committed', eventId: document._id.toHexString() };
      }
      if (fate === 'duplicate') return this.lost(document, deadline);
      await sleep(delayMs);
    }
    throw new StoreUnavailable('MongoDB does not say whether the event was stored');
  }

  /** Who holds the place: our own retry is a success, anybody else has won. */
  private async lost(document: Stored, deadline: number): Promise<AppendVerdict> {
    for (let delayMs = 50; ; delayMs = Math.min(delayMs * 2, 1000)) {
      try {
        return await this.verdictOfHolder(document);
      } catch (error) {
        if (Date.now() >= deadline) {
          throw new StoreUnavailable('MongoDB does not say who holds the place', { cause: error });
        }
        await sleep(delayMs);
      }
    }
  }

  private async verdictOfHolder(document: Stored): Promise<AppendVerdict> {
    const { _id, orderId, seq, newClOrdId, execId } = document;
    const holders = await this.collection
      .find({
        orderId,
        $or: [
          { seq },
          ...(typeof newClOrdId === 'string' ? [{ newClOrdId }] : []),
          ...(typeof execId === 'string' ? [{ execId }] : []),
        ],
      })
      .toArray();
    const own = holders.find((holder) => _id.equals(holder._id));
    const other = holders.find(
      (holder) =>
        (typeof newClOrdId === 'string' && holder.newClOrdId === newClOrdId) ||
        (typeof execId === 'string' && holder.execId === execId),
    );
    if (own) await this.confirm(_id);
    if (own) return { verdict: 'committed', eventId: _id.toHexString() };
    if (!other) return { verdict: 'conflict' };
    await this.confirm(other._id);
    return { verdict: 'duplicate', holder: entryOf(other).event };
  }

  /** Linearizable: returns only once a majority holds what is there. */
  private async confirm(_id: mongo.ObjectId): Promise<void> {
    await this.collection.findOne(
      { _id },
      { projection: { _id: 1 }, readConcern: { level: 'linearizable' }, maxTimeMS: 5000 },
    );
  }

  private async readBatch(orderIds: string[]): Promise<JournalEntry[][]> {
    const byOrder = new Map<string, JournalEntry[]>(orderIds.map((id) => [id, []]));
    const cursor = this.collection
      .find({ orderId: { $in: [...byOrder.keys()] } })
      .sort({ orderId: 1, seq: 1 });
    for await (const document of cursor) {
      const entry = entryOf(document);
      byOrder.get(entry.event.orderId)!.push(entry);
    }
    return orderIds.map((id) => byOrder.get(id)!);
  }
}

function fatesOf({ n, writeErrors, writeConcernError }: WriteReply, documents: Stored[]): Fate[] {
  const accounted = n + writeErrors.length === documents.length;
  const duplicates = writeErrors.every(({ code }) => code === DUPLICATE_KEY);
  if (!accounted || !duplicates || writeConcernError) return documents.map(() => 'unknown');
  const fates = documents.map((): Fate => 'inserted');
  for (const { index } of writeErrors) fates[index] = 'duplicate';
  return fates;
}

/** Faults of the network and of a store without a primary; anything else is a fault of ours. */
const isUncertain = (error: unknown): boolean =>
  error instanceof mongo.MongoNetworkError ||
  error instanceof mongo.MongoServerSelectionError ||
  error instanceof mongo.MongoServerError ||
  error instanceof mongo.MongoNotConnectedError ||
  error instanceof mongo.MongoTopologyClosedError;

/** A stored event as the domain knows it, with its id. */
export function entryOf({ _id, alerted: _alerted, ...event }: mongo.Document): JournalEntry {
  return { id: String(_id), event: fromBson(event) as OrderEvent };
}
