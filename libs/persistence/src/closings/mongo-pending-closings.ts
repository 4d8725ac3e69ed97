import { type PendingClosing, PendingClosings } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';
import { JOURNALED } from '../concerns';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** A request to close positions that has to wait. `_id` is derived from the request. */
@Schema({
  collection: 'asked_closings',
  strict: false,
  versionKey: false,
  autoCreate: false,
  autoIndex: false,
})
export class PendingClosingRecord {
  @Prop({ required: true })
  dueAt!: Date;
}

export const PendingClosingSchema = SchemaFactory.createForClass(PendingClosingRecord).index({
  dueAt: 1,
});

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

const read = ({ _id: id, ...asked }: Document): PendingClosing => ({
  id,
  ...(fromBson(asked) as Omit<PendingClosing, 'id'>),
});
