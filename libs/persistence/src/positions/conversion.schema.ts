import { Schema, SchemaFactory } from '@nestjs/mongoose';

/**
 * The journal of product conversions: requests and outcomes. Positions are folded from it as well
 * as from executions.
 */
@Schema({ collection: 'conversion_events', strict: false, autoCreate: false, autoIndex: false })
export class ConversionEventRecord {}

export const ConversionEventSchema = SchemaFactory.createForClass(ConversionEventRecord)
  .index({ conversionId: 1, seq: 1 }, { unique: true })
  .index({ account: 1, exchange: 1, symbol: 1, link: 1, at: 1 })
  .index({ link: 1, session: 1, at: 1 });
