import {
  closableBy,
  Decimal,
  foldOrder,
  nettingKey,
  type Order,
  type Side,
  ZERO,
} from '@ome/domain';
import {
  type CounterRule,
  type CounterUse,
  type Journal,
  type Rechecked,
  type Reducer,
  type ReducingRoom,
  type Reservation,
  RiskCounters,
  targetLink,
} from '@ome/engine';
import { JoinedRuns, unlessUnreadable } from '@ome/event-store';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';
import { orderOf } from '../orders/order.document';
import type { CurrentPositions } from '../positions/current-positions';
import {
  type CounterDocument,
  type Reserved,
  type ReservedReducing,
  SECOND_MS,
} from './counter.document';
import { familiesOf, type Family, openOf } from './families';
import { rechecking, reserving } from './reserving';
import { added, adjusted, isCounted, released } from './settled';

const MAJORITY = { writeConcern: { w: 'majority' } } as const;
const NEWEST = { readPreference: 'primary', readConcern: { level: 'majority' } } as const;
/** A projection may be seen here before a majority has it; its event a majority has already. */
const PROJECTED = { readPreference: 'primary', readConcern: { level: 'local' } } as const;
const MAX_LISTED = 1_000;
/** Longer than the journal goes on trying: what is not in it by then will not be. */
const DECIDED_AFTER_MS = 30_000;

/**
 * One document per account in which limits are counted, and one atomic update per request, which
 * decides and counts at once: of two requests racing for the last of a limit one passes. The order
 * rate and repeats are in the same document and not in Redis, which may forget: a limit must not
 * be forgotten with it. The clock is the store's, one for all processes.
 *
 * Why the count is never below the truth, for orders that this engine took: an order is reserved
 * for before its event is journalled, and the reservation is taken back, or lowered, only by
 * `settle`, which
 * - goes by an order that has the event that was reserved for, or a later one in its place (its
 *   version says so), or by a journal that had no such event long after the last try to write it;
 * - and only if nothing was reserved in between (the mark is still the same).
 * Orders that pass because they only reduce a position are reserved for in the same way, by what
 * they may take of it. Each claim names the number of releases that it was reckoned with: so none
 * passes on a position that another order, whose reservation is gone, has reduced meanwhile.
 * What the venue does on its own (orders by phone, a bust that opens an order again) is counted at
 * the next settling; a crash leaves too much reserved at worst, until then.
 */
export class MongoRiskCounters extends RiskCounters {
  private readonly settlings = new JoinedRuns<void>();

  constructor(
    private readonly counters: mongo.Collection<CounterDocument>,
    private readonly orders: mongo.Collection<{ _id: string }>,
    private readonly journal: Journal,
    private readonly positions: Pick<CurrentPositions, 'netQty'>,
  ) {
    super();
  }

  reserve(reservation: Reservation): Promise<CounterDocument['verdict']> {
    return this.verdictOf(reservation.account, reserving(reservation));
  }

  recheck(reservation: Rechecked, giveUp: boolean): Promise<CounterRule | null> {
    return this.verdictOf<CounterRule | null>(reservation.account, rechecking(reservation, giveUp));
  }

  /**
   * First what is reserved is read, then what is open, then the position. So a fill in between makes
   * the position smaller while it still counts as open: too little may be taken, never too much.
   */
  async room(reducer: Reducer): Promise<ReducingRoom> {
    const { account, orderId, side } = reducer;
    const position = nettingKey(reducer);
    const counter = await this.counters.findOne({ _id: account }, NEWEST);
    const reserved = new Map(Object.entries(counter?.reducing ?? {}));
    const families = await this.familiesOf(account, [orderId]);
    const closable = closableBy(side, await this.positions.netQty(account, reducer));
    let [unreserved, others] = [ZERO, ZERO];
    for (const [id, family] of families) {
      if (id === orderId || !takesFrom(family, side, position)) continue;
      const held = reserved.get(id);
      const quantity = held ? (fromBson(held.quantity) as Decimal) : ZERO;
      unreserved = unreserved.plus(Decimal.max(openOf(family).minus(quantity), 0));
    }
    for (const [id, held] of reserved) {
      if (id === orderId || held.position !== position || held.side !== side) continue;
      others = others.plus(fromBson(held.quantity) as Decimal);
    }
    const own = families.get(orderId);
    return {
      open: own ? openOf(own) : ZERO,
      closable: closable.minus(unreserved),
      left: closable.minus(unreserved).minus(others),
      releases: counter?.releases ?? 0,
    };
  }

  settle(account: string): Promise<void> {
    return this.settlings.run(account, () => this.settleNow(account));
  }

  async accounts(after: string, limit: number) {
    const [open, counted] = await Promise.all([
      this.withOpenOrders(after, limit),
      this.counters
        .aggregate<Counted>([
          { $match: { _id: { $gt: after } } },
          { $sort: { _id: 1 } },
          { $limit: limit },
          { $project: { isHeld: isFilled('$orders'), reduces: isFilled('$reducing') } },
        ])
        .toArray(),
    ]);
    // Behind the end of a list that is full there may be others of its kind.
    const ends = [open, counted].flatMap((list) => (list.length < limit ? [] : list.at(-1)!._id));
    const [next = null] = ends.sort();
    const reduces = new Map(open.map(({ _id }) => [_id, false]));
    for (const each of counted) {
      if (each.isHeld || each.reduces) reduces.set(each._id, each.reduces);
    }
    const known = [...reduces].map(([account, isReducing]) => ({ account, reduces: isReducing }));
    return { items: known.filter(({ account }) => next === null || account <= next), next };
  }

