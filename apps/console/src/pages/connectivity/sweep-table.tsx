import type { SweepView, WorkerView } from '@ome/contracts';
import { useMemo } from 'react';
import { useMarketTime } from '../../api/session';
import { Blotter } from '../../blotter/blotter';
import { type Column, textColumn, timeColumn } from '../../blotter/columns';
import { Section, TableRoom } from '../../feedback/page-frame';
import { EmptyState } from '../../feedback/state-view';
import type { MarketTime } from '../../market/market-time';

interface WorkerSweep extends SweepView {
  worker: string;
}

const rowId = ({ worker, name }: WorkerSweep): string => `${worker} ${name}`;

const columnsOf = (marketTime: MarketTime): Column<WorkerSweep>[] => [
  textColumn({ field: 'name', name: 'Sweep', width: 200 }),
  timeColumn({ field: 'lastSuccessAt', name: 'Last success' }, marketTime),
  textColumn({ field: 'error', name: 'Failing since then', width: 320, wide: true }),
  textColumn({ field: 'worker', name: 'Worker', width: 240 }),
];

/** What completes whatever a crash left undone, and when each of it last did. */
export function SweepTable({ workers }: { workers: WorkerView[] }) {
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const rows = workers.flatMap(({ worker, sweeps }) => sweeps.map((each) => ({ ...each, worker })));
  return (
    <Section title="Sweeps">
      {rows.length === 0 ? (
        <EmptyState title="No sweep is running">
          Without sweeps nothing that a crash left undone is completed.
        </EmptyState>
      ) : (
        <TableRoom rows={rows.length}>
          <Blotter label="Sweeps" columns={columns} rowId={rowId} rows={rows} />
        </TableRoom>
      )}
    </Section>
  );
}
