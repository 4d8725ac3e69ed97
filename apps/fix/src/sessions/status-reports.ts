import type { FixSessionStatus, FixSessionStatusStore } from '@ome/persistence';
import { isDeepStrictEqual } from 'node:util';

/** How often a state that has not changed is reported: its readers see by it that it is served. */
const EVERY_MS = 5_000;

/** Reports the state of the sessions that this process serves, each when it changes and from time to time. */
export class StatusReports {
  private readonly reported = new Map<string, FixSessionStatus>();

  constructor(private readonly store: Pick<FixSessionStatusStore, 'report' | 'find'>) {}

  find(compId: string): Promise<FixSessionStatus | null> {
    return this.store.find(compId);
  }

  async report(statuses: readonly FixSessionStatus[]): Promise<void> {
    const due = statuses.filter((status) => this.isDue(status));
    await this.store.report(due);
    for (const status of due) this.reported.set(status.compId, status);
  }

  private isDue(status: FixSessionStatus): boolean {
    const before = this.reported.get(status.compId);
    if (!before) return true;
    const { heardAt, reportedAt, ...state } = before;
    const isOld = status.reportedAt.getTime() - reportedAt.getTime() >= EVERY_MS;
    return (
      isOld ||
      !isDeepStrictEqual(
        { ...state, heardAt, reportedAt },
        {
          ...status,
          // A busy session would be reported at every look.
          heardAt,
          lastOut: state.lastOut,
          writtenOut: state.writtenOut,
          reportedAt,
        },
      )
    );
  }
}
