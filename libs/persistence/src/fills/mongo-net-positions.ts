import type { Decimal } from '@ome/domain';
import { type AccountFilter, type NetPosition, NetPositions } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';
import { ofAccounts } from '../orders/of-accounts';

interface Sum {
  _id: { symbol: string; exchange: string; product: string | null };
  netQty: mongo.Decimal128;
}

/** Sums of positions, or of all live fills where positions lag; the store adds decimals exactly. */
export class MongoNetPositions extends NetPositions {
  /** @param arePositionsCurrent whether they count all that was booked before it is asked */
  constructor(
    private readonly db: mongo.Db,
    private readonly arePositionsCurrent: () => Promise<boolean>,
  ) {
    super();
  }

  async of(link: string, accounts: AccountFilter): Promise<NetPosition[]> {
    const sums = (await this.arePositionsCurrent())
      ? await this.sums('positions', { link, open: true, ...ofAccounts(accounts) }, QUANTITY)
      : [
          ...(await this.sums(
            'fills',
            { link, state: { $ne: 'busted' }, ...ofAccounts(accounts) },
            SIGNED,
          )),
          ...(await this.moved(link, accounts)),
        ];
    return sums.map(({ _id, netQty }) => ({ ..._id, netQty: fromBson(netQty) as Decimal }));
  }

  private async moved(link: string, accounts: AccountFilter): Promise<Sum[]> {
    const wanted = { link, type: 'Converted', ...ofAccounts(accounts) };
    const [from, to] = await Promise.all([
      this.sums('conversion_events', wanted, { $multiply: ['$quantity', -1] }, '$fromProduct'),
      this.sums('conversion_events', wanted, '$quantity', '$toProduct'),
    ]);
    return [...from, ...to];
  }

  private sums(
    collection: string,
    wanted: object,
    quantity: unknown,
    named = '$product',
  ): Promise<Sum[]> {
    const product = { $ifNull: [named, null] };
    const _id = { symbol: '$symbol', exchange: '$exchange', product };
    return this.db
      .collection(collection)
      .aggregate<Sum>([{ $match: wanted }, { $group: { _id, netQty: { $sum: quantity } } }])
      .toArray();
  }
}

const QUANTITY = '$position.netQty';
const SIGNED = {
  $cond: [{ $eq: ['$side', 'BUY'] }, '$quantity', { $multiply: ['$quantity', -1] }],
};
