import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { ChangeApproval } from '@ome/engine';
import type { Model, mongo } from 'mongoose';

export type ChangeState = 'pending' | 'approved' | 'rejected';

const COLLECTION = 'pending_changes';

/** A change of settings that waits for a second person, or waited. */
@Schema({
  collection: COLLECTION,
  versionKey: false,
  autoCreate: false,
  autoIndex: false,
  // A request without fields is a request, too.
  minimize: false,
})
export class PendingChangeRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  action!: string;

  /** What is applied once it is approved. */
  @Prop({ type: Object, required: true })
  request!: object;

  /** What the maker may act for: the change is applied within it. */
  @Prop({ type: [String], default: null })
  accounts!: string[] | null;

  @Prop({ type: [String], default: null })
  users!: string[] | null;

  @Prop({ type: String, default: null })
  by!: string | null;

  @Prop({ required: true })
  at!: Date;

  @Prop({ required: true })
  expiresAt!: Date;

  @Prop({ type: String, required: true })
  state!: ChangeState;

  @Prop({ type: String, default: null })
  decidedBy!: string | null;
}

export const PendingChangeSchema = SchemaFactory.createForClass(PendingChangeRecord).index(
  { expiresAt: 1 },
  { partialFilterExpression: { state: 'pending' } },
);

export type PendingChange = Omit<PendingChangeRecord, '_id'> & { id: string };

/** Kept for ever, like the audit. */
export class PendingChangeStore {
  constructor(private readonly model: Model<PendingChangeRecord>) {}

  async add({ id: _id, ...change }: PendingChange): Promise<void> {
    await this.model.create({ _id, ...change });
  }

  async find(id: string): Promise<PendingChange | null> {
    const found = await this.model.findById(id).lean();
    return found && stored(found);
  }

  /** Those that wait, by when they expire. */
  async pending(now: Date, limit: number): Promise<PendingChange[]> {
    const found = this.model.find({ state: 'pending', expiresAt: { $gt: now } });
    return (await found.sort({ expiresAt: 1 }).limit(limit).lean()).map(stored);
  }

  /** False if somebody decided before. */
  async reject(id: string, decidedBy: string | null): Promise<boolean> {
    const rejected = { state: 'rejected', decidedBy } as const;
    return (await this.model.updateOne(waiting(id), rejected)).modifiedCount === 1;
  }
}

/**
 * Part of the transaction that makes the change: nobody finds it approved and not made.
 *
 * @returns false if somebody decided before
 */
export async function approveChange(
  db: mongo.Db,
  { changeId, by }: ChangeApproval,
  session: mongo.ClientSession,
): Promise<boolean> {
  const changes = db.collection<PendingChangeRecord>(COLLECTION);
  const $set = { state: 'approved', decidedBy: by } as const;
  return (await changes.updateOne(waiting(changeId), { $set }, { session })).modifiedCount === 1;
}

const waiting = (_id: string) => ({ _id, state: 'pending' }) as const;

const stored = ({ _id: id, ...change }: PendingChangeRecord): PendingChange => ({ id, ...change });
