import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** How far a follower of the feed has come; `origin` stands before the first event of all. */
@Schema({ collection: 'feed_positions', versionKey: false, autoCreate: false, autoIndex: false })
export class FeedPositionRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  cursor!: string;

  @Prop({ required: true })
  at!: Date;
}

export const FeedPositionSchema = SchemaFactory.createForClass(FeedPositionRecord);
