import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

const KEPT_SECONDS = 2 * 24 * 60 * 60;

/** The order whose placement may be under way with a content that others share; `_id` is that. */
@Schema({ collection: 'placement_holds', versionKey: false, autoCreate: false, autoIndex: false })
export class PlacementHoldRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  orderId!: string;

  @Prop({ required: true })
  at!: Date;
}

export const PlacementHoldSchema = SchemaFactory.createForClass(PlacementHoldRecord).index(
  { at: 1 },
  { expireAfterSeconds: KEPT_SECONDS },
);
