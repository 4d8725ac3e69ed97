import type { WorkerView } from '@ome/contracts';
import type { LinkStatus, StoredSweep } from '@ome/persistence';

/** A worker without a report for this long counts as gone. */
const FRESH_MS = 15_000;

export const isFresh = ({ reportedAt }: LinkStatus): boolean =>
  reportedAt.getTime() >= Date.now() - FRESH_MS;

/** The worker processes, from their last reports. */
export function workersOf(
  statuses: readonly LinkStatus[],
  sweeps: ReadonlyMap<string, readonly StoredSweep[]>,
): WorkerView[] {
  const names = [...new Set(statuses.map(({ worker }) => worker))].sort();
  return names.map((worker) => {
    const own = statuses.filter((status) => status.worker === worker);
    const reported = own.map(({ reportedAt }) => reportedAt.toISOString()).sort();
    return {
      worker,
      state: own.some(isFresh) ? 'alive' : 'silent',
      reportedAt: reported.at(-1)!,
      routes: own.map(({ link }) => link).sort(),
      follows: own.filter(({ stream }) => stream).map(({ link }) => link),
      sweeps: (sweeps.get(worker) ?? []).map(({ lastSuccessAt, ...sweep }) => ({
        ...sweep,
        lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
      })),
    };
  });
}
