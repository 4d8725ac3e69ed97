import { foldOrder, type Order } from '@ome/domain';
import type { Journal } from '@ome/engine';
import { unlessUnreadable } from '@ome/event-store';
import { mongo } from 'mongoose';
import { DECIDED, MAJORITY } from '../concerns';
import { orderOf } from '../orders/order.document';
import { DUPLICATE_KEY } from '../write-command';
import { type CounterDocument, type Reserved, type ReservedReducing } from './counter.document';
import { readFamilies } from './mongo-families';
import { added, adjusted, isCounted, released } from './settled';

/** Longer than the journal retries a write: an event that is not there by then will not come. */
const DECIDED_AFTER_MS = 30_000;

interface KnownOrders {
  /** Open orders that are not slices, by account. */
  open: ReadonlyMap<string, Order[]>;
  /** These, and all that something is reserved for. */
  byId: ReadonlyMap<string, Order>;
}

type Write = mongo.AnyBulkWriteOperation<CounterDocument>;

/** Lowers the reservations of accounts to what their orders can still trade. */
export class CounterSettling {
  constructor(
    private readonly counters: mongo.Collection<CounterDocument>,
    private readonly orders: mongo.Collection<{ _id: string }>,
    private readonly journal: Journal,
  ) {}

  async settle(accounts: readonly string[]): Promise<void> {
    const found = await this.counters.find({ _id: { $in: [...accounts] } }, DECIDED).toArray();
    const counters = new Map(found.map((counter) => [counter._id, counter]));
    const reserved = found.flatMap(({ orders = {} }) => Object.keys(orders));
    const known = await this.ordersOf(accounts, reserved);
    const writes: Write[] = [];
    for (const account of accounts) {
      writes.push(...(await this.adjustments(account, counters.get(account), known)));
    }
    // Somebody may have made the counter of an account at that moment: then it exists by now.
    await this.write(await this.write(writes));
  }

  /** An order that is journalled meanwhile counts as open, whatever it holds. */
  async giveBack(account: string, orderIds: readonly string[]): Promise<void> {
    const histories = await Promise.all(orderIds.map((orderId) => this.journal.read(orderId)));
    const unmade = orderIds.filter((_, index) => histories[index].length === 0);
    if (unmade.length === 0) return;
    const $unset = Object.fromEntries(
      unmade.map((orderId) => [`reducing.${orderId}`, '' as const]),
    );
    const update = { $unset, $inc: { releases: 1 } };
    await this.counters.updateOne({ _id: account }, update, { writeConcern: MAJORITY });
  }

  /**
   * One write for all, because each waits for a majority of the store.
   * @returns those that were not done because of the key of another document
   */
  private async write(writes: Write[]): Promise<Write[]> {
    if (writes.length === 0) return [];
    try {
      await this.counters.bulkWrite(writes, { ordered: false, writeConcern: MAJORITY });
      return [];
    } catch (error) {
      const duplicates = duplicatesIn(error);
      if (!duplicates) throw error;
      return duplicates.map((index) => writes[index]);
    }
  }

  private async adjustments(
    account: string,
    counter: CounterDocument | undefined,
    known: KnownOrders,
  ): Promise<Write[]> {
    const reserved = counter?.orders ?? {};
    const writes: Write[] = [];
    for (const [orderId, held] of Object.entries(reserved)) {
      const order = known.byId.get(orderId);
      const decided =
        order && order.version >= held.seq ? order : await this.fromJournal(orderId, held);
      if (decided !== undefined) writes.push(...adjusted(account, orderId, held, decided));
    }
    for (const order of known.open.get(account) ?? []) {
      if (!reserved[order.orderId] && isCounted(order)) writes.push(added(account, order));
    }
    writes.push(...(await this.releases(account, counter?.reducing ?? {})));
    return writes;
  }

  private async ordersOf(accounts: readonly string[], orderIds: string[]): Promise<KnownOrders> {
    const [open, reserved] = await Promise.all([
      // A sliced order counts as a whole; its slices do not count.
      this.orders
        .find(
          { account: { $in: accounts }, open: true, parentOrderId: { $exists: false } } as never,
          DECIDED,
        )
        .toArray(),
      this.orders.find({ _id: { $in: orderIds } }, DECIDED).toArray(),
    ]);
    const known = { open: new Map<string, Order[]>(), byId: new Map<string, Order>() };
    for (const document of [...open, ...reserved]) {
      const order = orderOf(document);
      known.byId.set(order.orderId, order);
    }
    for (const { _id } of open) {
      const order = known.byId.get(_id)!;
      known.open.set(order.account, [...(known.open.get(order.account) ?? []), order]);
    }
    return known;
  }

  private async releases(account: string, reducing: Record<string, ReservedReducing>) {
    const held = Object.entries(reducing);
    if (held.length === 0) return [];
    const families = await readFamilies(this.orders, account, Object.keys(reducing));
    const writes: Write[] = [];
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
}

/** The indexes of duplicates, if nothing else kept a write from being done. */
function duplicatesIn(error: unknown): number[] | null {
  if (!(error instanceof mongo.MongoBulkWriteError)) return null;
  const errors = [error.writeErrors].flat();
  return errors.every(({ code }) => code === DUPLICATE_KEY)
    ? errors.map(({ index }) => index)
    : null;
}
