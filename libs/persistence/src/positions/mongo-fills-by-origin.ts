import { canonicalProduct, type ClosedElsewhere, Decimal, Side, ZERO } from '@ome/domain';
import { CLOSING_TAG, FillsByOrigin, type PositionKey } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';

interface Filled {
  product: string | null;
  isClosing: boolean;
  side: Side;
  quantity: mongo.Decimal128;
}

interface Placed {
  orderId: string;
}

type Sum = (isMeant: (filled: Filled) => boolean) => Decimal;

/** The order of a slice has no basket of its own. */
const BASKET = { $ifNull: ['$order.basketId', '$whole.basketId', null] };
const IS_CLOSING = {
  $or: [
    { $eq: ['$order.origin', 'venue'] },
    { $regexMatch: { input: '$order.tag', regex: CLOSING_TAG } },
  ],
};

/** Reads fills with the orders that they belong to. */
export class MongoFillsByOrigin extends FillsByOrigin {
  private readonly fills: mongo.Collection;
  private readonly orders: mongo.Collection<{ _id: string }>;
  private readonly baskets: mongo.Collection;

  constructor(db: mongo.Db) {
    super();
    this.fills = db.collection('fills');
    this.orders = db.collection('orders');
    this.baskets = db.collection('baskets');
  }

  async outsideBaskets(position: PositionKey, side: Side, since: Date): Promise<ClosedElsewhere> {
    const { account, symbol } = position;
    const sum = await this.summed(position, { account, symbol, at: { $gte: since } }, [
      joined('order', 'orderId'),
      { $unwind: '$order' },
      joined('whole', 'order.parentOrderId'),
      { $unwind: { path: '$whole', preserveNullAndEmptyArrays: true } },
      { $match: { $expr: { $eq: [BASKET, null] } } },
    ]);
    const filled = sum((each) => !each.isClosing && each.side === side);
    const reversed = sum((each) => !each.isClosing && each.side !== side);
    return {
      closings: sum((each) => each.isClosing && each.side === side),
      clients: Decimal.max(filled.minus(reversed), ZERO),
    };
  }

  async ofBaskets(position: PositionKey, without: readonly string[]): Promise<Decimal> {
    const { account, symbol } = position;
    const found = this.baskets
      .find({ account, 'legs.symbol': symbol })
      .project<{ legs: Placed[]; unwindings: Placed[] }>({
        'legs.orderId': 1,
        'unwindings.orderId': 1,
      });
    const placed: string[] = [];
    for await (const { legs, unwindings } of found) {
      placed.push(...[...legs, ...unwindings].map(({ orderId }) => orderId));
    }
    const others = placed.filter((orderId) => !without.includes(orderId));
    if (others.length === 0) return ZERO;
    const slices = this.orders.find({ parentOrderId: { $in: others } }).project({ _id: 1 });
    const ids = [...others, ...(await slices.toArray()).map(({ _id }) => _id as string)];
    const sum = await this.summed(position, { orderId: { $in: ids }, symbol }, []);
    return sum(({ side }) => side === Side.Buy).minus(sum(({ side }) => side === Side.Sell));
  }

  /** Sums over these fills of the position. */
  private async summed(
    { exchange, product, link }: PositionKey,
    which: object,
    stages: object[],
  ): Promise<Sum> {
    const filled = this.fills.aggregate<Filled>([
      { $match: { ...which, exchange, link, state: { $ne: 'busted' } } },
      ...stages,
      {
        $group: {
          _id: { product: { $ifNull: ['$product', null] }, side: '$side', isClosing: IS_CLOSING },
          quantity: { $sum: '$quantity' },
        },
      },
      { $replaceWith: { $mergeObjects: ['$_id', { quantity: '$quantity' }] } },
    ]);
    const wanted = canonicalProduct(exchange, product);
    const own = (await filled.toArray()).filter(
      (each) => canonicalProduct(exchange, each.product) === wanted,
    );
    return (isMeant) =>
      own
        .filter(isMeant)
        .reduce((total, { quantity }) => total.plus(fromBson(quantity) as Decimal), ZERO);
  }
}

const joined = (as: string, localField: string): object => ({
  $lookup: { from: 'orders', localField, foreignField: '_id', as },
});
