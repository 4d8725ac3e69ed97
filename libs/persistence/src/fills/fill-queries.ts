import type { FillView, Page } from '@ome/contracts';
import { decimalText, type Execution } from '@ome/domain';
import { mongo } from 'mongoose';
import { fromBson } from '../bson';
import { decodeCursor, encodeCursor } from '../page-cursor';

export interface FillFilter {
  orderId?: string;
  account?: string;
  userId?: string;
  symbol?: string;
  exchange?: string;
  side?: string;
  link?: string;
  from?: Date;
  to?: Date;
}

type FillRecordDocument = mongo.Document & { _id: string };

/** Executions from the read model, newest first, and the last prices that follow from them. */
export class FillQueries {
  constructor(private readonly collection: mongo.Collection<FillRecordDocument>) {}

  async page(filter: FillFilter, cursor: string | null, limit: number): Promise<Page<FillView>> {
    const found = await this.collection
      .find(mongoFilter(filter, cursor))
      .sort({ eventId: -1 })
      .limit(limit + 1)
      .toArray();
    const items = found.slice(0, limit);
    const more = found.length > limit;
    return {
      items: items.map(fillViewOf),
      nextCursor: more ? encodeCursor(String(items.at(-1)!.eventId)) : null,
    };
  }

  /** Live fills of several orders, oldest first. */
  async ofOrders(orderIds: string[]): Promise<Map<string, FillView[]>> {
    const byOrder = new Map<string, FillView[]>(orderIds.map((id) => [id, []]));
    const cursor = this.collection
      .find({ orderId: { $in: orderIds }, state: { $ne: 'busted' } })
      .sort({ orderId: 1, eventId: 1 });
    for await (const fill of cursor) byOrder.get(fill.orderId as string)!.push(fillViewOf(fill));
    return byOrder;
  }

  /** Price of the newest fill of a symbol; null before the first. */
  async lastPrice(symbol: string): Promise<string | null> {
    return this.price({ symbol, state: { $ne: 'busted' } }, -1);
  }

  /** Price of the first fill of a symbol that was booked since an instant. */
  async firstPriceSince(symbol: string, since: Date): Promise<string | null> {
    const eventId = { $gte: mongo.ObjectId.createFromTime(since.getTime() / 1000) };
    return this.price({ symbol, eventId, state: { $ne: 'busted' } }, 1);
  }

  private async price(
    filter: mongo.Filter<FillRecordDocument>,
    direction: 1 | -1,
  ): Promise<string | null> {
    const fill = await this.collection.findOne(filter, { sort: { eventId: direction } });
    return fill ? fillViewOf(fill).price : null;
  }
}

type StoredFill = Omit<FillView, 'quantity' | 'price' | 'at'> & Execution;

function fillViewOf(document: mongo.Document): FillView {
  const { _id, eventId: _eventId, version: _version, ...stored } = document;
  const fill = fromBson(stored) as StoredFill;
  return {
    ...fill,
    quantity: decimalText(fill.quantity),
    price: decimalText(fill.price),
    at: fill.at.toISOString(),
  };
}

function mongoFilter({ from, to, ...equal }: FillFilter, cursor: string | null) {
  const given = Object.entries(equal).filter(([, value]) => value !== undefined);
  const time = (from ?? to) && { at: { ...(from && { $gte: from }), ...(to && { $lt: to }) } };
  const [eventId] = cursor === null ? [] : decodeCursor(cursor, /^[0-9a-f]{24}$/);
  return {
    ...Object.fromEntries(given),
    ...time,
    ...(eventId && { eventId: { $lt: mongo.ObjectId.createFromHexString(eventId) } }),
  } as mongo.Filter<FillRecordDocument>;
}
