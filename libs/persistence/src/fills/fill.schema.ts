import { Schema, SchemaFactory } from '@nestjs/mongoose';

/** The read model of executions (fill.document.ts). `eventId` is the journal event that booked it. */
@Schema({ collection: 'fills', strict: false, autoCreate: false, autoIndex: false })
export class FillRecord {}

const newestFirst = { eventId: -1 } as const;
const given = (field: string) => ({ partialFilterExpression: { [field]: { $type: 'string' } } });

export const FillSchema = SchemaFactory.createForClass(FillRecord)
  .index({ ...newestFirst })
  .index({ orderId: 1, ...newestFirst })
  .index({ account: 1, ...newestFirst })
  .index({ userId: 1, ...newestFirst }, given('userId'))
  // Also the last price of a symbol, and the first of a day.
  .index({ symbol: 1, ...newestFirst })
  .index({ exchange: 1, ...newestFirst })
  .index({ link: 1, ...newestFirst })
  .index({ side: 1, ...newestFirst });
