import {
  leavesQty,
  hasPending,
  type Order,
  OrdStatus,
  showsSum,
  type Slice,
  sumOfSlices,
  unansweredCancel,
} from '@ome/domain';
import type { Origin, OrderWriter } from '../order-writer';
import type { OrderReader } from '../order-reader';
import type { SlicesStop } from './placing-deadline';
import type { PlannedSlice, SlicePlans } from './slice-plans';

const NOT_PLACED = { order: null, tradedAt: null };
const ENGINE: Origin = { by: 'engine', requestId: null };

/**
 * Updates a sliced order with the sum of its slices. The sum is computed from all their journals,
 * of which only events since the last sum are read, and written only after the event that it was
 * compared with: so it never returns to an older state of a slice, and computing it again changes
 * nothing.
 */
export class SumSlices {
  constructor(
    private readonly writer: OrderWriter,
    private readonly orders: OrderReader,
    private readonly plans: SlicePlans,
  ) {}

  /**
   * @param reason why placing stopped, if it just did
   * @returns whether a canceled order has open slices
   */
  async run(orderId: string, reason: SlicesStop | null = null): Promise<boolean> {
    const plan = await this.plans.plannedSlices(orderId);
    if (plan.length === 0) return false;
    let stop = reason;
    let isReopened = false;
    const decide = async (order: Order) => {
      const slices = await this.slicesOf(plan, (slice) => this.fromJournal(slice));
      if (!isToBeSummed(order, slices)) return null;
      isReopened ||= order.closed === OrdStatus.Canceled && slices.some(isOpen);
      return factOf(order, slices, stop);
    };
    while ((await this.writer.change(orderId, decide, ENGINE)).outcome === 'appended') {
      stop = null;
    }
    return isReopened;
  }

  /** By read models, which may lag: whether computing a sum is worthwhile. */
  async isBehind(order: Order): Promise<boolean> {
    const plan = await this.plans.plannedSlices(order.orderId);
    const slices = await this.slicesOf(plan, (slice) => this.fromReadModel(slice));
    return isToBeSummed(order, slices) && factOf(order, slices, null) !== null;
  }

  private slicesOf(
    plan: readonly PlannedSlice[],
    load: (slice: PlannedSlice) => Promise<Slice>,
  ): Promise<Slice[]> {
    return Promise.all(plan.map(load));
  }

  private async fromJournal({ orderId, quantity: planned }: PlannedSlice): Promise<Slice> {
    const { order, tradedAt } = (await this.writer.load(orderId)) ?? NOT_PLACED;
    return { planned, order, tradedAt };
  }

  private async fromReadModel({ orderId, quantity: planned }: PlannedSlice): Promise<Slice> {
    const order = await this.orders.load(orderId);
    return { planned, order, tradedAt: order?.lastPx ? order.updatedAt : null };
  }
}

/** Before the first slice there is nothing to sum, nor if there never will be one. */
function isToBeSummed(order: Order, slices: readonly Slice[]): boolean {
  if (slices.some((slice) => slice.order)) return true;
  return !hasPending(order, 'new') && (order.closed === null || order.slices !== null);
}

function factOf(order: Order, slices: readonly Slice[], stop: SlicesStop | null) {
  const summed = sumOfSlices(order, slices, stop);
  return showsSum(order, summed) ? unansweredCancel(order, slices) : summed;
}

const isOpen = ({ order }: Slice): boolean => order !== null && leavesQty(order).gt(0);
