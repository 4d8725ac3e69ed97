import type { Conversion } from '@ome/engine';
import type { EventStream, SequencedEvent } from '@ome/event-store';
import { canonicalProduct, type Decimal, divide, type PositionFill, ZERO } from '@ome/domain';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';
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
  .index({ link: 1, session: 1, type: 1, hasOutcome: 1, at: 1 });

/** An event of a conversion: the request, or its single outcome. */
export type ConversionEvent = SequencedEvent &
  Conversion &
  (
    | { type: 'ConversionRequested' }
    | { type: 'ConversionRefused'; text: string }
    | {
        type: 'Converted';
        fromProduct: string | null;
        toProduct: string | null;
        /** The cost of the quantity, which moves with it. */
        movedCost: Decimal;
      }
  );

/** How the conversion journal is stored. A conversion made at the venue has only its outcome. */
export const CONVERSION_STREAM: EventStream<ConversionEvent> = {
  name: 'conversion',
  collection: 'conversion_events',
  idField: 'conversionId',
  usedUpFields: [],
  upcasters: { ConversionRequested: [], ConversionRefused: [], Converted: [] },
  indexFields: [],
};

/** The change that a conversion makes to the position of one of its two products. */
export function moveOf(
  conversion: mongo.Document,
  product: string | null,
  dayOf: (at: Date) => string,
): PositionFill {
  const at = conversion.at as Date;
  const named = (name: string | null) => canonicalProduct(conversion.exchange as string, name);
  const sign = named(conversion.toProduct as string | null) === named(product) ? 1 : -1;
  const quantity = (fromBson(conversion.quantity) as Decimal).times(sign);
  const movedCost = (fromBson(conversion.movedCost) as Decimal).times(sign);
  const price = quantity.isZero() ? ZERO : divide(movedCost, quantity);
  return { eventId: String(conversion._id), at, day: dayOf(at), quantity, price, movedCost };
}
