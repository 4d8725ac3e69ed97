import { Decimal } from '@ome/domain';
import { type AccountFilter, type NetPosition, NetPositions } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';
import { ofAccounts } from '../orders/of-accounts';

/** Sums of the live fills; the store adds decimals exactly. */
export class MongoNetPositions extends NetPositions {
  constructor(private readonly fills: mongo.Collection<{ _id: string }>) {
    super();
  }

  async of(link: string, accounts: AccountFilter): Promise<NetPosition[]> {
    const live = { link, state: { $ne: 'busted' }, ...ofAccounts(accounts) };
    const signed = {
      $cond: [{ $eq: ['$side', 'BUY'] }, '$quantity', { $multiply: ['$quantity', -1] }],
    };
    const sums = await this.fills
      .aggregate<{ _id: { symbol: string; exchange: string }; netQty: mongo.Decimal128 }>([
        { $match: live },
        {
          $group: {
            _id: { symbol: '$symbol', exchange: '$exchange' },
            netQty: { $sum: signed },
          },
        },
      ])
      .toArray();
    return sums.map(({ _id, netQty }) => ({ ..._id, netQty: fromBson(netQty) as Decimal }));
  }
}
