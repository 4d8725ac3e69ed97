import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { LatencyBuckets } from '@ome/platform';

/** A page that draws history looks back a week at most. */
const KEPT_SECONDS = 7 * 24 * 60 * 60;

/**
 * Ten seconds of a link, or of MongoDB or Redis, as all workers together saw them; `_id` is the link
 * and the instant.
 */
@Schema({ collection: 'link_samples', versionKey: false, autoCreate: false, autoIndex: false })
export class LinkSampleRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  link!: string;

  @Prop({ required: true })
  at!: Date;

  @Prop({ required: true })
  up!: boolean;

  /** Left out of links without. */
  @Prop({ type: Boolean })
  loggedIn?: boolean;

  @Prop({ type: Boolean })
  streamOpen?: boolean;

  @Prop({ type: Number, default: 0 })
  failed!: number;

  /** Answered calls, by how long they took. */
  @Prop({ type: Object, default: {} })
  buckets!: LatencyBuckets;

  @Prop({ type: Number, default: 0 })
  queued!: number;

  @Prop({ type: Number, default: 0 })
  inDoubt!: number;
}

export const LinkSampleSchema = SchemaFactory.createForClass(LinkSampleRecord)
  .index({ link: 1, at: 1 })
  .index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
