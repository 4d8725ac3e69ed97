import type { Page, PositionDayView } from '@ome/contracts';
import { type Entitlement, hasExpiredBy, namesOfProduct } from '@ome/domain';
import {
  type InstrumentNames,
  type KnownPosition,
  positionDayView,
  type PositionKey,
  PositionReader,
} from '@ome/engine';
import type { mongo } from 'mongoose';
import { entitledAccounts, equalTo } from '../filters';
import { decodeCursor, encodeCursor } from '../page-cursor';
import {
  closingOf,
  type Keyed,
  keyOfFill,
  knownPosition,
  storedPosition,
} from './position.document';

/** `product: null` matches positions of orders without a product. */
export type PositionFilter = Partial<PositionKey> & { open?: boolean };

export interface PositionDaysFilter extends Partial<PositionKey> {
  /** Market days, both inclusive, YYYY-MM-DD. */
  from?: string;
  to?: string;
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const POSITION_ID = /^\[.{1,600}\]$/s;

/** Queries positions and their daily closings. */
export class PositionQueries extends PositionReader {
  constructor(
    private readonly positions: mongo.Collection<Keyed>,
    private readonly days: mongo.Collection<Keyed>,
    private readonly names: Pick<InstrumentNames, 'filter'>,
  ) {
    super();
  }

  /** Sorted by account, exchange and symbol. */
  async page(
    within: Entitlement,
    filter: PositionFilter,
    cursor: string | null,
    limit: number,
  ): Promise<Page<KnownPosition>> {
    const [after] = cursor === null ? [] : decodeCursor(cursor, POSITION_ID);
    const asked = { ...(await this.equal(filter)), ...(after && { _id: { $gt: after } }) };
    const found = await this.positions
      .find(entitledAccounts(within, asked))
      .sort({ _id: 1 })
      .limit(limit + 1)
      .toArray();
    const items = found.slice(0, limit).map((document) => knownPosition(storedPosition(document)));
    return { items, nextCursor: found.length > limit ? encodeCursor(items.at(-1)!.id) : null };
  }

  /** With `open`, expired contracts are left out. */
  async find(filter: PositionFilter): Promise<KnownPosition[]> {
    const found = await this.positions
      .find(await this.equal(filter))
      .sort({ _id: 1 })
      .toArray();
    const known = found.map((document) => knownPosition(storedPosition(document)));
    const now = new Date();
    return filter.open ? known.filter((position) => !hasExpiredBy(position, now)) : known;
  }

  async byIds(ids: readonly string[]): Promise<KnownPosition[]> {
    const found = await this.positions.find({ _id: { $in: [...ids] } }).toArray();
    return found.map((document) => knownPosition(storedPosition(document)));
  }

  /** Oldest day first. */
  async history(
    within: Entitlement,
    { from, to, ...filter }: PositionDaysFilter,
    cursor: string | null,
    limit: number,
  ): Promise<Page<PositionDayView>> {
    const days = { ...(from && { $gte: from }), ...(to && { $lte: to }) };
    const wanted = { ...(await this.equal(filter)), ...((from ?? to) && { day: days }) };
    const found = await this.days
      .find({
        $and: [entitledAccounts(within, wanted), afterCursor(cursor)],
      } as mongo.Filter<Keyed>)
      .sort({ day: 1, _id: 1 })
      .limit(limit + 1)
      .toArray();
    const kept = found.slice(0, limit);
    const last = kept.at(-1);
    return {
      items: kept.map((closing) =>
        positionDayView(keyOfFill(closing), closing.day as string, closingOf(closing)),
      ),
      nextCursor: found.length > limit && last ? encodeCursor(last.day as string, last._id) : null,
    };
  }

  /** A product is found by any of its names. */
  private async equal({ product, ...filter }: Partial<PositionKey>): Promise<object> {
    const names = product ? namesOfProduct(product) : product;
    return equalTo({ ...(await this.names.filter(filter)), product: names });
  }
}

function afterCursor(cursor: string | null): object {
  if (cursor === null) return {};
  const [day, _id] = decodeCursor(cursor, DAY, POSITION_ID);
  return { day: { $gte: day }, $or: [{ day: { $gt: day } }, { _id: { $gt: _id } }] };
}
