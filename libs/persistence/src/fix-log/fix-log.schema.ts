import { Schema, SchemaFactory } from '@nestjs/mongoose';

/**
 * The log of FIX sessions. Documents are inserted, never updated. Each is one flush of one session,
 * with `{session, n}` as its `_id`: a process that lost the session gets a duplicate key error.
 */
@Schema({ collection: 'fix_log', strict: false, autoCreate: false, autoIndex: false })
export class FixLogRecord {}

export const FixLogSchema = SchemaFactory.createForClass(FixLogRecord)
  // Messages of a ResendRequest.
  .index({ '_id.session': 1, epoch: 1, lastOut: 1, _id: 1 });
