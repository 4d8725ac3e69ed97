import { Schema, SchemaFactory } from '@nestjs/mongoose';

/** The read model of executions (fill.document.ts). `eventId` is the journal event that booked it. */
@Schema({ collection: 'fills', strict: false, autoCreate: false, autoIndex: false })
export class FillRecord {}

const newestFirst = { at: -1, eventId: -1 } as const;
/** Orders of nobody leave the user out of the document, and so out of the index. */
const given = (field: string) => ({ partialFilterExpression: { [field]: { $exists: true } } });

export const FillSchema = SchemaFactory.createForClass(FillRecord)
  .index({ ...newestFirst })
  .index({ orderId: 1, ...newestFirst })
  .index({ account: 1, ...newestFirst })
  // Those that wait for ops.
  .index({ doubted: 1, ...newestFirst }, given('doubted'))
  .index({ userId: 1, ...newestFirst }, given('userId'))
  // Also the last price of a symbol, and the first of a day.
  .index({ symbol: 1, ...newestFirst })
  // The last price on an exchange, however long it was dealt in on others alone.
  .index({ symbol: 1, exchange: 1, ...newestFirst });
