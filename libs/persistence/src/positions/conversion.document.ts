import type { Decimal, PositionFill } from '@ome/domain';
import { Decimal as Decimals, divide } from '@ome/domain';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';

/** What a conversion's event does to the position of one of its two products. */
export function moveOf(
  conversion: mongo.Document,
  product: string | null,
  dayOf: (at: Date) => string,
): PositionFill {
  const at = conversion.at as Date;
  const sign = conversion.toProduct === product ? 1 : -1;
  const quantity = (fromBson(conversion.quantity) as Decimal).times(sign);
  const movedCost = (fromBson(conversion.movedCost) as Decimal).times(sign);
  const price = quantity.isZero() ? new Decimals(0) : divide(movedCost, quantity);
  return { eventId: String(conversion._id), at, day: dayOf(at), quantity, price, movedCost };
}
