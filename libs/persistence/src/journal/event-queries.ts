import type { Page } from '@ome/contracts';
import { foldOrder, type Order } from '@ome/domain';
import type { JournalEntry } from '@ome/engine';
import type { NoteUnreadable } from '@ome/event-store';
import { mongo } from 'mongoose';
import { DECIDED } from '../concerns';
import { decodeCursor, encodeCursor } from '../page-cursor';
import { readableEvent } from '../event-store/stored-event';
import { ORDER_STREAM } from './order-stream';

/** Reads histories from the journal, not from read models. */
export class EventQueries {
  constructor(
    private readonly collection: mongo.Collection,
    private readonly note: NoteUnreadable,
  ) {}

  /** Events of an order, oldest first. */
  async ofOrder(
    orderId: string,
    cursor: string | null,
    limit: number,
  ): Promise<Page<JournalEntry>> {
    const [seq] = cursor === null ? [] : decodeCursor(cursor, /^\d{1,9}$/);
    const found = await this.collection
      .find({ orderId, ...(seq && { seq: { $gt: Number(seq) } }) })
      .sort({ seq: 1 })
      .limit(limit + 1)
      .toArray();
    const items = this.readable(found.slice(0, limit));
    const more = found.length > limit;
    return { items, nextCursor: more ? encodeCursor(String(found[limit - 1].seq)) : null };
  }

  /** The order as it was at an instant; null if it did not exist yet. */
  async orderAt(orderId: string, at: Date): Promise<Order | null> {
    const found = await this.collection
      .find({ orderId, at: { $lte: at } })
      .sort({ seq: 1 })
      .toArray();
    const events = this.readable(found).map(({ event }) => event);
    // The writers' clocks differ: an event dated before its predecessor counts only together with
    // it.
    const gap = events.findIndex(({ seq }, index) => seq !== index + 1);
    return foldOrder(gap === -1 ? events : events.slice(0, gap));
  }

  /** Events with alerts, newest first. */
  async withAlerts(cursor: string | null, limit: number): Promise<Page<JournalEntry>> {
    const [id] = cursor === null ? [] : decodeCursor(cursor, /^[0-9a-f]{24}$/);
    const found = await this.collection
      .find({
        alerted: true,
        ...(id && { _id: { $lt: mongo.ObjectId.createFromHexString(id) } }),
      })
      .sort({ _id: -1 })
      .limit(limit + 1)
      .toArray();
    const items = this.readable(found.slice(0, limit));
    const more = found.length > limit;
    return { items, nextCursor: more ? encodeCursor(String(found[limit - 1]._id)) : null };
  }

  /**
   * All events since an instant by the writers' clocks that a majority has, in the order of writing
   * per process.
   */
  async *since(at: Date): AsyncGenerator<JournalEntry> {
    const _id = { $gte: mongo.ObjectId.createFromTime(Math.floor(at.getTime() / 1000)) };
    for await (const document of this.collection.find({ _id }, DECIDED).sort({ _id: 1 })) {
      yield* this.readable([document]);
    }
  }

  private readable(documents: readonly mongo.Document[]): JournalEntry[] {
    return documents.flatMap((document) => readableEvent(ORDER_STREAM, document, this.note) ?? []);
  }
}
