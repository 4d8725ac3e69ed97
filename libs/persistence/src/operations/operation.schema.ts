import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { RebuildView } from '@ome/contracts';

export type RebuildProgress = Omit<RebuildView, 'startedAt' | 'finishedAt'> & {
  startedAt: Date | null;
  finishedAt: Date | null;
};

/** The last run of a long operation, of which one runs at a time; `_id` is its name. */
@Schema({ collection: 'operations', versionKey: false, autoCreate: false, autoIndex: false })
export class OperationRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ type: Object, required: true })
  progress!: RebuildProgress;
}

export const OperationSchema = SchemaFactory.createForClass(OperationRecord);
