import type { RebuildView } from '@ome/contracts';
import type { NoteUnreadable } from '@ome/event-store';
import type { Connection, Model } from 'mongoose';
import type { Leases } from '../leases/leases';
import { rebuildPositions } from '../positions/rebuild-positions';
import { rebuild } from '../rebuild';
import type { FoundDifferences } from './found-differences';
import type { OperationRecord, RebuildProgress } from './operation.schema';

const REBUILD = 'rebuild';
/** Well within the time that the lease is for. */
const PROLONG_MS = 1_000;
/** A running worker brings what was booked just now to its position within this time. */
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
 * Folds the journal anew, one process at a time. What it is at stands in the store, so that any
 * process can tell; one that died is started again by anybody, for repeating it is safe.
 */
export class RebuildRun {
  /** The lease is this process's own: it keeps out others, and not a second run in here. */
  private busy = false;
  private saving: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly connection: Connection,
    private readonly model: Model<OperationRecord>,
    private readonly leases: Leases,
    private readonly options: { timeZone: string; note: NoteUnreadable },
  ) {}

  /**
   * Begins, and resolves while it goes on; null where one runs already.
   *
   * @param ended told when it is over, with the error where it failed
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
    // Its last word comes before the lease is let go: it may have ended since it was asked.
    const last = await this.progress();
    return rebuildView(last.state === 'running' ? { ...last, state: 'brokenOff' } : last);
  }

  private async progress(): Promise<RebuildProgress> {
    const found = await this.model.findById(REBUILD).lean();
    // A run of an earlier version counted less.
    return { ...never(), ...found?.progress };
  }

  /** Never rejects: what went wrong is in the progress. */
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
    const { differences, unreadable, ...counts } = await rebuild(this.connection.db!, (report) => {
      const { orders, fills, events } = report;
      Object.assign(progress, { orders, fills, events, ...shown(report.differences) });
    });
    for (const place of unreadable) this.options.note(place);
    Object.assign(progress, {
      ...counts,
      ...shown(differences),
      unreadable: unreadable.length,
      step: 'positions',
    });
    const books = await rebuildPositions(this.connection, {
      timeZone: this.options.timeZone,
      graceMs: FOLLOWER_GRACE_MS,
      differences,
    });
    Object.assign(progress, shown(differences));
    Object.assign(progress, { positions: books.positions, step: null, state: 'done' });
  }

  /** One after another, so that the last word is the one that stays. */
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
