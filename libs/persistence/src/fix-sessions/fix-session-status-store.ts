import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { ConnectionEnd } from '@ome/fix';
import type { Model } from 'mongoose';

/** What the process that serves a FIX session sees of it; `_id` is its CompID. */
@Schema({
  collection: 'fix_session_status',
  versionKey: false,
  autoCreate: false,
  autoIndex: false,
})
export class FixSessionStatusRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  process!: string;

  @Prop({ required: true })
  isLoggedOn!: boolean;

  /** Within its hours. */
  @Prop({ required: true })
  isOpen!: boolean;

  /** When it was logged on, or out. */
  @Prop({ required: true })
  since!: Date;

  /** When anything of the counterparty came last. */
  @Prop({ type: Date, default: null })
  heardAt!: Date | null;

  /** MsgSeqNum of the last message. */
  @Prop({ required: true })
  lastOut!: number;

  /** MsgSeqNum of the last message that was written to a connection. */
  @Prop({ required: true })
  writtenOut!: number;

  /** The last refusal of a Logon, Logout with a text, or fault of a connection. */
  @Prop({ type: Object, default: null })
  lastEnd!: ConnectionEnd | null;

  @Prop({ required: true })
  reportedAt!: Date;
}

export const FixSessionStatusSchema = SchemaFactory.createForClass(FixSessionStatusRecord);

export type FixSessionStatus = Omit<FixSessionStatusRecord, '_id'> & { compId: string };

/** The state of FIX sessions, as the processes that serve them report it. */
export class FixSessionStatusStore {
  constructor(private readonly model: Model<FixSessionStatusRecord>) {}

  /** In one write. */
  async report(statuses: readonly FixSessionStatus[]): Promise<void> {
    if (statuses.length === 0) return;
    await this.model.collection.bulkWrite(
      statuses.map(({ compId, ...status }) => ({
        updateOne: { filter: { _id: compId as never }, update: { $set: status }, upsert: true },
      })),
      { ordered: false },
    );
  }

  /** Null where none ever served it. */
  async find(compId: string): Promise<FixSessionStatus | null> {
    const found = await this.model.findById(compId).lean();
    return found && stored(found);
  }

  /** By CompID. */
  async all(): Promise<Map<string, FixSessionStatus>> {
    const found = await this.model.find().lean();
    return new Map(found.map((record) => [record._id, stored(record)]));
  }
}

const stored = ({ _id: compId, ...status }: FixSessionStatusRecord): FixSessionStatus => ({
  compId,
  ...status,
});
