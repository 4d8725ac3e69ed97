import { Schema, SchemaFactory } from '@nestjs/mongoose';

/**
 * The log of FIX sessions: inserted into, never updated. A record is one flush of one session, with
 * `{session, n}` as its `_id`: a process that lost the session meets a duplicate key there.
 */
@Schema({ collection: 'fix_log', strict: false, autoCreate: false, autoIndex: false })
export class FixLogRecord {}

export const FixLogSchema = SchemaFactory.createForClass(FixLogRecord)
  // Messages that a counterparty asks for again.
  .index({ '_id.session': 1, epoch: 1, lastOut: 1, _id: 1 });
