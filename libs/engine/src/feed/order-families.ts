import { foldOrder, type OrderIdentity } from '@ome/domain';
import { LRUCache } from 'lru-cache';
import type { Journal, JournalEntry } from '../journal';
import type { OrderReader } from '../order-reader';

/** What an order belongs to. */
export interface OrderFamily {
  /** The sliced order that it is, or that it is a slice of. */
  sliced: string | null;
  basketId: string | null;
}

const KEPT_ORDERS = 100_000;
/** Most orders belong to nothing. */
const NONE: OrderFamily = { sliced: null, basketId: null };

/**
 * Which orders belong to a sliced order or a basket. The events that open orders say so as they pass;
 * of an order that was opened before this process followed, the store is asked, once.
 */
export class OrderFamilies {
  private readonly known = new LRUCache<string, OrderFamily>({ max: KEPT_ORDERS });

  constructor(
    private readonly orders: Pick<OrderReader, 'load'>,
    private readonly journal: Pick<Journal, 'read'>,
  ) {}

  /** Takes in what events say, so that nobody has to ask. */
  learn(entries: readonly JournalEntry[]): void {
    for (const { event } of entries) {
      if (event.type === 'NewOrder') this.known.set(event.orderId, familyOf(event));
    }
  }

  /** Of each of these orders. @throws HistoryUnreadable where one has to be read and cannot be */
  async familiesOf(orderIds: Iterable<string>): Promise<OrderFamily[]> {
    return Promise.all([...new Set(orderIds)].map((orderId) => this.lookUp(orderId)));
  }

  private async lookUp(orderId: string): Promise<OrderFamily> {
    const known = this.known.get(orderId);
    if (known) return known;
    const order = (await this.orders.load(orderId)) ?? foldOrder(await this.journal.read(orderId));
    if (!order) return NONE;
    const family = familyOf(order);
    this.known.set(orderId, family);
    return family;
  }
}

type Member = Pick<OrderIdentity, 'orderId' | 'basketId' | 'parentOrderId' | 'slicing'>;

function familyOf({ orderId, basketId, parentOrderId, slicing }: Member): OrderFamily {
  const sliced = slicing ? orderId : parentOrderId;
  return sliced || basketId ? { sliced, basketId } : NONE;
}
