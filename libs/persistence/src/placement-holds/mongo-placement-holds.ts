import { foldOrder } from '@ome/domain';
import { type Journal, PlacementHolds } from '@ome/engine';
import { unlessUnreadable } from '@ome/event-store';
import { mongo, type Model } from 'mongoose';
import { MAJORITY } from '../concerns';
import { DUPLICATE_KEY } from '../write-command';
import type { PlacementHoldRecord } from './placement-hold.schema';

/** How long a holder that has not begun to send may keep others waiting. */
const GRACE_MS = 2_000;
/** From then on it is looked whether a hold is still of use. */
const OLD_AFTER_MS = 2 * 24 * 60 * 60 * 1_000;
/** Old holds that one new hold clears away: more than come in. */
const CLEARED_AT_ONCE = 2;

/**
 * Who takes over a hold writes that first and then looks at the journals of all who had it; a
 * holder journals its intent first and then looks at the hold. So of two, at least one sees the
 * other and waits. The hold remembers from whom it was taken, so that who has taken it over looks
 * at them again each time it asks, until none of them is under way. A hold ends when its order is
 * answered, however long that takes.
 */
export class MongoPlacementHolds extends PlacementHolds {
  constructor(
    private readonly model: Model<PlacementHoldRecord>,
    private readonly journal: Journal,
  ) {
    super();
  }

  async acquire(key: string, orderId: string): Promise<boolean> {
    if (await this.insert(key, orderId)) {
      await this.clearOld();
      return true;
    }
    const hold = await this.find(key);
    if (!hold) return this.acquire(key, orderId);
    const takenFrom = hold.takenFrom ?? [];
    if (hold.orderId === orderId)
      return !(await this.anyUnderWay(takenFrom.filter((id) => id !== orderId)));
    const holder = await this.placementOf(hold.orderId);
    const isFresh = hold.at.getTime() > Date.now() - GRACE_MS;
    if (holder === 'underWay' || (holder === 'waiting' && isFresh)) return false;
    const before = { _id: key, orderId: hold.orderId };
    const had = await this.notOver([...takenFrom, hold.orderId]);
    const mine = { $set: { orderId, takenFrom: had, at: new Date() } };
    const { modifiedCount } = await this.model.updateOne(before, mine, { writeConcern: MAJORITY });
    return modifiedCount === 1 && !(await this.anyUnderWay(had.filter((id) => id !== orderId)));
  }

  async isHeldBy(key: string, orderId: string): Promise<boolean> {
    return (await this.find(key))?.orderId === orderId;
  }

  private find(key: string): Promise<PlacementHoldRecord | null> {
    return this.model.findById(key).read('primary').readConcern('majority').lean();
  }

  private async insert(_id: string, orderId: string): Promise<boolean> {
    try {
      await this.model.collection.insertOne(
        { _id: _id as never, orderId, takenFrom: [], at: new Date() },
        { writeConcern: MAJORITY },
      );
      return true;
    } catch (error) {
      if (error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY) return false;
      throw error;
    }
  }

  /** One whose doubt goes on is looked at again as late as if it were new. */
  private async clearOld(): Promise<void> {
    const before = new Date(Date.now() - OLD_AFTER_MS);
    const old = await this.model
      .find({ at: { $lt: before } })
      .sort({ at: 1 })
      .limit(CLEARED_AT_ONCE)
      .lean();
    for (const { _id, orderId, takenFrom = [], at } of old) {
      const states = await Promise.all([orderId, ...takenFrom].map((id) => this.placementOf(id)));
      const unchanged = { _id, orderId, at };
      if (states.every((state) => state === 'over')) await this.model.deleteOne(unchanged);
      else await this.model.updateOne(unchanged, { $set: { at: new Date() } });
    }
  }

  /** What is over stays so; what waits may yet begin. */
  private async notOver(orderIds: readonly string[]): Promise<string[]> {
    const states = await Promise.all(orderIds.map((orderId) => this.placementOf(orderId)));
    return orderIds.filter((_, index) => states[index] !== 'over');
  }

  private async anyUnderWay(orderIds: readonly string[]): Promise<boolean> {
    const states = await Promise.all(orderIds.map((orderId) => this.placementOf(orderId)));
    return states.includes('underWay');
  }

  private async placementOf(orderId: string): Promise<'waiting' | 'underWay' | 'over'> {
    // An order that cannot be read may be on its way.
    const events = await unlessUnreadable(() => this.journal.read(orderId), null);
    if (!events) return 'underWay';
    const order = foldOrder(events);
    const placement = order?.commands.find(({ kind }) => kind === 'new');
    if (!placement) return 'over';
    return placement.delivery.state === 'queued' ? 'waiting' : 'underWay';
  }
}
