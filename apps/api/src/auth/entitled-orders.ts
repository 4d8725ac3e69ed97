import { Injectable } from '@nestjs/common';
import {
  type Entitlement,
  isEntitledTo,
  isEntitledToAll,
  type Owner,
  refuse,
  RefusalCode,
} from '@ome/domain';
import { Owners } from '@ome/persistence';
import { Refused } from '../problems/refused';

/** Checks access to orders and baskets. Those of others are answered as not found. */
@Injectable()
export class EntitledOrders {
  constructor(private readonly owners: Owners) {}

  /** @throws Refused */
  async require(within: Entitlement, orderId: string): Promise<void> {
    if (isEntitledToAll(within)) return;
    const owner = (await this.owners.forOrders([orderId])).get(orderId);
    check(within, owner, RefusalCode.OrderNotFound);
  }

  /** @throws Refused */
  async requireBasket(within: Entitlement, basketId: string): Promise<void> {
    if (isEntitledToAll(within)) return;
    check(within, await this.owners.forBasket(basketId), RefusalCode.BasketNotFound);
  }

  /** The items of a list whose orders the caller may see. */
  async among<Item>(
    within: Entitlement,
    items: readonly Item[],
    orderIdOf: (item: Item) => string | null,
  ): Promise<Item[]> {
    if (isEntitledToAll(within)) return [...items];
    const owners = await this.owners.forOrders(items.flatMap((item) => orderIdOf(item) ?? []));
    return items.filter((item) => {
      const owner = owners.get(orderIdOf(item) ?? '');
      return owner !== undefined && isEntitledTo(within, owner);
    });
  }
}

function check(within: Entitlement, owner: Owner | null | undefined, code: RefusalCode): void {
  if (!owner || !isEntitledTo(within, owner)) throw new Refused(refuse(code));
}
