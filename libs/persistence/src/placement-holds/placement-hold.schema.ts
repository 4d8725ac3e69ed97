import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** The order whose placement may be under way with a content that others share; `_id` is that. */
@Schema({ collection: 'placement_holds', versionKey: false, autoCreate: false, autoIndex: false })
export class PlacementHoldRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  orderId!: string;

  /** Orders that had it before and were not over then; left out in older ones. */
  @Prop({ type: [String] })
  takenFrom?: string[];

  @Prop({ required: true })
  at!: Date;
}

export const PlacementHoldSchema = SchemaFactory.createForClass(PlacementHoldRecord).index({
  at: 1,
});
