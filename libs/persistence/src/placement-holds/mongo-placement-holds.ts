import { foldOrder } from '@ome/domain';
import { type Journal, PlacementHolds } from '@ome/engine';
import { unlessUnreadable } from '@ome/event-store';
import { mongo, type Model } from 'mongoose';
import { MAJORITY } from '../concerns';
import { DUPLICATE_KEY } from '../write-command';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** The order that may be placing a content that other orders share; `_id` is that content. */
@Schema({ collection: 'placement_holds', versionKey: false, autoCreate: false, autoIndex: false })
export class PlacementHoldRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  orderId!: string;

  /** Previous holders whose placement had not ended; absent in older documents. */
  @Prop({ type: [String] })
  takenFrom?: string[];

  @Prop({ required: true })
  at!: Date;
}

export const PlacementHoldSchema = SchemaFactory.createForClass(PlacementHoldRecord).index({
  at: 1,
});

/** How long a holder that has not started to send may block others. */
const GRACE_MS = 2_000;
/** The age at which a hold is checked for removal. */
const OLD_AFTER_MS = 2 * 24 * 60 * 60 * 1_000;
/** Each new hold checks up to so many old ones: more than are added. */
const CLEARED_AT_ONCE = 2;

/**
 * An order that takes over a hold writes that first and then reads the journals of all previous
 * holders. A holder journals its intent to send first and then reads the hold. So at least one of
 * two sees the other and waits. The hold lists its previous holders, so that the new holder checks
 * them again each time it asks, until no placement of theirs is in progress. A hold ends when its
 * order is answered, however long that takes.
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
    // With its time: meanwhile others may have had it, and one of them may be sending.
    const before = { _id: key, orderId: hold.orderId, at: hold.at };
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

  /** A hold of an order that is still in doubt is checked again after the same time. */
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

  /** A placement that has ended stays ended; one that waits may still start. */
  private async notOver(orderIds: readonly string[]): Promise<string[]> {
    const states = await Promise.all(orderIds.map((orderId) => this.placementOf(orderId)));
    return orderIds.filter((_, index) => states[index] !== 'over');
  }

  private async anyUnderWay(orderIds: readonly string[]): Promise<boolean> {
    const states = await Promise.all(orderIds.map((orderId) => this.placementOf(orderId)));
    return states.includes('underWay');
  }

  private async placementOf(orderId: string): Promise<'waiting' | 'underWay' | 'over'> {
    // An order that cannot be read may be in flight.
    const events = await unlessUnreadable(() => this.journal.read(orderId), null);
    if (!events) return 'underWay';
    const order = foldOrder(events);
    const placement = order?.commands.find(({ kind }) => kind === 'new');
    if (!placement) return 'over';
    return placement.delivery.state === 'queued' ? 'waiting' : 'underWay';
  }
}
