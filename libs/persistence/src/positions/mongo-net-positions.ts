import type { Decimal } from '@ome/domain';
import { type AccountFilter, type NetPosition, NetPositions } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';
import { ofAccounts } from '../filters';
import type { CurrentPositions } from './current-positions';

interface Sum {
  _id: { symbol: string; exchange: string; product: string | null };
  netQty: mongo.Decimal128;
  carried: mongo.Decimal128;
}

/** Sums of positions that include every fill booked before the call. MongoDB adds exactly. */
export class MongoNetPositions extends NetPositions {
  constructor(
    private readonly positions: mongo.Collection,
    private readonly current: Pick<CurrentPositions, 'catchUpAll'>,
  ) {
    super();
  }

  async netsOf(link: string, accounts: AccountFilter, day: string): Promise<NetPosition[]> {
    await this.current.catchUpAll();
    const sums = this.positions.aggregate<Sum>([
      // Shares that the broker moved to its holdings are compared on the day they are sold, too.
      { $match: { ...ofAccounts(accounts), link, $or: [{ open: true }, traded(day)] } },
      {
        $group: {
          _id: NET,
          netQty: { $sum: '$position.netQty' },
          carried: { $sum: carriedInto(day) },
        },
      },
    ]);
    return (await sums.toArray()).map(({ _id, netQty, carried }) => ({
      ..._id,
      netQty: fromBson(netQty) as Decimal,
      carried: fromBson(carried) as Decimal,
    }));
  }
}

const traded = (day: string) => ({ 'position.day': { $gte: day } });

const NET = {
  symbol: '$symbol',
  exchange: '$exchange',
  product: { $ifNull: ['$product', null] },
};

/** As the domain's `carriedInto`. */
const carriedInto = (day: string) => ({
  $cond: [{ $gte: ['$position.day', day] }, AT_OPENING, '$position.netQty'],
});

const AT_OPENING = {
  $ifNull: [
    '$position.opening.netQty',
    {
      $add: [{ $subtract: ['$position.netQty', '$position.boughtQty'] }, '$position.soldQty'],
    },
  ],
};
