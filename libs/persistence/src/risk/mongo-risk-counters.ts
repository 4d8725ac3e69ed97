import {
  canonicalSymbol,
  type Decimal,
  foldOrder,
  isOpen,
  type LimitScope,
  openValue,
  type Order,
  valueOf,
  ZERO,
} from '@ome/domain';
import {
  type CounterLimits,
  type CounterRule,
  type CounterUse,
  type Journal,
  type Reservation,
  RiskCounters,
} from '@ome/engine';
import { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';
import { orderOf } from '../orders/order.document';

const MAJORITY = { writeConcern: { w: 'majority' } } as const;
const NEWEST = { readPreference: 'primary', readConcern: { level: 'majority' } } as const;
const SECOND_MS = 1_000;
const MAX_LISTED = 1_000;
/** Longer than the journal goes on trying: what is not in it by then will not be. */
const DECIDED_AFTER_MS = 30_000;

/** What one order may still trade, or may yet trade: reserved before its event is journalled. */
interface Reserved {
  exchange: string;
  symbol: string;
  value: mongo.Decimal128;
  /** Stands in for the price that the order does not name. */
  lastPrice: mongo.Decimal128 | null;
  /** The event that it was reserved for. */
  seq: number;
  /** Changes with every reservation. */
  mark: string;
  at: Date;
}

interface CounterDocument {
  _id: string;
  /** By order id. */
  orders: Record<string, Reserved>;
  /** Requests that still count for their rate, or as what another would repeat. */
  recent: { key: string; exchange: string; symbol: string; content: string | null; at: Date }[];
  /** Which rule the last request would have broken. */
  verdict: CounterRule | null;
}

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
 * What the venue does on its own (orders by phone, a bust that opens an order again) is counted at
 * the next settling; a crash leaves too much reserved at worst, until then.
 */
export class MongoRiskCounters extends RiskCounters {
  private readonly settling = new Map<string, Promise<void>>();

  constructor(
    private readonly counters: mongo.Collection<CounterDocument>,
    private readonly orders: mongo.Collection<{ _id: string }>,
    private readonly journal: Journal,
  ) {
    super();
  }

  async reserve(reservation: Reservation): Promise<CounterRule | null> {
    const counted = await this.counters.findOneAndUpdate(
      { _id: reservation.account },
      reserving(reservation),
      {
        upsert: true,
        returnDocument: 'after',
        projection: { verdict: 1 },
        ...MAJORITY,
      },
    );
    return counted!.verdict;
  }

  /** Requests that ask for it at the same moment share one, begun after they asked. */
  async settle(account: string): Promise<void> {
    await this.settling.get(account);
    const joined = this.settling.get(account);
    if (joined) return joined;
    const settled = this.settleNow(account).finally(() => this.settling.delete(account));
    this.settling.set(account, settled);
    return settled;
  }

  async accounts(): Promise<string[]> {
    const [open, reserved] = await Promise.all([
      this.orders.distinct('account' as never, { open: true } as never) as Promise<string[]>,
      this.counters.distinct('_id', { orders: { $ne: {} } }),
    ]);
    return [...new Set([...open, ...reserved])];
  }

  async use(account: string | null): Promise<CounterUse[]> {
    const filter = account === null ? {} : { _id: account };
    const found = this.counters.find(filter, NEWEST).sort({ _id: 1 }).limit(MAX_LISTED);
    return (await found.toArray()).map(useOf);
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

  /** Null where the order was never opened; undefined while that may still happen. */
  private async fromJournal(
    orderId: string,
    { at, seq }: Reserved,
  ): Promise<Order | null | undefined> {
    const isOld = at.getTime() < Date.now() - DECIDED_AFTER_MS;
    const order = foldOrder(await this.journal.read(orderId));
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

const isCounted = (order: Order): boolean => !order.closed && isOpen(order);

const amount = (value: Decimal): mongo.Decimal128 => toBson(value) as mongo.Decimal128;

function useOf({ _id: account, orders = {}, recent = [] }: CounterDocument): CounterUse {
  const reserved = Object.values(orders);
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

/** Of an order as it stands by now: what is still reserved for it, if anything. */
function adjusted(
  account: string,
  orderId: string,
  held: Reserved,
  order: Order | null,
): mongo.AnyBulkWriteOperation<CounterDocument>[] {
  const field = `orders.${orderId}`;
  const unchanged = { _id: account, [`${field}.mark`]: held.mark };
  if (!order || !isCounted(order)) {
    return [{ updateOne: { filter: unchanged, update: { $unset: { [field]: '' } } } }];
  }
  const lastPrice = held.lastPrice && (fromBson(held.lastPrice) as Decimal);
  const open = openValue(order, lastPrice);
  const isSlice = order.parentOrderId !== null;
  // Of a slice only what a replace may add to what the whole counts for.
  const value = isSlice ? open.minus(valueOf(order, order.cumQty, lastPrice)) : open;
  if (isSlice && value.lte(0)) {
    return [{ updateOne: { filter: unchanged, update: { $unset: { [field]: '' } } } }];
  }
  if (value.eq(fromBson(held.value) as Decimal)) return [];
  const update = { $set: { [`${field}.value`]: amount(value) } };
  return [{ updateOne: { filter: unchanged, update: update } }];
}

/** An order that nobody reserved for: older than the limit, or opened by the venue. */
function added(account: string, order: Order): mongo.AnyBulkWriteOperation<CounterDocument> {
  const { orderId, exchange, version, lastPx } = order;
  const symbol = canonicalSymbol(exchange, order.symbol);
  const field = `orders.${orderId}`;
  const reserved: Reserved = {
    ...{ exchange, symbol, seq: version, at: new Date() },
    value: amount(openValue(order, lastPx)),
    lastPrice: lastPx && amount(lastPx),
    mark: mark(),
  };
  return {
    updateOne: {
      filter: { _id: account, [field]: { $exists: false } },
      update: { $set: { [field]: reserved } },
    },
  };
}

const mark = (): string => new mongo.ObjectId().toHexString();

/** The update: forgets what is over, decides, and counts what passes. */
function reserving(reservation: Reservation): mongo.Document[] {
  const { key, orderId, exchange, symbol, seq, value, lastPrice, content, limits } = reservation;
  const isNew = { $not: [{ $in: [{ $literal: key }, '$recent.key'] }] };
  const literal = (of: unknown) => ({ $literal: of });
  const own = { $getField: { field: literal(orderId), input: '$orders' } };
  const passed = { $eq: ['$verdict', null] };
  const counts = limits.maxOpenOrders !== undefined || limits.maxExposure !== undefined;
  const kept = Math.max(SECOND_MS, limits.repeatWindowMs?.most ?? 0);
  const reserved = {
    ...{ exchange: literal(exchange), symbol: literal(symbol), seq: literal(seq), at: '$$NOW' },
    // Whichever of a replace and what was before takes effect: there is enough for both.
    value: { $max: [amount(value), { $getField: { field: 'value', input: own } }] },
    lastPrice: literal(lastPrice && amount(lastPrice)),
    mark: literal(mark()),
  };
  const request = {
    ...{ key: literal(key), exchange: literal(exchange), symbol: literal(symbol) },
    ...{
      content: literal(limits.repeatWindowMs ? content : null),
      at: '$$NOW',
      until: { $add: ['$$NOW', kept] },
    },
  };
  return [
    {
      $set: {
        orders: { $ifNull: ['$orders', {}] },
        recent: {
          $filter: {
            input: { $ifNull: ['$recent', []] },
            cond: { $gt: ['$$this.until', '$$NOW'] },
          },
        },
      },
    },
    { $set: { verdict: { $switch: { branches: branches(reservation), default: null } } } },
    {
      $set: {
        recent: {
          $cond: [
            { $and: [passed, isNew, isTimed(limits)] },
            { $concatArrays: ['$recent', [request]] },
            '$recent',
          ],
        },
        ...(counts && {
          orders: {
            $cond: [
              passed,
              { $setField: { field: literal(orderId), input: '$orders', value: reserved } },
              '$orders',
            ],
          },
        }),
      },
    },
  ];
}

function branches({ key, orderId, exchange, symbol, value, content, limits }: Reservation) {
  const own = { $getField: { field: { $literal: orderId }, input: '$orders' } };
  const isReserved = { $eq: [{ $type: own }, 'object'] };
  const { maxOrdersPerSecond, repeatWindowMs, maxOpenOrders, maxExposure } = limits;
  const all: { case: object; then: CounterDocument['verdict'] }[] = [];
  if (maxOrdersPerSecond) {
    const since = { $subtract: ['$$NOW', SECOND_MS] };
    const sent = recentWhere({ $gt: ['$$this.at', since] }, is('exchange', exchange), isOther(key));
    const full = { $gte: [{ $size: sent }, maxOrdersPerSecond.most] };
    all.push({ case: full, then: 'maxOrdersPerSecond' });
  }
  if (repeatWindowMs && content !== null) {
    const since = { $subtract: ['$$NOW', repeatWindowMs.most] };
    const same = recentWhere({ $gt: ['$$this.at', since] }, is('content', content), isOther(key));
    all.push({ case: { $gt: [{ $size: same }, 0] }, then: 'repeatWindowMs' });
  }
  if (maxOpenOrders) {
    const others = { $size: othersIn(maxOpenOrders.scope, orderId, { exchange, symbol }) };
    const full = { $gte: [others, maxOpenOrders.most] };
    all.push({ case: { $and: [{ $not: [isReserved] }, full] }, then: 'maxOpenOrders' });
  }
  if (maxExposure) {
    const others = othersIn(maxExposure.scope, orderId, { exchange, symbol });
    const total = { $sum: { $map: { input: others, in: '$$this.v.value' } } };
    const above = { $gt: [{ $add: [total, amount(value)] }, amount(maxExposure.most)] };
    // A replace that asks for no more than is reserved is never in the way of getting out.
    const before = { $ifNull: [{ $getField: { field: 'value', input: own } }, 0] };
    const raises = { $gt: [amount(value), before] };
    all.push({ case: { $and: [raises, above] }, then: 'maxExposure' });
  }
  return all.map(({ case: condition, then }) => ({ case: condition, then: { $literal: then } }));
}

const is = (field: string, value: string) => ({ $eq: [`$$this.${field}`, { $literal: value }] });

/** Whether it matters when the request came. */
const isTimed = ({ maxOrdersPerSecond, repeatWindowMs }: CounterLimits): boolean =>
  maxOrdersPerSecond !== undefined || repeatWindowMs !== undefined;

/** A request that is counted already is not in its own way. */
const isOther = (key: string) => ({ $ne: ['$$this.key', { $literal: key }] });

const recentWhere = (...conditions: object[]) => ({
  $filter: { input: '$recent', cond: { $and: conditions } },
});

/** Reservations of other orders where the limit counts: on the exchange, in the symbol, or all. */
function othersIn(
  scope: LimitScope,
  orderId: string,
  { exchange, symbol }: { exchange: string; symbol: string },
) {
  return {
    $filter: {
      input: { $objectToArray: '$orders' },
      cond: {
        $and: [
          { $ne: ['$$this.k', orderId] },
          ...(scope.exchange !== null
            ? [{ $eq: ['$$this.v.exchange', { $literal: exchange }] }]
            : []),
          ...(scope.symbol !== null ? [{ $eq: ['$$this.v.symbol', { $literal: symbol }] }] : []),
        ],
      },
    },
  };
}
