import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** The order that may be placing a content that other orders share; `_id` is that content. */
@Schema({ collection: 'placement_holds', versionKey: false, autoCreate: false, autoIndex: false })
export class PlacementHoldRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  orderId!: string;

  /** Previous holders whose placement had not ended; absent in older documents. */
  @Prop({ type: [String] })
  takenFrom?: string[];

  @Prop({ required: true })
  at!: Date;
}

export const PlacementHoldSchema = SchemaFactory.createForClass(PlacementHoldRecord).index({
  at: 1,
});
