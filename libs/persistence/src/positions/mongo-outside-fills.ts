import { canonicalProduct, type Decimal, type Side, ZERO } from '@ome/domain';
import { CLOSING_TAG, OutsideFills, type PositionKey } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';

interface Filled {
  product: string | null;
  quantity: mongo.Decimal128;
}

/** Fills by the orders that they belong to, which say who placed them. */
export class MongoOutsideFills extends OutsideFills {
  constructor(private readonly fills: mongo.Collection) {
    super();
  }

  async filledSince(
    { account, exchange, symbol, product, link }: PositionKey,
    side: Side,
    since: Date,
  ): Promise<Decimal> {
    const filled = this.fills.aggregate<Filled>([
      {
        $match: {
          account,
          at: { $gte: since },
          symbol,
          exchange,
          link,
          side,
          state: { $ne: 'busted' },
        },
      },
      { $lookup: { from: 'orders', localField: 'orderId', foreignField: '_id', as: 'order' } },
      { $match: { $or: [{ 'order.origin': 'venue' }, { 'order.tag': CLOSING_TAG }] } },
      { $group: { _id: { $ifNull: ['$product', null] }, quantity: { $sum: '$quantity' } } },
      { $project: { _id: 0, product: '$_id', quantity: 1 } },
    ]);
    const wanted = canonicalProduct(exchange, product);
    return (await filled.toArray())
      .filter((each) => canonicalProduct(exchange, each.product) === wanted)
      .reduce((sum, { quantity }) => sum.plus(fromBson(quantity) as Decimal), ZERO);
  }
}
