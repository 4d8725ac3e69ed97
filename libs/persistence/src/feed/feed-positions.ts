import type { Model } from 'mongoose';
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

/** Before the first event of all; nobody follows by this name. */
export const ORIGIN = 'origin';

export interface FeedPosition {
  cursor: string;
  /** When the consumer stood there; the epoch for one that never followed. */
  at: Date;
}

export class FeedPositions {
  constructor(private readonly model: Model<FeedPositionRecord>) {}

  /** Where a consumer goes on; one that never followed begins at the origin. */
  async load(consumer: string): Promise<FeedPosition> {
    const found = await this.model.findById(consumer).lean();
    if (found) return found;
    const origin = await this.model.findById(ORIGIN).lean();
    if (!origin) throw new Error('The store was not set up: run the admin command init');
    return { cursor: origin.cursor, at: new Date(0) };
  }

  async save(consumer: string, cursor: string): Promise<void> {
    await this.model.updateOne({ _id: consumer }, { cursor, at: new Date() }, { upsert: true });
  }

  async origin(): Promise<string> {
    return (await this.load(ORIGIN)).cursor;
  }

  /** Once in the life of a store. */
  async setOrigin(cursor: string): Promise<void> {
    const first = { $setOnInsert: { cursor, at: new Date() } };
    await this.model.updateOne({ _id: ORIGIN }, first, { upsert: true });
  }
}
