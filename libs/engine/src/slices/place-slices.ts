import {
  requestedFieldsOf,
  hasPending,
  isPassing,
  isRefusal,
  type Order,
  type Refusal,
  type RefusalCode,
  refusalText,
  refuse,
} from '@ome/domain';
import type { ChangeOrder } from '../change-order/change-order';
import type { Origin } from '../order-writer';
import type { PlaceOrder, PlaceOrderCommand } from '../place-order/place-order';
import type { OrderReader } from '../order-reader';
import type { PlacingDeadline, SlicesStop } from './placing-deadline';
import type { PlannedSlice, SlicePlans } from './slice-plans';
import type { SumSlices } from './sum-slices';

export type SlicesPlaced =
  { outcome: 'placed' } | { outcome: 'refused'; text: string; refusal?: RefusalCode };

/** Places and cancels the slices of an order. Both can be repeated at any time. */
export class PlaceSlices {
  constructor(
    private readonly placeOrder: PlaceOrder,
    private readonly changeOrder: ChangeOrder,
    private readonly orders: OrderReader,
    private readonly plans: SlicePlans,
    private readonly sums: SumSlices,
    private readonly deadline: PlacingDeadline,
  ) {}

  /**
   * Each slice's id is derived from the order's, and an existing slice is left unchanged: so none
   * is sent twice, however often this runs. What stops one slice prevents placing those after it.
   *
   * @returns `refused` if no slice is placed
   */
  async place(order: Order, origin: Origin): Promise<SlicesPlaced> {
    const plan = await this.plans.plannedSlices(order.orderId);
    for (const [index, slice] of plan.entries()) {
      if (await this.isBeingCanceled(order.orderId)) break;
      const which = `Slice ${index + 1} of ${plan.length}`;
      const late = await this.deadline.passedFor(order);
      if (late) {
        await this.sums.run(order.orderId, { ...late, text: `${which}: ${textOf(late)}` });
        break;
      }
      const placed = await this.placeOrder.execute(sliceOf(order, slice), origin, null);
      if (!isRefusal(placed)) continue;
      if (index === 0) return refusedBy(placed);
      const text = refusalText(placed);
      const stop = refuse(placed.refused, `${which}: ${text}`);
      await this.sums.run(order.orderId, stop);
      break;
    }
    return { outcome: 'placed' };
  }

  /**
   * Requests the cancel of every open slice; what cannot be canceled stays unchanged.
   *
   * @returns `refused` if one of them can only be canceled later
   */
  async cancel(orderId: string, text: string | null, origin: Origin): Promise<SlicesPlaced> {
    const request = { clOrdId: null, text };
    const plan = await this.plans.plannedSlices(orderId);
    const canceled = await Promise.all(
      plan.map((slice) => this.changeOrder.cancel(slice.orderId, request, origin)),
    );
    const later = canceled.find((one) => isRefusal(one) && isPassing(one));
    return later && isRefusal(later) ? refusedBy(later) : { outcome: 'placed' };
  }

  private async isBeingCanceled(orderId: string): Promise<boolean> {
    const order = await this.orders.load(orderId);
    return order !== null && hasPending(order, 'cancel');
  }
}

const refusedBy = (refusal: Refusal): SlicesPlaced => ({
  outcome: 'refused',
  text: refusalText(refusal),
  refusal: refusal.refused,
});

const textOf = (stop: SlicesStop): string => (isRefusal(stop) ? refusalText(stop) : stop.text);

function sliceOf(order: Order, { clOrdId, quantity }: PlannedSlice): PlaceOrderCommand {
  const { orderId: parentOrderId, ...asked } = requestedFieldsOf(order);
  return {
    ...asked,
    clOrdId,
    parentOrderId,
    orderQty: quantity,
    link: order.slicing!.link,
    // The basket placed the parent.
    basketId: null,
    slicing: null,
  };
}
