import type { Decimal } from '@ome/domain';
import { type AccountFilter, type NetPosition, NetPositions } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';
import { ofAccounts } from '../filters';
import type { CurrentPositions } from './current-positions';

interface Sum {
  _id: { symbol: string; exchange: string; product: string | null };
  netQty: mongo.Decimal128;
}

/** Sums of positions that include every fill booked before the call. MongoDB adds exactly. */
export class MongoNetPositions extends NetPositions {
  constructor(
    private readonly positions: mongo.Collection,
    private readonly current: Pick<CurrentPositions, 'catchUpAll'>,
  ) {
    super();
  }

  async netsOf(link: string, accounts: AccountFilter): Promise<NetPosition[]> {
    await this.current.catchUpAll();
    const sums = this.positions.aggregate<Sum>([
      { $match: { link, open: true, ...ofAccounts(accounts) } },
      { $group: { _id: NET, netQty: { $sum: '$position.netQty' } } },
    ]);
    return (await sums.toArray()).map(({ _id, netQty }) => ({
      ..._id,
      netQty: fromBson(netQty) as Decimal,
    }));
  }
}

const NET = {
  symbol: '$symbol',
  exchange: '$exchange',
  product: { $ifNull: ['$product', null] },
};
