import type { OrderView } from '@ome/contracts';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { useApiQuery } from '../../api/queries';
import { useMarketTime } from '../../api/session';
import { Blotter } from '../../blotter/blotter';
import { TableRoom } from '../../feedback/page-frame';
import { QueryState } from '../../feedback/state-view';
import { orderIdOf } from '../../order/order-state';
import { orderColumns } from '../orders/order-columns';

const ALL_SLICES = 1_000;

/** The orders that a sliced order is sent as. */
export function OrderSlices({ order: { orderId, version } }: { order: OrderView }) {
  const navigate = useNavigate();
  const marketTime = useMarketTime();
  const columns = useMemo(() => orderColumns(marketTime), [marketTime]);
  const slices = useApiQuery(
    ['order-slices', orderId],
    (client, options) => client.orders.list({ parent: orderId, limit: ALL_SLICES }, options),
    { version },
  );
  return (
    <QueryState
      query={slices}
      empty={{ when: ({ items }) => items.length === 0, title: 'No slice is placed yet' }}
    >
      {({ items }) => (
        <TableRoom rows={items.length}>
          <Blotter
            label="Slices of the order"
            columns={columns}
            rowId={orderIdOf}
            rows={items}
            onOpen={(slice) => void navigate(`/orders/${slice.orderId}`)}
          />
        </TableRoom>
      )}
    </QueryState>
  );
}
