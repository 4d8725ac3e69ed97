import type { OrderView } from '@ome/contracts';
import { useMemo } from 'react';
import { useApiQuery } from '../../api/queries';
import { useMarketTime } from '../../api/session';
import { Blotter } from '../../blotter/blotter';
import { TableRoom } from '../../feedback/page-frame';
import { QueryState } from '../../feedback/state-view';
import { fillColumns } from '../fills/fill-columns';
import { fillId } from '../fills/newest-fills';

const ALL_FILLS = 1_000;

/** Refetched when the order has changed. */
export function OrderFills({ order: { orderId, version, slicing } }: { order: OrderView }) {
  const marketTime = useMarketTime();
  const columns = useMemo(() => fillColumns(marketTime), [marketTime]);
  const fills = useApiQuery(
    ['order-fills', orderId],
    (client, options) => client.orders.fills(orderId, { limit: ALL_FILLS }, options),
    { version },
  );
  return (
    <QueryState
      query={fills}
      empty={{
        when: ({ items }) => items.length === 0,
        title: slicing ? 'Its slices have the fills' : 'No fills',
      }}
    >
      {({ items }) => (
        <TableRoom rows={items.length}>
          <Blotter label="Fills of the order" columns={columns} rowId={fillId} rows={items} />
        </TableRoom>
      )}
    </QueryState>
  );
}
