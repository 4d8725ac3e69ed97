import type { AwaitingBasket, BasketView, Page } from '@ome/contracts';
import type { Basket, Entitlement } from '@ome/domain';
import { type BasketFilter, BasketReader, BasketProjector, basketView } from '@ome/engine';
import { mongo } from 'mongoose';
import { JOURNALED } from '../concerns';
import { entitled, equalTo } from '../filters';
import { type Projected, ReadModel } from '../event-store/read-model';
import { decodeCursor, encodeCursor } from '../page-cursor';
import { basketDocument, basketOf } from './basket.document';

interface Versioned {
  basketId: string;
  seq: number;
}

/** Writes the read model of baskets. */
export class MongoBasketProjector extends BasketProjector {
  private readonly baskets: ReadModel;

  constructor(
    collection: mongo.Collection<Projected>,
    private readonly onFailure: (basketId: string, error: unknown) => void,
  ) {
    super();
    // No feed would detect a lost projection of a basket at once, as it does for orders: hence the
    // stronger write concern.
    this.baskets = new ReadModel(collection, JOURNALED);
  }

  async project(basket: Basket): Promise<void> {
    try {
      await this.baskets.put([basketDocument(basket)], basket.version);
    } catch (error) {
      this.baskets.markStale(basket.basketId);
      this.onFailure(basket.basketId, error);
    }
  }

  /** Retries projections that failed when their events were committed. */
  repairStale(repair: (basketId: string) => Promise<void>): Promise<void> {
    return this.baskets.repairStale(repair);
  }
}

/** Queries baskets in the read model, newest first. */
export class BasketQueries extends BasketReader {
  constructor(
    private readonly baskets: mongo.Collection<Projected>,
    private readonly events: mongo.Collection,
  ) {
    super();
  }

  async page(
    within: Entitlement,
    filter: BasketFilter,
    cursor: string | null,
    limit: number,
  ): Promise<Page<BasketView>> {
    const asked = entitled(within, equalTo(filter));
    const found = await this.baskets
      .find({ $and: [asked, afterCursor(cursor)] } as mongo.Filter<Projected>)
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

  /** Baskets that wait for a second person; those that expire first come first. */
  async awaitingApproval(within: Entitlement, limit: number): Promise<AwaitingBasket[]> {
    const waiting = entitled(within, { 'approval.expiresAt': { $exists: true } });
    const found = this.baskets.find(waiting).sort({ 'approval.expiresAt': 1, _id: 1 }).limit(limit);
    const views = (await found.toArray()).map((document) => basketView(basketOf(document)));
    return views as AwaitingBasket[];
  }

  open(limit: number): Promise<string[]> {
    return this.idsOf({ open: true }, { createdAt: 1, _id: 1 }, limit);
  }

  async unprojected(since: Date): Promise<string[]> {
    const _id = { $gte: mongo.ObjectId.createFromTime(Math.floor(since.getTime() / 1_000)) };
    const journalled = new Map<string, number>();
    const events = this.events.find({ _id }).project<Versioned>({ basketId: 1, seq: 1 });
    for await (const { basketId, seq } of events) {
      journalled.set(basketId, Math.max(seq, journalled.get(basketId) ?? 0));
    }
    const ids = [...journalled.keys()];
    const found = this.baskets.find({ _id: { $in: ids } });
    const versions = new Map<string, number>();
    for await (const { _id: id, version } of found.project<{ _id: string; version: number }>({
      version: 1,
    })) {
      versions.set(id, version);
    }
    return ids.filter((id) => (versions.get(id) ?? 0) < journalled.get(id)!);
  }

  private async idsOf(
    filter: mongo.Filter<Projected>,
    sort: mongo.Sort = {},
    limit = 0,
  ): Promise<string[]> {
    const found = this.baskets.find(filter).sort(sort).limit(limit);
    return (await found.project<{ _id: string }>({ _id: 1 }).toArray()).map(({ _id }) => _id);
  }
}

function afterCursor(cursor: string | null): object {
  if (cursor === null) return {};
  const [time, basketId] = decodeCursor(cursor, /^\d{1,15}$/, /^[0-9a-f]{24}$/);
  const createdAt = new Date(Number(time));
  return {
    createdAt: { $lte: createdAt },
    $or: [{ createdAt: { $lt: createdAt } }, { _id: { $lt: basketId } }],
  };
}
