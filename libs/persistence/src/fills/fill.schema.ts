import { Schema, SchemaFactory } from '@nestjs/mongoose';

/** The read model of executions (fill.document.ts). `eventId` is the journal event that booked it. */
@Schema({ collection: 'fills', strict: false, autoCreate: false, autoIndex: false })
export class FillRecord {}

const newestFirst = { at: -1, eventId: -1 } as const;
/** Fills of orders without a user have no `userId`, and are not in its index. */
const given = (field: string) => ({ partialFilterExpression: { [field]: { $exists: true } } });

export const FillSchema = SchemaFactory.createForClass(FillRecord)
  .index({ ...newestFirst })
  .index({ orderId: 1, ...newestFirst })
  .index({ account: 1, ...newestFirst })
  // Fills that ops have to confirm.
  .index({ doubted: 1, ...newestFirst }, given('doubted'))
  .index({ userId: 1, ...newestFirst }, given('userId'))
  // Also serves the last price of a symbol, and the first of a day.
  .index({ symbol: 1, ...newestFirst })
  // The last price on one exchange, even if the newest fills are all on another.
  .index({ symbol: 1, exchange: 1, ...newestFirst });
