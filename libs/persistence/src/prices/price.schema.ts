import { Schema, SchemaFactory } from '@nestjs/mongoose';

/** Prices that were fed, one document per exchange and symbol (last-prices.ts). */
@Schema({ collection: 'prices', strict: false, autoCreate: false, autoIndex: false })
export class PriceRecord {}

export const PriceSchema = SchemaFactory.createForClass(PriceRecord).index({
  symbol: 1,
  exchange: 1,
});
