import { foldOrder, type OrderEvent, type OrderEventType, type OrderIdentity } from '@ome/domain';
import { unlessUnreadable } from '@ome/event-store';
import { LRUCache } from 'lru-cache';
import { SLICES } from '../execution-links';
import type { Origin } from '../order-writer';
import type { Clock } from '../clock-and-ids';
import type { Journal, JournalEntry } from '../journal';
import type { OrderReader } from '../order-reader';
import type { PlaceSlices } from './place-slices';
import type { SumSlices } from './sum-slices';

const KEPT_FAMILIES = 100_000;
const SWEEP_INTERVAL_MS = 10_000;
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
export class FollowSlices {
  /** The sliced order that each order is, or belongs to; null for most. */
  private readonly families = new LRUCache<string, { parent: string | null }>({
    max: KEPT_FAMILIES,
  });
  private sweptAt = -Infinity;

  constructor(
    private readonly sums: SumSlices,
    private readonly slices: PlaceSlices,
    private readonly orders: OrderReader,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** May be repeated: a sum that is already shown is not written again. */
  async handle(entries: JournalEntry[]): Promise<void> {
    for (const { event } of entries) {
      if (event.type === 'NewOrder') this.learn(event.orderId, event);
    }
    const moved = entries.filter(({ event }) => !IDLE.has(event.type));
    const orderIds = [...new Set(moved.map(({ event }) => event.orderId))];
    const parents = await Promise.all(orderIds.map((orderId) => this.parentOf(orderId)));
    await this.sumAll([...new Set(parents.flatMap((parent) => parent ?? []))]);
  }

  /**
   * Open orders that lag behind their slices: the feed brings all events, so there should be none.
   */
  async sweep(): Promise<void> {
    const now = this.clock.now().getTime();
    if (now - this.sweptAt < SWEEP_INTERVAL_MS) return;
    this.sweptAt = now;
    for await (const order of this.orders.open(SLICES, { notIn: [] })) {
      // An order with unreadable slices is set aside, and the others are summed.
      await unlessUnreadable(async () => {
        if (await this.sums.isBehind(order)) await this.sumAll([order.orderId]);
      }, null);
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

  private async parentOf(orderId: string): Promise<string | null> {
    const known = this.families.get(orderId);
    if (known) return known.parent;
    const order = (await this.orders.load(orderId)) ?? foldOrder(await this.journal.read(orderId));
    return order && this.learn(orderId, order);
  }

  private learn(
    orderId: string,
    { slicing, parentOrderId }: Partial<OrderIdentity>,
  ): string | null {
    const parent = slicing ? orderId : (parentOrderId ?? null);
    this.families.set(orderId, { parent });
    return parent;
  }
}

/** By a client's request that was not refused. */
function wasCanceled(events: readonly OrderEvent[]): boolean {
  const last = events.findLast(({ type }) =>
    ['CancelRequested', 'CanceledUnsent', 'CancelRejected'].includes(type),
  );
  return last !== undefined && last.type !== 'CancelRejected';
}
