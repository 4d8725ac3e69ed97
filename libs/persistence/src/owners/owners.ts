import type { Owner } from '@ome/domain';
import type { mongo } from 'mongoose';

const OWNER = { account: 1, userId: 1 } as const;

interface Owned extends mongo.Document {
  _id: unknown;
  account: string;
  userId?: string | null;
}

/** Finds the account and user of orders and baskets, which the entitlement check needs first. */
export class Owners {
  constructor(private readonly db: mongo.Db) {}

  /** Orders that do not exist are absent from the result. */
  async forOrders(orderIds: readonly string[]): Promise<Map<string, Owner>> {
    const ids = [...new Set(orderIds)];
    if (ids.length === 0) return new Map();
    const owners = await this.find('orders', { _id: { $in: ids } }, '_id', ids.length);
    // A new order may be in the journal and not yet in the read model.
    const others = ids.filter((id) => !owners.has(id));
    if (others.length === 0) return owners;
    const opened = { orderId: { $in: others }, seq: 1 };
    return new Map([
      ...owners,
      ...(await this.find('order_events', opened, 'orderId', others.length)),
    ]);
  }

  async forBasket(basketId: string): Promise<Owner | null> {
    const owners = await this.find('basket_events', { basketId, seq: 1 }, 'basketId', 1);
    return owners.get(basketId) ?? null;
  }

  private async find(
    collection: string,
    filter: object,
    id: '_id' | 'orderId' | 'basketId',
    limit: number,
  ): Promise<Map<string, Owner>> {
    const found = this.db
      .collection<Owned>(collection)
      .find(filter as mongo.Filter<Owned>)
      .limit(limit)
      .project<Owned>({ ...OWNER, [id]: 1 });
    return new Map(
      (await found.toArray()).map((document) => [
        document[id] as string,
        { account: document.account, userId: document.userId ?? null },
      ]),
    );
  }
}
