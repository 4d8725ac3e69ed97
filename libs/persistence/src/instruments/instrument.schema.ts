import { Schema, SchemaFactory } from '@nestjs/mongoose';

/** The instrument master, one document per instrument and broker (instrument.document.ts). */
@Schema({ collection: 'instruments', strict: false, autoCreate: false, autoIndex: false })
export class InstrumentRecord {}

/** Lists are sorted by `_id`, whose prefix also serves queries by exchange. */
export const InstrumentSchema = SchemaFactory.createForClass(InstrumentRecord)
  .index({ terms: 1 })
  // The documents that an import replaces.
  .index({ broker: 1, source: 1 })
  .index({ underlying: 1, _id: 1 })
  .index({ brokerSymbol: 1, _id: 1 })
  .index({ stockCode: 1, _id: 1 }, { partialFilterExpression: { stockCode: { $type: 'string' } } });
