import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { AuditOutcome } from '@ome/contracts';
import { Types } from 'mongoose';
import type { ChainLink } from './audit-chain';

/** A request that changes something. Entries without `expiresAt` are kept forever. */
@Schema({ collection: 'audit_entries', versionKey: false, autoCreate: false, autoIndex: false })
export class AuditEntryRecord {
  @Prop({ type: Types.ObjectId })
  _id!: Types.ObjectId;

  @Prop({ required: true })
  at!: Date;

  /** A person, as `user:anna`, or the id of an API key. */
  @Prop({ type: String, default: null })
  by!: string | null;

  @Prop({ required: true })
  action!: string;

  @Prop({ type: String, default: null })
  subject!: string | null;

  @Prop({ type: String, default: '' })
  summary!: string;

  @Prop({ type: String, default: null })
  requestId!: string | null;

  @Prop({ type: String, required: true })
  outcome!: AuditOutcome;

  @Prop({ type: String, default: null })
  reason!: string | null;

  /** That it began, in a chain; left out where the entry expires, and of earlier versions. */
  @Prop({ type: Object })
  chained?: ChainLink;

  /** What became of it. */
  @Prop({ type: Object })
  settled?: ChainLink;

  /** Set only on entries that programs create in large numbers. */
  @Prop({ type: Date })
  expiresAt?: Date;
}

const newestFirst = { at: -1, _id: -1 } as const;

export const AuditEntrySchema = SchemaFactory.createForClass(AuditEntryRecord)
  .index({ ...newestFirst })
  .index({ by: 1, ...newestFirst })
  .index({ action: 1, ...newestFirst })
  .index({ subject: 1, ...newestFirst })
  .index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
