import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { Model } from 'mongoose';

/** A sweep of a worker: when it last succeeded, and the error since then. */
export interface StoredSweep {
  name: string;
  lastSuccessAt: Date | null;
  error: string | null;
}

/** The sweeps of a worker; `_id` is its name. */
@Schema({ collection: 'sweep_status', versionKey: false, autoCreate: false, autoIndex: false })
export class SweepStatusRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ type: [Object], required: true })
  sweeps!: StoredSweep[];

  @Prop({ required: true })
  reportedAt!: Date;
}

export const SweepStatusSchema = SchemaFactory.createForClass(SweepStatusRecord).index(
  { reportedAt: 1 },
  { expireAfterSeconds: 60 },
);

/** What each worker says of its sweeps. */
export class SweepStatusStore {
  constructor(private readonly model: Model<SweepStatusRecord>) {}

  async report(worker: string, sweeps: readonly StoredSweep[], reportedAt: Date): Promise<void> {
    await this.model.updateOne({ _id: worker }, { sweeps, reportedAt }, { upsert: true });
  }

  async withdraw(worker: string): Promise<void> {
    await this.model.deleteOne({ _id: worker });
  }

  /** By worker. */
  async all(): Promise<Map<string, StoredSweep[]>> {
    const records = await this.model.find().sort({ _id: 1 }).lean();
    return new Map(records.map(({ _id, sweeps }) => [_id, sweeps]));
  }
}
