import type { FillView, Page } from '@ome/contracts';
import {
  beginningOf,
  decimalText,
  type Entitlement,
  type Execution,
  isEntitledToAll,
} from '@ome/domain';
import type { InstrumentNames, NamedFilter } from '@ome/engine';
import { mongo } from 'mongoose';
import { fromBson } from '../bson';
import { among, entitled, equalTo } from '../filters';
import { decodeCursor, encodeCursor } from '../page-cursor';

export interface FillFilter {
  orderId?: string;
  orderIds?: readonly string[];
  account?: string;
  userId?: string;
  symbol?: string;
  exchange?: string;
  side?: string;
  link?: string;
  /** Only fills with a doubted price, which does not count until ops confirm it. */
  doubted?: true;
  from?: Date;
  to?: Date;
}

/** Sorted by time of execution, then by the order in which they were booked. */
const NEWEST_FIRST = { at: -1, eventId: -1 } as const;

export interface TradedPrices {
  last: TradedPrice;
  /** Null if there was no fill since that instant. */
  first: TradedPrice | null;
}

type FillRecordDocument = mongo.Document & { _id: string };

/** The price and time of a fill. */
export interface TradedPrice {
  price: string;
  at: Date;
}

/** Queries executions in the read model, newest first, and the last prices from them. */
export class FillQueries {
  private readonly collection: mongo.Collection<FillRecordDocument>;

  constructor(
    private readonly db: mongo.Db,
    private readonly names: Pick<InstrumentNames, 'filter'>,
  ) {
    this.collection = db.collection('fills');
  }

  async page(
    within: Entitlement,
    filter: FillFilter,
    cursor: string | null,
    limit: number,
  ): Promise<Page<FillView>> {
    const asked = entitled(within, mongoFilter(await this.names.filter(filter)));
    const found = await this.collection
      .find(afterCursor(asked, cursor))
      .sort(NEWEST_FIRST)
      .limit(limit + 1)
      .toArray();
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const more = found.length > limit && last;
    return {
      items: items.map(fillViewOf),
      nextCursor: more
        ? encodeCursor(String((last.at as Date).getTime()), String(last.eventId))
        : null,
    };
  }

  /** Live fills of several orders, oldest first. */
  async byOrders(orderIds: string[]): Promise<Map<string, FillView[]>> {
    const byOrder = new Map<string, FillView[]>(orderIds.map((id) => [id, []]));
    const cursor = this.collection
      .find({ orderId: { $in: orderIds }, state: { $ne: 'busted' } })
      .sort({ orderId: 1, ...NEWEST_FIRST });
    for await (const fill of cursor) byOrder.get(fill.orderId as string)!.push(fillViewOf(fill));
    for (const fills of byOrder.values()) fills.reverse();
    return byOrder;
  }

  /** Price of the newest fill on an exchange; null before the first. */
  async lastPrice(exchange: string, symbol: string): Promise<TradedPrice | null> {
    const fill = await this.collection.findOne(
      { symbol, exchange, ...LIVE },
      { sort: NEWEST_FIRST },
    );
    return fill && tradedPrice(fill);
  }

  /** Per symbol the newest fill, and the first since an instant, on any exchange. */
  async tradedPrices(
    caller: Entitlement,
    symbols: readonly string[],
    since: Date,
  ): Promise<Map<string, TradedPrices>> {
    const within = await this.named(caller);
    const own = await this.filledSymbols(within, symbols);
    const one = (conditions: object, sort: object) => ({
      from: this.collection.collectionName,
      localField: 'symbol',
      foreignField: 'symbol',
      pipeline: [
        { $match: entitled(within, { ...LIVE, ...conditions }) },
        { $sort: sort },
        { $limit: 1 },
      ],
    });
    const found = this.db.aggregate([
      { $documents: own.map((symbol) => ({ symbol: { $literal: symbol } })) },
      { $lookup: { ...one({}, NEWEST_FIRST), as: 'last' } },
      { $lookup: { ...one({ at: { $gte: since } }, { at: 1, eventId: 1 }), as: 'first' } },
    ]);
    const prices = new Map<string, TradedPrices>();
    for await (const { symbol, last, first } of found) {
      const [newest] = last as mongo.Document[];
      const [oldest] = first as mongo.Document[];
      if (!newest) continue;
      prices.set(symbol as string, {
        last: tradedPrice(newest),
        first: oldest ? tradedPrice(oldest) : null,
      });
    }
    return prices;
  }

  /** Where no fill of a symbol is the caller's, a search for the newest one would read them all. */
  private async filledSymbols(
    within: Entitlement,
    symbols: readonly string[],
  ): Promise<readonly string[]> {
    if (isEntitledToAll(within)) return symbols;
    const filter = entitled(within, { symbol: { $in: symbols } });
    return (await this.collection.distinct('symbol', filter)) as string[];
  }

  /** Beginnings of names become the names themselves: of each, an index knows the newest fill. */
  private async named({ accounts, users }: Entitlement): Promise<Entitlement> {
    const [ofAccounts, ofUsers] = await Promise.all([
      accounts && this.namesOf('account', accounts),
      users && this.namesOf('userId', users),
    ]);
    return { accounts: ofAccounts, users: ofUsers };
  }

  private async namesOf(
    field: 'account' | 'userId',
    entries: readonly string[],
  ): Promise<readonly string[]> {
    if (entries.every((entry) => beginningOf(entry) === null)) return entries;
    return (await this.collection.distinct(field, { [field]: among(entries) })) as string[];
  }
}

/** Fills that prices are taken from. */
const LIVE = { state: { $ne: 'busted' }, doubted: { $ne: true } };

const tradedPrice = (fill: mongo.Document): TradedPrice => ({
  price: fillViewOf(fill).price,
  at: fill.at as Date,
});

type StoredFill = Omit<FillView, 'quantity' | 'price' | 'at' | 'doubted'> & Execution;

function fillViewOf(document: mongo.Document): FillView {
  const { _id, eventId: _eventId, version: _version, ...stored } = document;
  const fill = fromBson(stored) as StoredFill;
  return {
    ...fill,
    userId: fill.userId ?? null,
    product: fill.product ?? null,
    doubted: fill.doubted ?? false,
    quantity: decimalText(fill.quantity),
    price: decimalText(fill.price),
    at: fill.at.toISOString(),
  };
}

function mongoFilter({ from, to, orderIds, ...equal }: NamedFilter<FillFilter>): object {
  const time = (from ?? to) && { at: { ...(from && { $gte: from }), ...(to && { $lt: to }) } };
  const orders = orderIds && { orderId: { $in: orderIds } };
  return { ...equalTo(equal), ...orders, ...time };
}

function afterCursor(filter: object, cursor: string | null): mongo.Filter<FillRecordDocument> {
  if (cursor === null) return filter;
  const [time, id] = decodeCursor(cursor, /^\d{1,15}$/, /^[0-9a-f]{24}$/);
  const at = new Date(Number(time));
  const eventId = mongo.ObjectId.createFromHexString(id);
  const after = { at: { $lte: at }, $or: [{ at: { $lt: at } }, { eventId: { $lt: eventId } }] };
  return { $and: [filter, after] };
}
