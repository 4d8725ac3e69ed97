import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

export interface LinkStream {
  open: boolean;
  since: Date;
  heardAt: Date | null;
  reconciledAt: Date | null;
}

/** What the workers see of an execution link; `_id` is `<link>@<process>`. */
@Schema({ collection: 'link_status', versionKey: false, autoCreate: false, autoIndex: false })
export class LinkStatusRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  link!: string;

  @Prop({ required: true })
  up!: boolean;

  @Prop({ type: String, default: null })
  lastError!: string | null;

  /** Since when it is up or down. */
  @Prop({ required: true })
  since!: Date;

  /** Whether a broker session is logged in; null for links without sessions. */
  @Prop({ type: String, default: null })
  login!: string | null;

  /** How this worker's session recognises its attempts; null for links without sessions. */
  @Prop({ type: String, default: null })
  dedupe!: 'tagged' | 'bestEffort' | null;

  /** What the worker that follows a broker's order stream knows of it; null in any other. */
  @Prop({ type: Object, default: null })
  stream!: LinkStream | null;

  @Prop({ required: true })
  reportedAt!: Date;
}

export const LinkStatusSchema = SchemaFactory.createForClass(LinkStatusRecord).index(
  { reportedAt: 1 },
  { expireAfterSeconds: 60 },
);
