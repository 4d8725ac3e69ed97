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
