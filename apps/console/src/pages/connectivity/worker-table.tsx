import type { WorkerView } from '@ome/contracts';
import { useMemo } from 'react';
import { useMarketTime } from '../../api/session';
import { Blotter } from '../../blotter/blotter';
import { chipColumn, type Column, textColumn, timeColumn } from '../../blotter/columns';
import { Section, TableRoom } from '../../feedback/page-frame';
import { EmptyState } from '../../feedback/state-view';
import type { MarketTime } from '../../market/market-time';

const workerId = ({ worker }: WorkerView): string => worker;

const columnsOf = (marketTime: MarketTime): Column<WorkerView>[] => [
  textColumn({ field: 'worker', name: 'Worker', width: 240 }),
  chipColumn({ field: 'state', name: 'State', width: 100 }, (state) =>
    state === 'alive' ? 'good' : 'bad',
  ),
  timeColumn({ field: 'reportedAt', name: 'Last heartbeat' }, marketTime),
  listColumn('routes', 'Sends to'),
  listColumn('follows', 'Follows the streams of'),
];

const listColumn = (field: 'routes' | 'follows', name: string): Column<WorkerView> => ({
  ...textColumn<WorkerView>({ field, name, width: 260, wide: true }),
  valueGetter: ({ data }) => data?.[field].join(', '),
});

export function WorkerTable({ workers }: { workers: WorkerView[] }) {
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  return (
    <Section title="Workers">
      {workers.length === 0 ? (
        <EmptyState title="No worker is running">Without a worker nothing is sent.</EmptyState>
      ) : (
        <TableRoom rows={workers.length}>
          <Blotter label="Workers" columns={columns} rowId={workerId} rows={workers} />
        </TableRoom>
      )}
    </Section>
  );
}
