import { Decimal, type FillState, type Position, type PositionLine, Side } from '@ome/domain';
import type { KnownPosition, PositionKey } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';
import { Schema, SchemaFactory } from '@nestjs/mongoose';

/** The read model of positions (position.document.ts). */
@Schema({ collection: 'positions', strict: false, autoCreate: false, autoIndex: false })
export class PositionRecord {}

/** The closing of a position on each market day with executions. */
@Schema({ collection: 'position_days', strict: false, autoCreate: false, autoIndex: false })
export class PositionDayRecord {}

export const PositionSchema = SchemaFactory.createForClass(PositionRecord)
  .index({ account: 1, _id: 1 })
  // An account keeps every position that it ever had; few of them are open, or of one symbol.
  .index({ account: 1, open: 1, _id: 1 }, { partialFilterExpression: { open: true } })
  .index({ account: 1, symbol: 1, exchange: 1, _id: 1 })
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

export type Keyed = mongo.Document & { _id: string };

/** Unambiguous whatever the parts contain; sorts positions of an account together. */
export const positionId = ({ account, exchange, symbol, product, link }: PositionKey): string =>
  JSON.stringify([account, exchange, symbol, product, link]);

const dayId = (key: PositionKey, day: string): string =>
  JSON.stringify([...(JSON.parse(positionId(key)) as (string | null)[]), day]);

const keyFields = ({ account, exchange, symbol, product, link }: PositionKey) => ({
  account,
  exchange,
  symbol,
  product,
  link,
});

export interface StoredPosition {
  key: PositionKey;
  position: Position;
  line: PositionLine;
  version: number;
  updatedAt: Date;
}

export function positionDocument({ key, position, ...rest }: StoredPosition): Keyed {
  const { line, version, updatedAt } = rest;
  return {
    _id: positionId(key),
    ...keyFields(key),
    open: !position.netQty.isZero(),
    position: toBson(position),
    line: toBson(line),
    version,
    updatedAt,
  };
}

export function storedPosition(document: Keyed): StoredPosition {
  const { position, line, version, updatedAt } = document;
  return {
    key: keyFields(document as unknown as PositionKey),
    position: fromBson(position) as Position,
    line: fromBson(line) as PositionLine,
    version: version as number,
    updatedAt: updatedAt as Date,
  };
}

export function knownPosition({
  key,
  position,
  version,
  updatedAt,
}: StoredPosition): KnownPosition {
  return { id: positionId(key), ...key, position, version, updatedAt };
}

export const dayDocument = (key: PositionKey, day: string, closing: Position): Keyed => ({
  _id: dayId(key, day),
  positionId: positionId(key),
  ...keyFields(key),
  day,
  position: toBson(closing),
});

export const closingOf = ({ position }: mongo.Document): Position => fromBson(position) as Position;

/** The position that a fill belongs to. */
export const keyOfFill = (fill: mongo.Document): PositionKey => ({
  account: fill.account as string,
  exchange: fill.exchange as string,
  symbol: fill.symbol as string,
  product: (fill.product as string | undefined) ?? null,
  link: fill.link as string,
});

/** A fill as positions count it. */
export function fillStateOf(fill: mongo.Document, dayOf: (at: Date) => string): FillState {
  const at = fill.at as Date;
  const quantity = new Decimal(String(fill.quantity));
  return {
    eventId: String(fill.eventId),
    at,
    day: dayOf(at),
    quantity: fill.side === Side.Buy ? quantity : quantity.negated(),
    price: new Decimal(String(fill.price)),
    live: fill.state !== 'busted',
    ...(fill.doubted === true && { doubted: true as const }),
  };
}
