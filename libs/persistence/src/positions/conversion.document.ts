import { canonicalProduct, type Decimal, divide, type PositionFill, ZERO } from '@ome/domain';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';

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
