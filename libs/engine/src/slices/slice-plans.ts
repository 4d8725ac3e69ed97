import { type Decimal, type NewOrder, sliceQuantities } from '@ome/domain';
import { LRUCache } from 'lru-cache';
import { orderIdOf } from '../place-order/place-order';
import type { Ids } from '../clock-and-ids';
import type { Journal } from '../journal';

/** One slice of an order, placed or not, with ids derived from the order's. */
export interface PlannedSlice {
  orderId: string;
  clOrdId: string;
  quantity: Decimal;
}

const KEPT_PLANS = 2_000;

/** The slices of sliced orders. Derived from the opening event, so they never change. */
export class SlicePlans {
  private readonly known = new LRUCache<string, readonly PlannedSlice[]>({ max: KEPT_PLANS });

  constructor(
    private readonly journal: Journal,
    private readonly ids: Ids,
  ) {}

  /** Empty for an order that is not sliced. */
  async plannedSlices(orderId: string): Promise<readonly PlannedSlice[]> {
    const known = this.known.get(orderId);
    if (known) return known;
    const [first] = await this.journal.read(orderId);
    if (first?.type !== 'NewOrder' || !first.slicing) return [];
    const plan = this.plan(orderId, first, first.slicing.quantity);
    this.known.set(orderId, plan);
    return plan;
  }

  private plan(orderId: string, { account, orderQty }: NewOrder, most: Decimal): PlannedSlice[] {
    return sliceQuantities(orderQty, most).map((quantity, index) => {
      const clOrdId = `${orderId}-s${index + 1}`;
      return { orderId: orderIdOf(this.ids, account, clOrdId), clOrdId, quantity };
    });
  }
}
