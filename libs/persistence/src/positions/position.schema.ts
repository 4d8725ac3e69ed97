import { Schema, SchemaFactory } from '@nestjs/mongoose';

/** The read model of positions (position.document.ts). */
@Schema({ collection: 'positions', strict: false, autoCreate: false, autoIndex: false })
export class PositionRecord {}

/** The closing of a position on each market day with executions. */
@Schema({ collection: 'position_days', strict: false, autoCreate: false, autoIndex: false })
export class PositionDayRecord {}

export const PositionSchema = SchemaFactory.createForClass(PositionRecord)
  .index({ account: 1, _id: 1 })
  // Which accounts traded on a day.
  .index({ 'position.day': 1, account: 1 })
  .index({ link: 1, open: 1, account: 1 })
  // Also serves the last price of a symbol on each exchange.
  .index({
    symbol: 1,
    exchange: 1,
    'position.last.at': -1,
    'position.last.eventId': -1,
  });

export const PositionDaySchema = SchemaFactory.createForClass(PositionDayRecord)
  .index({ positionId: 1, day: 1 })
  .index({ account: 1, day: 1, _id: 1 })
  .index({ day: 1, _id: 1 })
  // The first price of a symbol on a day.
  .index({
    day: 1,
    symbol: 1,
    exchange: 1,
    'position.first.at': 1,
    'position.first.eventId': 1,
  });
