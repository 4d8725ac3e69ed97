import type { RiskChangeView } from '@ome/contracts';
import { useMemo } from 'react';
import { useApiQuery } from '../../api/queries';
import { useMarketTime } from '../../api/session';
import { Blotter } from '../../blotter/blotter';
import { type Column, textColumn, timeColumn } from '../../blotter/columns';
import { Section, TableRoom } from '../../feedback/page-frame';
import { QueryState } from '../../feedback/state-view';
import type { MarketTime } from '../../market/market-time';
import { approvalScopeLabel, scopeLabel } from './scope-label';

const NEWEST = 200;
const REFRESH_MS = 15_000;

const changeId = ({ at, action, requestId }: RiskChangeView): string =>
  `${at} ${action} ${requestId}`;

const columnsOf = (marketTime: MarketTime): Column<RiskChangeView>[] => [
  timeColumn({ field: 'at', name: 'Time', width: 150 }, marketTime),
  textColumn({ field: 'action', name: 'Change', width: 130 }),
  {
    ...textColumn<RiskChangeView>({ field: 'scope', name: 'For', width: 170 }),
    valueGetter: ({ data }) => data && forWhom(data.scope),
  },
  jsonColumn('before', 'Before'),
  jsonColumn('after', 'After'),
  textColumn({ field: 'by', name: 'By', width: 150, wide: true }),
  {
    ...textColumn<RiskChangeView>({
      field: 'approval',
      name: 'Approved by',
      width: 150,
      wide: true,
    }),
    valueGetter: ({ data }) => data?.approval?.by ?? '',
  },
];

const forWhom = (scope: RiskChangeView['scope']): string =>
  'scope' in scope
    ? `${scope.scope} ${scope.id ?? ''}`.trim()
    : 'userId' in scope
      ? approvalScopeLabel(scope)
      : scopeLabel(scope);

function jsonColumn(field: 'before' | 'after', name: string): Column<RiskChangeView> {
  return {
    ...textColumn<RiskChangeView>({ field, name, width: 260, wide: true }),
    valueGetter: ({ data }) => (data?.[field] ? JSON.stringify(data[field]) : ''),
  };
}

export function RiskChanges() {
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const changes = useApiQuery(
    ['risk', 'changes'],
    (client, options) => client.risk.changes(NEWEST, options),
    { everyMs: REFRESH_MS },
  );
  return (
    <Section title="Changes">
      <QueryState
        query={changes}
        empty={{ when: ({ items }) => items.length === 0, title: 'No changes yet' }}
      >
        {({ items }) => (
          <TableRoom rows={items.length}>
            <Blotter
              label="Changes of limits and switches"
              columns={columns}
              rowId={changeId}
              rows={items}
            />
          </TableRoom>
        )}
      </QueryState>
    </Section>
  );
}
