import { Schema, SchemaFactory } from '@nestjs/mongoose';

/**
 * The journal of conversions of product: what was asked for, and what came of it. Positions are
 * folds of it as well as of executions.
 */
@Schema({ collection: 'conversion_events', strict: false, autoCreate: false, autoIndex: false })
export class ConversionEventRecord {}

export const ConversionEventSchema = SchemaFactory.createForClass(ConversionEventRecord)
  .index({ conversionId: 1, seq: 1 }, { unique: true })
  .index({ account: 1, exchange: 1, symbol: 1, link: 1, at: 1 })
  .index({ link: 1, session: 1, at: 1 });
