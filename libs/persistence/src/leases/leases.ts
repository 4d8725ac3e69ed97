import { JoinedRuns } from '@ome/event-store';
import { mongo, type Model } from 'mongoose';
import { MAJORITY } from '../concerns';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** Who of several processes does a work that one should do; `_id` names the work. */
@Schema({ collection: 'leases', versionKey: false, autoCreate: false, autoIndex: false })
export class LeaseRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ required: true })
  holder!: string;

  @Prop({ required: true })
  expiresAt!: Date;
}

export const LeaseSchema = SchemaFactory.createForClass(LeaseRecord);

const DUPLICATE_KEY = 11000;
/** All leases of a process are prolonged together, and none again within this share of their time. */
const FRESH = 0.15;

/**
 * Leases by the clock of the store. A holder that was stopped may still believe in its lease, so
 * what is done under one must be harmless when done twice.
 */
export class Leases {
  /** By name, when each was taken or prolonged last, by a clock that is never put back. */
  private readonly held = new Map<string, number>();
  private readonly prolongations = new JoinedRuns<boolean>();
  private readonly looks = new JoinedRuns<ReadonlyMap<string, number>>();

  constructor(
    private readonly model: Model<LeaseRecord>,
    private readonly holder: string,
    private readonly durationMs: number,
    private readonly elapsedMs = () => performance.now(),
  ) {}

  /** How often each is to be prolonged, or asked for: several times before it would expire. */
  get renewEveryMs(): number {
    return this.durationMs / 4;
  }

  /** Takes or prolongs the lease; false where another process holds it. */
  async hold(name: string): Promise<boolean> {
    if (this.held.has(name)) {
      if (this.isFresh(name)) return true;
      await this.prolongations.run('all', () => this.prolongAll());
      if (this.isFresh(name)) return true;
    }
    return (await this.take(name)) || ((await this.isNew(name)) && this.take(name));
  }

  private isFresh(name: string): boolean {
    const since = this.held.get(name);
    return since !== undefined && this.elapsedMs() - since < FRESH * this.durationMs;
  }

  /** One write for all that this process holds; where one was lost, each is asked for by itself. */
  private async prolongAll(): Promise<boolean> {
    const names = [...this.held.keys()];
    const begunAt = this.elapsedMs();
    const expiresAt = { $add: ['$$NOW', this.durationMs] };
    const { matchedCount } = await this.model.collection.updateMany(
      { _id: { $in: names as never[] }, holder: this.holder },
      [{ $set: { expiresAt } }],
      { writeConcern: MAJORITY },
    );
    const isAll = matchedCount === names.length;
    for (const name of names) {
      if (isAll) this.note(name, begunAt);
      else this.held.delete(name);
    }
    return isAll;
  }

  /** Unless it was released meanwhile. */
  private note(name: string, at: number): void {
    if (this.held.has(name)) this.held.set(name, at);
  }

  private async take(name: string): Promise<boolean> {
    const begunAt = this.elapsedMs();
    const mine = { $eq: ['$holder', this.holder] };
    const over = { $lte: ['$expiresAt', '$$NOW'] };
    const expiresAt = { $add: ['$$NOW', this.durationMs] };
    const taken = await this.model.collection.updateOne(
      { _id: name as never, $expr: { $or: [mine, over] } },
      [{ $set: { holder: this.holder, expiresAt } }],
      { writeConcern: MAJORITY },
    );
    if (taken.matchedCount === 1) this.held.set(name, begunAt);
    else this.held.delete(name);
    return taken.matchedCount === 1;
  }

  /** True where nobody ever held the lease; it is then there to be taken. */
  private async isNew(name: string): Promise<boolean> {
    try {
      await this.model.create({ _id: name, holder: this.holder, expiresAt: new Date(0) });
      return true;
    } catch (error) {
      if (error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY) return false;
      throw error;
    }
  }

  /** In how many ms the lease may be taken, unless it is prolonged; 0 where no other process holds it. */
  async freeIn(name: string): Promise<number> {
    const others = await this.looks.run('all', () => this.ofOthers());
    return others.get(name) ?? 0;
  }

  /** One read for all that this process waits for. */
  private async ofOthers(): Promise<ReadonlyMap<string, number>> {
    const found = this.model.collection.find<{ _id: string; leftMs: number }>(
      { holder: { $ne: this.holder }, $expr: { $gt: ['$expiresAt', '$$NOW'] } },
      { projection: { leftMs: { $subtract: ['$expiresAt', '$$NOW'] } } },
    );
    return new Map((await found.toArray()).map(({ _id, leftMs }) => [_id, Number(leftMs)]));
  }

  /** Whether any process holds it. */
  async isHeld(name: string): Promise<boolean> {
    const held = { _id: name, $expr: { $gt: ['$expiresAt', '$$NOW'] } };
    return (await this.model.exists(held)) !== null;
  }

  /** Lets another process take over at once. */
  async release(name: string): Promise<void> {
    this.held.delete(name);
    await this.model.deleteOne({ _id: name, holder: this.holder });
  }
}

/** Leases of FIX sessions: counterparties wait while nobody serves theirs. */
export class FixSessionLeases extends Leases {}
