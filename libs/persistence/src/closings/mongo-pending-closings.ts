import type { PendingClosingView } from '@ome/contracts';
import type { Entitlement } from '@ome/domain';
import { type PendingClosing, PendingClosings } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';
import { JOURNALED } from '../concerns';
import { entitledAccounts } from '../filters';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** How long people find what was given up. */
const GIVEN_UP_KEPT_S = 7 * 86_400;

/** A request to close positions that has to wait, or was given up. `_id` is derived from the request. */
@Schema({
  collection: 'asked_closings',
  strict: false,
  versionKey: false,
  autoCreate: false,
  autoIndex: false,
})
export class PendingClosingRecord {
  @Prop({ type: Date, default: null })
  dueAt!: Date | null;
}

export const PendingClosingSchema = SchemaFactory.createForClass(PendingClosingRecord)
  .index({ dueAt: 1 })
  .index({ at: -1 })
  .index({ account: 1, at: -1 })
  .index({ givenUpAt: 1 }, { expireAfterSeconds: GIVEN_UP_KEPT_S });

type Document = mongo.Document & { _id: string };

export class MongoPendingClosings extends PendingClosings {
  constructor(private readonly closings: mongo.Collection<Document>) {
    super();
  }

  async keep({ id, ...asked }: PendingClosing): Promise<PendingClosing | null> {
    const document = toBson(asked) as mongo.Document;
    const before = await this.closings.findOneAndReplace({ _id: id }, document, {
      upsert: true,
      returnDocument: 'before',
      writeConcern: JOURNALED,
    });
    return before && read(before);
  }

  async drop({ id }: Pick<PendingClosing, 'id'>): Promise<void> {
    await this.closings.deleteOne({ _id: id }, { writeConcern: JOURNALED });
  }

  async take(now: Date, until: Date): Promise<PendingClosing | null> {
    const found = await this.closings.findOneAndUpdate(
      { dueAt: { $lte: now } },
      { $set: { dueAt: until } },
      { sort: { dueAt: 1 }, returnDocument: 'after', writeConcern: JOURNALED },
    );
    return found && read(found);
  }
}

/** Lists what waits and what was given up, with the reasons of the last try. */
export class ClosingQueries {
  constructor(private readonly closings: mongo.Collection<Document>) {}

  /** Newest first. */
  async waiting(within: Entitlement, limit: number): Promise<PendingClosingView[]> {
    const found = await this.closings
      .find(entitledAccounts(within, { 'waits.0': { $exists: true } }))
      .sort({ at: -1 })
      .limit(limit)
      .toArray();
    return found.map((document) => viewOf(read(document)));
  }
}

const viewOf = ({
  id,
  account,
  at,
  origin,
  tries,
  dueAt,
  givenUpAt,
  waits = [],
}: PendingClosing): PendingClosingView => ({
  id,
  account,
  askedAt: at.toISOString(),
  by: origin.by,
  tries,
  nextTryAt: dueAt?.toISOString() ?? null,
  givenUpAt: givenUpAt?.toISOString() ?? null,
  positions: waits.map(({ account: _, ...position }) => position),
});

const read = ({ _id: id, ...asked }: Document): PendingClosing => ({
  id,
  ...(fromBson(asked) as Omit<PendingClosing, 'id'>),
});
