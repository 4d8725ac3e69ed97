import type { AlertView } from '@ome/contracts';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { useApiQuery } from '../../api/queries';
import { useMarketTime } from '../../api/session';
import { type Column, textColumn, timeColumn } from '../../blotter/columns';
import type { MarketTime } from '../../market/market-time';
import { ExceptionList } from './exception-list';

const NEWEST = 500;
const REFRESH_MS = 10_000;

const alertId = ({ id }: AlertView): string => id;

const columnsOf = (marketTime: MarketTime): Column<AlertView>[] => [
  timeColumn({ field: 'at', name: 'Time', width: 150 }, marketTime),
  textColumn({ field: 'type', name: 'Event', width: 140 }),
  {
    colId: 'alerts',
    headerName: 'Alert',
    width: 460,
    valueGetter: ({ data }) => data && alertText(data),
  },
  textColumn({ field: 'orderId', name: 'OrderID', width: 210, wide: true }),
];

function alertText(event: AlertView): string {
  if (!('alerts' in event)) return '';
  return event.alerts
    .map(({ code, field, ours, reported }) =>
      [code, field, ours && `ours ${ours}`, reported && `reported ${reported}`]
        .filter(Boolean)
        .join(' '),
    )
    .join('; ');
}

/** Reports that were booked although something about them was unusual. */
export function AlertsPanel() {
  const navigate = useNavigate();
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const alerts = useApiQuery(
    ['exceptions', 'alerts'],
    async (client, options) => (await client.ops.alerts({ limit: NEWEST }, options)).items,
    { everyMs: REFRESH_MS },
  );
  return (
    <ExceptionList
      label="Odd reports"
      query={alerts}
      hint="They were booked nevertheless; newest first. Enter opens the order."
      fine="No report was unusual"
      columns={columns}
      rowId={alertId}
      onOpen={({ orderId }) => void navigate(`/orders/${orderId}`)}
    />
  );
}
