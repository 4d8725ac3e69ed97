import type { RebuildView } from '@ome/contracts';
import type { NoteUnreadable } from '@ome/event-store';
import type { Connection, Model } from 'mongoose';
import type { Leases } from '../leases/leases';
import { rebuildPositions } from '../positions/rebuild-positions';
import { rebuild, type RebuildReport } from '../rebuild';
import type { FoundDifferences } from './found-differences';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

export type RebuildProgress = Omit<RebuildView, 'startedAt' | 'finishedAt'> & {
  startedAt: Date | null;
  finishedAt: Date | null;
};

/** The last run of a long operation, of which one runs at a time; `_id` is its name. */
@Schema({ collection: 'operations', versionKey: false, autoCreate: false, autoIndex: false })
export class OperationRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ type: Object, required: true })
  progress!: RebuildProgress;
}

export const OperationSchema = SchemaFactory.createForClass(OperationRecord);

const REBUILD = 'rebuild';
/** Well below the duration of the lease. */
const PROLONG_MS = 1_000;
/** A running worker updates the position of a new fill within this time. */
const FOLLOWER_GRACE_MS = 2_000;

const never = (): RebuildProgress => ({
  state: 'never',
  by: null,
  startedAt: null,
  finishedAt: null,
  step: null,
  error: null,
  orders: 0,
  fills: 0,
  events: 0,
  positions: 0,
  differenceCount: 0,
  differences: [],
  unreadable: 0,
});

/**
 * Rebuilds the read models from the journal, in one process at a time. The progress is stored, so
 * that any process can show it. If the process dies, anybody can start the rebuild again; repeating
 * it is safe.
 */
export class RebuildRun {
  /** The lease excludes other processes, but not a second run in this one. */
  private busy = false;
  private saving: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly connection: Connection,
    private readonly model: Model<OperationRecord>,
    private readonly leases: Leases,
    private readonly options: { timeZone: string; note: NoteUnreadable },
  ) {}

  /**
   * Starts a rebuild and resolves while it runs; null if one is running already.
   *
   * @param ended called at the end, with the error if it failed
   */
  async start(
    by: string | null,
    ended: (error: Error | null) => void = () => undefined,
  ): Promise<RebuildView | null> {
    if (this.busy) return null;
    this.busy = true;
    try {
      return await this.begin(by, ended);
    } catch (error) {
      this.busy = false;
      throw error;
    }
  }

  private async begin(
    by: string | null,
    ended: (error: Error | null) => void,
  ): Promise<RebuildView | null> {
    if (!(await this.leases.hold(REBUILD))) {
      this.busy = false;
      return null;
    }
    const progress: RebuildProgress = { ...never(), state: 'running', by, startedAt: new Date() };
    progress.step = 'orders';
    await this.save(progress);
    void this.run(progress).then(ended);
    return rebuildView(progress);
  }

  async show(): Promise<RebuildView> {
    const progress = await this.progress();
    if (progress.state !== 'running' || (await this.leases.isHeld(REBUILD))) {
      return rebuildView(progress);
    }
    // A run saves its final state before it releases the lease: it may have ended between both
    // reads.
    const last = await this.progress();
    return rebuildView(last.state === 'running' ? { ...last, state: 'brokenOff' } : last);
  }

  private async progress(): Promise<RebuildProgress> {
    const found = await this.model.findById(REBUILD).lean();
    // A run of an earlier version has fewer counts.
    return { ...never(), ...found?.progress };
  }

  /** Never rejects: an error is stored in the progress. */
  private async run(progress: RebuildProgress): Promise<Error | null> {
    const timer = setInterval(() => {
      this.leases.hold(REBUILD).catch(() => undefined);
      this.save(progress).catch(() => undefined);
    }, PROLONG_MS);
    try {
      await this.work(progress);
      return null;
    } catch (error) {
      progress.state = 'failed';
      progress.error = (error as Error).message;
      return error as Error;
    } finally {
      clearInterval(timer);
      progress.finishedAt = new Date();
      await this.save(progress).catch(() => undefined);
      this.busy = false;
      await this.leases.release(REBUILD).catch(() => undefined);
    }
  }

  private async work(progress: RebuildProgress): Promise<void> {
    const keep = ({ differences, ...counts }: RebuildReport) =>
      Object.assign(progress, { ...counts, ...shown(differences) });
    const report = await rebuild(this.connection.db!, this.options.note, keep);
    keep(report);
    progress.step = 'positions';
    const { differences } = report;
    const rebuilt = await rebuildPositions(this.connection, {
      timeZone: this.options.timeZone,
      graceMs: FOLLOWER_GRACE_MS,
      differences,
    });
    Object.assign(progress, shown(differences));
    Object.assign(progress, { positions: rebuilt.positions, step: null, state: 'done' });
  }

  /** Saves one after another, so that the last state is the one that stays. */
  private save(progress: RebuildProgress): Promise<unknown> {
    const snapshot = { progress: { ...progress, differences: [...progress.differences] } };
    const write = () =>
      this.model.updateOne({ _id: REBUILD }, { $set: snapshot }, { upsert: true });
    this.saving = this.saving.then(write, write);
    return this.saving;
  }
}

const shown = ({ count, shown: differences }: FoundDifferences) => ({
  differenceCount: count,
  differences: differences.map(({ _id: id, ...difference }) => ({ id, ...difference })),
});

const rebuildView = (progress: RebuildProgress): RebuildView => ({
  ...progress,
  differences: [...progress.differences],
  startedAt: progress.startedAt?.toISOString() ?? null,
  finishedAt: progress.finishedAt?.toISOString() ?? null,
});
