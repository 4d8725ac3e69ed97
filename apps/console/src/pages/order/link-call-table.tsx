import type { OrderHistoryItem } from '@ome/contracts';
import { useMemo } from 'react';
import { useMarketTime } from '../../api/session';
import { Blotter } from '../../blotter/blotter';
import { chipColumn, type Column, textColumn, timeColumn } from '../../blotter/columns';
import { TableRoom } from '../../feedback/page-frame';
import { EmptyState } from '../../feedback/state-view';
import type { MarketTime } from '../../market/market-time';
import { type LinkCall, linkCalls } from '../../order/link-calls';
import type { Tone } from '../../order/order-status';

const TONE: Readonly<Record<LinkCall['outcome'], Tone>> = {
  taken: 'good',
  failed: 'bad',
  'in doubt': 'bad',
  'under way': 'work',
};

const callId = ({ id }: LinkCall): string => id;

const columnsOf = (marketTime: MarketTime): Column<LinkCall>[] => [
  timeColumn({ field: 'sentAt', name: 'Sent' }, marketTime),
  timeColumn({ field: 'answeredAt', name: 'Answered' }, marketTime),
  {
    ...textColumn<LinkCall>({ field: 'tookMs', name: 'Took', width: 90 }),
    cellClass: 'figure-cell',
    headerClass: 'figure-cell',
    valueFormatter: ({ value }: { value?: number | null }) =>
      typeof value === 'number' ? `${value} ms` : '',
  },
  chipColumn(
    { field: 'outcome', name: 'Outcome', width: 110 },
    (outcome) => TONE[outcome as LinkCall['outcome']],
  ),
  textColumn({ field: 'attempt', name: 'Attempt', width: 80 }),
  textColumn({ field: 'clOrdId', name: 'ClOrdID at the link', width: 210 }),
  textColumn({ field: 'text', name: 'It said', width: 360 }),
];

/** When each command was sent to the link, and when the link had accepted it. */
export function LinkCallTable({ events }: { events: readonly OrderHistoryItem[] }) {
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const calls = useMemo(() => linkCalls(events), [events]);
  if (calls.length === 0) return <EmptyState title="Nothing has been sent yet" />;
  return (
    <TableRoom rows={calls.length}>
      <Blotter label="Calls to the link" columns={columns} rowId={callId} rows={calls} />
    </TableRoom>
  );
}
