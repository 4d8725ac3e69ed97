import type { WaitingOrderView } from '@ome/contracts';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { useApiQuery } from '../../api/queries';
import { useMarketTime } from '../../api/session';
import { chipColumn, type Column, textColumn, timeColumn } from '../../blotter/columns';
import type { MarketTime } from '../../market/market-time';
import { orderLabel } from '../../order/order-state';
import { ExceptionList } from './exception-list';

const MOST = 1_000;
const REFRESH_MS = 3_000;

const waitingId = ({ order, command }: WaitingOrderView): string => `${order.orderId} ${command}`;

const columnsOf = (marketTime: MarketTime): Column<WaitingOrderView>[] => [
  chipColumn({ field: 'state', name: 'State', width: 100 }, (state) =>
    state === 'inDoubt' ? 'bad' : 'work',
  ),
  textColumn({ field: 'command', name: 'Command', width: 90 }),
  {
    ...textColumn<WaitingOrderView>({ field: 'order', name: 'Order', width: 280 }),
    valueGetter: ({ data }) => data && orderLabel(data.order),
  },
  timeColumn({ field: 'since', name: 'Since' }, marketTime),
  timeColumn({ field: 'dueAt', name: 'Next check', wide: true }, marketTime),
  textColumn({ field: 'text', name: 'Why', width: 380, wide: true }),
];

/** Orders with something to send or to look up. */
export function WaitingPanel() {
  const navigate = useNavigate();
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const waiting = useApiQuery(
    ['exceptions', 'waiting'],
    async (client, options) => (await client.ops.waiting(MOST, options)).items,
    { everyMs: REFRESH_MS },
  );
  return (
    <ExceptionList
      label="Waiting orders"
      query={waiting}
      hint="Their commands are queued, being sent or in doubt. Enter opens the order, where a doubt is resolved."
      fine="No order is waiting"
      columns={columns}
      rowId={waitingId}
      onOpen={({ order }) => void navigate(`/orders/${order.orderId}`)}
    />
  );
}
