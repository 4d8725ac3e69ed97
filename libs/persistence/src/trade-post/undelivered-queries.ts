import type { Page } from '@ome/contracts';
import type { UndeliveredMessage } from '@ome/engine';
import type { Model } from 'mongoose';
import { oldestFirst } from '../oldest-first';
import type { UndeliveredMessageRecord } from './undelivered-message.schema';

/** Queries fills that trade post management has not accepted, oldest first. */
export class UndeliveredQueries {
  constructor(private readonly model: Model<UndeliveredMessageRecord>) {}

  page(cursor: string | null, limit: number): Promise<Page<UndeliveredMessage>> {
    return oldestFirst(this.model, { filter: {}, field: 'since', cursor, limit }, undelivered);
  }

  async find(id: string): Promise<UndeliveredMessage | null> {
    const found = await this.model.findById(id).lean();
    return found && undelivered(found);
  }

  /** Makes one message, or all, due now. Returns how many there were. */
  async makeDue(id?: string): Promise<number> {
    const which = id === undefined ? {} : { _id: id };
    return (await this.model.updateMany(which, { nextAttemptAt: new Date() })).matchedCount;
  }
}

const undelivered = ({ _id: id, ...message }: UndeliveredMessageRecord): UndeliveredMessage => ({
  id,
  ...message,
});
