import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

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

  @Prop({ required: true })
  reportedAt!: Date;
}

export const LinkStatusSchema = SchemaFactory.createForClass(LinkStatusRecord).index(
  { reportedAt: 1 },
  { expireAfterSeconds: 60 },
);
