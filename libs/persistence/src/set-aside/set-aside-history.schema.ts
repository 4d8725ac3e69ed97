import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** A history that some process could not fold; `_id` is `<stream>:<id>`. */
@Schema({
  collection: 'set_aside_histories',
  versionKey: false,
  autoCreate: false,
  autoIndex: false,
})
export class SetAsideHistoryRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  stream!: string;

  @Prop({ required: true })
  id!: string;

  /** The first event that could not be folded. */
  @Prop({ required: true })
  seq!: number;

  /** The last event found unreadable: only a process that has read further may remove the entry. */
  @Prop({ required: true })
  lastSeq!: number;

  @Prop({ type: String, required: true })
  kind!: 'newer' | 'broken';

  @Prop({ required: true })
  reason!: string;

  @Prop({ required: true })
  since!: Date;
}

export const SetAsideHistorySchema = SchemaFactory.createForClass(SetAsideHistoryRecord).index({
  since: 1,
  _id: 1,
});