  /** One step in the index for each. */
  private withOpenOrders(after: string, limit: number): Promise<{ _id: string }[]> {
    return this.orders
      .aggregate<{ _id: string }>([
        { $match: { open: true, account: { $gt: after } } },
        { $sort: { account: 1 } },
        { $group: { _id: '$account' } },
        { $sort: { _id: 1 } },
        { $limit: limit },
      ])
      .toArray();
  }

  async use(account: string | null): Promise<CounterUse[]> {
    const filter = account === null ? {} : { _id: account };
    const found = this.counters.find(filter, NEWEST).sort({ _id: 1 }).limit(MAX_LISTED);
    return (await found.toArray()).map(useOf);
  }

  private async verdictOf<Verdict extends CounterDocument['verdict']>(
    _id: string,
    update: mongo.Document[],
  ): Promise<Verdict> {
    const counted = await this.counters.findOneAndUpdate({ _id }, update, {
      upsert: true,
      returnDocument: 'after',
      projection: { verdict: 1 },
      ...MAJORITY,
    });
    return counted!.verdict as Verdict;
  }

  private async settleNow(account: string): Promise<void> {
    const counter = await this.counters.findOne({ _id: account }, NEWEST);
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
    if (writes.length > 0) await this.counters.bulkWrite(writes, { ordered: false, ...MAJORITY });
  }

  private async ordersOf(account: string, orderIds: string[]): Promise<Map<string, Order>> {
    const [open, reserved] = await Promise.all([
      // Of a sliced order the whole counts, and no slice of it.
      this.orders
        .find({ account, open: true, parentOrderId: { $exists: false } } as never, NEWEST)
        .toArray(),
      this.orders.find({ _id: { $in: orderIds } }, NEWEST).toArray(),
    ]);
    const all = [...open, ...reserved].map((document) => orderOf(document));
    return new Map(all.map((order) => [order.orderId, order]));
  }

  private async releases(account: string, reducing: Record<string, ReservedReducing>) {
    const held = Object.entries(reducing);
    if (held.length === 0) return [];
    const families = await this.familiesOf(account, Object.keys(reducing));
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

  /** Of everything that is open in an account, and of these orders, open or not. */
  private async familiesOf(account: string, orderIds: string[]): Promise<Map<string, Family>> {
    const [open, named] = await Promise.all([
      this.orders.find({ account, open: true } as never, PROJECTED).toArray(),
      this.orders
        .find(
          { $or: [{ _id: { $in: orderIds } }, { parentOrderId: { $in: orderIds } }] } as never,
          PROJECTED,
        )
        .toArray(),
    ]);
    const byId = new Map([...open, ...named].map((document) => [document._id, document]));
    return familiesOf([...byId.values()].map((document) => orderOf(document)));
  }

  /** Null where the order was never opened; undefined while that may still happen. */
  private async fromJournal(
    orderId: string,
    { at, seq }: Pick<Reserved, 'at' | 'seq'>,
  ): Promise<Order | null | undefined> {
    const isOld = at.getTime() < Date.now() - DECIDED_AFTER_MS;
    // What cannot be read stays reserved for.
    const events = await unlessUnreadable(() => this.journal.read(orderId), null);
    if (!events) return undefined;
    const order = foldOrder(events);
    return isOld || (order && order.version >= seq) ? order : undefined;
  }

  private async create(account: string): Promise<void> {
    await this.counters.updateOne(
      { _id: account },
      { $setOnInsert: { orders: {}, recent: [], verdict: null } },
      { upsert: true, ...MAJORITY },
    );
  }
}

interface Counted {
  _id: string;
  isHeld: boolean;
  reduces: boolean;
}

const isFilled = (field: string) => ({ $ne: [{ $ifNull: [field, {}] }, {}] });

function takesFrom({ whole, slices }: Family, side: Side, position: string): boolean {
  const order = whole ?? slices[0];
  return order.side === side && nettingKey({ ...order, link: targetLink(order) }) === position;
}

function useOf({ _id: account, orders = {}, recent = [] }: CounterDocument): CounterUse {
  const reserved = Object.values(orders).filter(({ givenUp }) => !givenUp);
  const since = Date.now() - SECOND_MS;
  const ordersLastSecond: Record<string, number> = {};
  for (const { exchange, at } of recent) {
    if (at.getTime() <= since) continue;
    ordersLastSecond[exchange] = (ordersLastSecond[exchange] ?? 0) + 1;
  }
  const values = reserved.map(({ value }) => fromBson(value) as Decimal);
  const exposure = values.reduce((total, value) => total.plus(value), ZERO);
  return { account, openOrders: reserved.length, exposure, ordersLastSecond };
}
