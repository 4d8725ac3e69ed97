import type { BasketView, Page } from '@ome/contracts';
import type { Basket } from '@ome/domain';
import { type BasketFilter, BasketReader, BasketProjector, basketView } from '@ome/engine';
import { mongo } from 'mongoose';
import { decodeCursor, encodeCursor } from '../page-cursor';
import { DUPLICATE_KEY } from '../write-command';
import { basketDocument, basketOf } from './basket.document';

type Keyed = mongo.Document & { _id: string };

/** Writes the read model; an older fold never overwrites a newer one. */
export class MongoBasketProjector extends BasketProjector {
  private readonly behind = new Map<string, Basket>();

  constructor(
    private readonly collection: mongo.Collection<Keyed>,
    private readonly onFailure: (basketId: string, error: unknown) => void,
  ) {
    super();
  }

  async project(basket: Basket): Promise<void> {
    try {
      await this.write(basket);
    } catch (error) {
      this.behind.set(basket.basketId, basket);
      this.onFailure(basket.basketId, error);
    }
  }

  /** Projects what could not be projected when it was committed. */
  async repairBehind(): Promise<void> {
    for (const [basketId, basket] of this.behind) {
      await this.write(basket);
      if (this.behind.get(basketId) === basket) this.behind.delete(basketId);
    }
  }

  private async write(basket: Basket): Promise<void> {
    const { _id, ...document } = basketDocument(basket);
    const older = { _id, version: { $lt: basket.version } };
    try {
      await this.collection.replaceOne(older, document, { upsert: true });
    } catch (error) {
      if (!(error instanceof mongo.MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
      // The document is there: newer, which is well, or written at the same moment.
      await this.collection.replaceOne(older, document);
    }
  }
}

/** Baskets from the read model; lists are newest first. */
export class BasketQueries extends BasketReader {
  constructor(
    private readonly baskets: mongo.Collection<Keyed>,
    private readonly events: mongo.Collection,
  ) {
    super();
  }

  async page(
    filter: BasketFilter,
    cursor: string | null,
    limit: number,
  ): Promise<Page<BasketView>> {
    const given = Object.entries(filter).filter(([, value]) => value !== undefined);
    const found = await this.baskets
      .find({ $and: [Object.fromEntries(given), behind(cursor)] } as mongo.Filter<Keyed>)
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit + 1)
      .toArray();
    const baskets = found.slice(0, limit).map(basketOf);
    const last = baskets.at(-1);
    const more = found.length > limit && last;
    return {
      items: baskets.map(basketView),
      nextCursor: more ? encodeCursor(String(last.createdAt.getTime()), last.basketId) : null,
    };
  }

  open(limit: number): Promise<string[]> {
    return this.idsOf({ open: true }, { createdAt: 1, _id: 1 }, limit);
  }

  ofOrders(orderIds: string[]): Promise<string[]> {
    return this.idsOf({ orderIds: { $in: orderIds } });
  }

  async unprojected(since: Date): Promise<string[]> {
    const _id = { $gte: mongo.ObjectId.createFromTime(Math.floor(since.getTime() / 1_000)) };
    const opened = await this.events
      .find({ type: 'BasketNew', _id })
      .project<{ basketId: string }>({ basketId: 1 })
      .toArray();
    const ids = opened.map(({ basketId }) => basketId);
    const known = new Set(await this.idsOf({ _id: { $in: ids } }));
    return ids.filter((id) => !known.has(id));
  }

  private async idsOf(
    filter: mongo.Filter<Keyed>,
    sort: mongo.Sort = {},
    limit = 0,
  ): Promise<string[]> {
    const found = this.baskets.find(filter).sort(sort).limit(limit);
    return (await found.project<{ _id: string }>({ _id: 1 }).toArray()).map(({ _id }) => _id);
  }
}

function behind(cursor: string | null): object {
  if (cursor === null) return {};
  const [time, basketId] = decodeCursor(cursor, /^\d{1,15}$/, /^[0-9a-f]{24}$/);
  const createdAt = new Date(Number(time));
  return {
    createdAt: { $lte: createdAt },
    $or: [{ createdAt: { $lt: createdAt } }, { _id: { $lt: basketId } }],
  };
}
