import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** Who of several processes does a work that one should do; `_id` names the work. */
@Schema({ collection: 'leases', versionKey: false, autoCreate: false, autoIndex: false })
export class LeaseRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  holder!: string;

  @Prop({ required: true })
  expiresAt!: Date;
}

export const LeaseSchema = SchemaFactory.createForClass(LeaseRecord);
