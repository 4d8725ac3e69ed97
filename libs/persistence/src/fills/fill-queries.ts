import type { FillView, Page } from '@ome/contracts';
import { decimalText, type Execution } from '@ome/domain';
import { mongo } from 'mongoose';
import { fromBson } from '../bson';
import { decodeCursor, encodeCursor } from '../page-cursor';

export interface FillFilter {
  orderId?: string;
  /** Of any of these. */
  orderIds?: readonly string[];
  account?: string;
  userId?: string;
  symbol?: string;
  exchange?: string;
  side?: string;
  link?: string;
  from?: Date;
  to?: Date;
}

/** By the time of the execution; within one instant, as they were booked. */
const NEWEST_FIRST = { at: -1, eventId: -1 } as const;

type FillRecordDocument = mongo.Document & { _id: string };

/** What was last, or first, paid. */
export interface TradedPrice {
  price: string;
  at: Date;
}

/** Executions from the read model, newest first, and the last prices that follow from them. */
export class FillQueries {
  constructor(private readonly collection: mongo.Collection<FillRecordDocument>) {}

  async page(filter: FillFilter, cursor: string | null, limit: number): Promise<Page<FillView>> {
    const found = await this.collection
      .find(mongoFilter(filter, cursor))
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
  async ofOrders(orderIds: string[]): Promise<Map<string, FillView[]>> {
    const byOrder = new Map<string, FillView[]>(orderIds.map((id) => [id, []]));
    const cursor = this.collection
      .find({ orderId: { $in: orderIds }, state: { $ne: 'busted' } })
      .sort({ orderId: 1, ...NEWEST_FIRST });
    for await (const fill of cursor) byOrder.get(fill.orderId as string)!.push(fillViewOf(fill));
    for (const fills of byOrder.values()) fills.reverse();
    return byOrder;
  }

  /** Price of the newest fill of a symbol; null before the first. */
  async lastPrice(symbol: string): Promise<TradedPrice | null> {
    return this.price({ symbol, state: { $ne: 'busted' } }, -1);
  }

  /** Price of the first fill of a symbol since an instant. */
  async firstPriceSince(symbol: string, since: Date): Promise<TradedPrice | null> {
    return this.price({ symbol, at: { $gte: since }, state: { $ne: 'busted' } }, 1);
  }

  private async price(
    filter: mongo.Filter<FillRecordDocument>,
    direction: 1 | -1,
  ): Promise<TradedPrice | null> {
    const fill = await this.collection.findOne(filter, {
      sort: { at: direction, eventId: direction },
    });
    return fill && { price: fillViewOf(fill).price, at: fill.at as Date };
  }
}

type StoredFill = Omit<FillView, 'quantity' | 'price' | 'at'> & Execution;

function fillViewOf(document: mongo.Document): FillView {
  const { _id, eventId: _eventId, version: _version, ...stored } = document;
  const fill = fromBson(stored) as StoredFill;
  return {
    ...fill,
    userId: fill.userId ?? null,
    product: fill.product ?? null,
    quantity: decimalText(fill.quantity),
    price: decimalText(fill.price),
    at: fill.at.toISOString(),
  };
}

function mongoFilter({ from, to, orderIds, ...equal }: FillFilter, cursor: string | null) {
  const given = Object.entries(equal).filter(([, value]) => value !== undefined);
  const time = (from ?? to) && { at: { ...(from && { $gte: from }), ...(to && { $lt: to }) } };
  const orders = orderIds && { orderId: { $in: orderIds } };
  const filter = { ...Object.fromEntries(given), ...orders, ...time };
  return (
    cursor === null ? filter : { $and: [filter, behind(cursor)] }
  ) as mongo.Filter<FillRecordDocument>;
}

function behind(cursor: string) {
  const [time, id] = decodeCursor(cursor, /^\d{1,15}$/, /^[0-9a-f]{24}$/);
  const at = new Date(Number(time));
  const eventId = mongo.ObjectId.createFromHexString(id);
  return { at: { $lte: at }, $or: [{ at: { $lt: at } }, { eventId: { $lt: eventId } }] };
}
