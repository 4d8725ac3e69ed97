import type { BrokerOrder, Decimal } from '@ome/domain';
import { type AccountFilter, PositionHolders } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';
import { ofAccounts } from '../filters';
import type { Keyed } from './position.document';

/** Positions of orders without a product match every product. */
export class MongoPositionHolders extends PositionHolders {
  constructor(private readonly positions: mongo.Collection<Keyed>) {
    super();
  }

  async holdersOf(
    link: string,
    accounts: AccountFilter,
    { exchange, symbol, product }: Pick<BrokerOrder, 'exchange' | 'symbol' | 'product'>,
  ): Promise<{ account: string; netQty: Decimal }[]> {
    const products = product === null ? {} : { product: { $in: [product, null] } };
    const held = { symbol, exchange, link, open: true, ...products, ...ofAccounts(accounts) };
    const found = await this.positions
      .find(held)
      .project<{ account: string; position: mongo.Document }>({ account: 1, 'position.netQty': 1 })
      .toArray();
    return found.map(({ account, position }) => ({
      account,
      netQty: fromBson(position.netQty) as Decimal,
    }));
  }
}
