import { foldOrder, type Order } from '@ome/domain';
import type { Journal } from '@ome/engine';
import { unlessUnreadable } from '@ome/event-store';
import type { mongo } from 'mongoose';
import { DECIDED, MAJORITY } from '../concerns';
import { orderOf } from '../orders/order.document';
import { type CounterDocument, type Reserved, type ReservedReducing } from './counter.document';
import { readFamilies } from './mongo-families';
import { added, adjusted, isCounted, released } from './settled';

/** Longer than the journal retries a write: an event that is not there by then will not come. */
const DECIDED_AFTER_MS = 30_000;

/** Lowers the reservations of an account to what its orders can still trade. */
export class CounterSettling {
  constructor(
    private readonly counters: mongo.Collection<CounterDocument>,
    private readonly orders: mongo.Collection<{ _id: string }>,
    private readonly journal: Journal,
  ) {}

  async settle(account: string): Promise<void> {
    const counter = await this.counters.findOne({ _id: account }, DECIDED);
    const reserved = counter?.orders ?? {};
    const known = await this.ordersOf(account, Object.keys(reserved));
    const writes: mongo.AnyBulkWriteOperation<CounterDocument>[] = [];
    for (const [orderId, held] of Object.entries(reserved)) {
      const order = known.get(orderId);
      const decided =
        order && order.version >= held.seq ? order : await this.fromJournal(orderId, held);
      if (decided !== undefined) writes.push(...adjusted(account, orderId, held, decided));
    }
    for (const order of known.values()) {
      if (!reserved[order.orderId] && isCounted(order)) writes.push(added(account, order));
    }
    writes.push(...(await this.releases(account, counter?.reducing ?? {})));
    if (!counter && writes.length > 0) await this.create(account);
    if (writes.length > 0)
      await this.counters.bulkWrite(writes, { ordered: false, writeConcern: MAJORITY });
  }

  private async ordersOf(account: string, orderIds: string[]): Promise<Map<string, Order>> {
    const [open, reserved] = await Promise.all([
      // A sliced order counts as a whole; its slices do not count.
      this.orders
        .find({ account, open: true, parentOrderId: { $exists: false } } as never, DECIDED)
        .toArray(),
      this.orders.find({ _id: { $in: orderIds } }, DECIDED).toArray(),
    ]);
    const all = [...open, ...reserved].map((document) => orderOf(document));
    return new Map(all.map((order) => [order.orderId, order]));
  }

  private async releases(account: string, reducing: Record<string, ReservedReducing>) {
    const held = Object.entries(reducing);
    if (held.length === 0) return [];
    const families = await readFamilies(this.orders, account, Object.keys(reducing));
    const writes: mongo.AnyBulkWriteOperation<CounterDocument>[] = [];
    for (const [orderId, each] of held) {
      const known = families.get(orderId) ?? { whole: null, slices: [] };
      const whole =
        known.whole && known.whole.version >= each.seq
          ? known.whole
          : await this.fromJournal(orderId, each);
      if (whole === undefined) continue;
      writes.push(...released(account, orderId, each, { ...known, whole }));
    }
    return writes;
  }

  /** Null if the order was never opened; undefined while it may still be. */
  private async fromJournal(
    orderId: string,
    { at, seq }: Pick<Reserved, 'at' | 'seq'>,
  ): Promise<Order | null | undefined> {
    const isOld = at.getTime() < Date.now() - DECIDED_AFTER_MS;
    // The reservation of an order that cannot be read stays.
    const events = await unlessUnreadable(() => this.journal.read(orderId), null);
    if (!events) return undefined;
    const order = foldOrder(events);
    return isOld || (order && order.version >= seq) ? order : undefined;
  }

  private async create(account: string): Promise<void> {
    await this.counters.updateOne(
      { _id: account },
      { $setOnInsert: { orders: {}, recent: [], verdict: null } },
      { upsert: true, writeConcern: MAJORITY },
    );
  }
}
