import { foldOrder } from '@ome/domain';
import { type Journal, PlacementHolds } from '@ome/engine';
import { mongo, type Model } from 'mongoose';
import { DUPLICATE_KEY } from '../write-command';
import type { PlacementHoldRecord } from './placement-hold.schema';

/** How long a holder that has not begun to send may keep others waiting. */
const GRACE_MS = 2_000;

const MAJORITY = { writeConcern: { w: 'majority' } } as const;

/**
 * Who takes over a hold writes that first and then looks at the holder's journal; a holder journals
 * its intent first and then looks at the hold. So of two, at least one sees the other and waits.
 */
export class MongoPlacementHolds extends PlacementHolds {
  constructor(
    private readonly model: Model<PlacementHoldRecord>,
    private readonly journal: Journal,
  ) {
    super();
  }

  async acquire(key: string, orderId: string): Promise<boolean> {
    if (await this.insert(key, orderId)) return true;
    const hold = await this.model.findById(key).read('primary').readConcern('majority').lean();
    if (!hold) return this.acquire(key, orderId);
    if (hold.orderId === orderId) return true;
    const holder = await this.placementOf(hold.orderId);
    const isFresh = hold.at.getTime() > Date.now() - GRACE_MS;
    if (holder === 'underWay' || (holder === 'waiting' && isFresh)) return false;
    const before = { _id: key, orderId: hold.orderId };
    const mine = { $set: { orderId, at: new Date() } };
    const { modifiedCount } = await this.model.updateOne(before, mine, MAJORITY);
    return modifiedCount === 1 && (await this.placementOf(hold.orderId)) !== 'underWay';
  }

  async isHeldBy(key: string, orderId: string): Promise<boolean> {
    const hold = await this.model.findById(key).read('primary').readConcern('majority').lean();
    return hold?.orderId === orderId;
  }

  private async insert(_id: string, orderId: string): Promise<boolean> {
    try {
      await this.model.collection.insertOne(
        { _id: _id as never, orderId, at: new Date() },
        MAJORITY,
      );
      return true;
    } catch (error) {
      if (error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY) return false;
      throw error;
    }
  }

  private async placementOf(orderId: string): Promise<'waiting' | 'underWay' | 'over'> {
    const order = foldOrder(await this.journal.read(orderId));
    const placement = order?.commands.find(({ kind }) => kind === 'new');
    if (!placement) return 'over';
    return placement.delivery.state === 'queued' ? 'waiting' : 'underWay';
  }
}
