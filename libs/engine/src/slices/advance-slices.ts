import type { Order, OrderEvent, OrderEventType } from '@ome/domain';
import { inBatches, unlessUnreadable } from '@ome/event-store';
import { LRUCache } from 'lru-cache';
import { SLICES } from '../execution-links';
import type { Origin } from '../order-writer';
import type { Clock } from '../clock-and-ids';
import type { OrderFamilies } from '../feed/order-families';
import type { Journal, JournalEntry } from '../journal';
import type { OrderReader } from '../order-reader';
import type { PlaceSlices } from './place-slices';
import type { SumSlices } from './sum-slices';

const SWEEP_INTERVAL_MS = 10_000;
const SWEPT_AT_ONCE = 500;
const KEPT_ORDERS = 10_000;
const ENGINE: Origin = { by: 'engine', requestId: null };

/** Events that leave the sum unchanged. */
const IDLE: ReadonlySet<OrderEventType> = new Set([
  'NewOrder',
  'ReplaceRequested',
  'CancelRequested',
  'SendStarted',
  'SlicesSummed',
]);

/** Updates the sum of sliced orders after events of their slices, and their own. */
export class AdvanceSlices {
  private sweptAt = -Infinity;
  /** The states in which orders showed the sum of their slices. */
  private readonly summed = new LRUCache<string, string>({ max: KEPT_ORDERS });

  constructor(
    private readonly sums: SumSlices,
    private readonly slices: PlaceSlices,
    private readonly orders: OrderReader,
    private readonly journal: Journal,
    private readonly families: OrderFamilies,
    private readonly clock: Clock,
  ) {}

  /** May be repeated: a sum that is already shown is not written again. */
  async handle(entries: JournalEntry[]): Promise<void> {
    this.families.learn(entries);
    const moved = entries.filter(({ event }) => !IDLE.has(event.type));
    const families = await this.families.familiesOf(moved.map(({ event }) => event.orderId));
    await this.sumAll([...new Set(families.flatMap(({ sliced }) => sliced ?? []))]);
  }

  /**
   * Open orders that lag behind their slices: the feed brings all events, so there should be none.
   */
  async sweep(): Promise<void> {
    const now = this.clock.now().getTime();
    if (now - this.sweptAt < SWEEP_INTERVAL_MS) return;
    this.sweptAt = now;
    const open = this.orders.open(SLICES, { notIn: [] });
    for await (const batch of inBatches(open, SWEPT_AT_ONCE)) await this.sweepBatch(batch);
  }

  /** Slices are loaded only where one of them, or their order, has changed. */
  private async sweepBatch(batch: readonly Order[]): Promise<void> {
    const slices = await this.orders.statesOfSlices(batch.map(({ orderId }) => orderId));
    for (const order of batch) {
      const { orderId, version } = order;
      const state = `${version} ${slices.get(orderId) ?? ''}`;
      if (this.summed.get(orderId) === state) continue;
      // An order with unreadable slices is set aside, and the others are summed.
      await unlessUnreadable(async () => {
        if (await this.sums.isBehind(order)) await this.sumAll([orderId]);
        else this.summed.set(orderId, state);
      }, undefined);
    }
  }

  private async sumAll(orderIds: string[]): Promise<void> {
    await Promise.all(
      orderIds.map(async (orderId) => {
        const isReopened = await this.sums.run(orderId);
        // Placed at the same moment, or reopened by a bust: the client has canceled all of it.
        if (isReopened && wasCanceled(await this.journal.read(orderId))) {
          await this.slices.cancel(orderId, 'The sliced order was canceled', ENGINE);
        }
      }),
    );
  }
}

/** By a client's request that was not refused. */
function wasCanceled(events: readonly OrderEvent[]): boolean {
  const last = events.findLast(({ type }) =>
    ['CancelRequested', 'CanceledUnsent', 'CancelRejected'].includes(type),
  );
  return last !== undefined && last.type !== 'CancelRejected';
}
