import { VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { OrderView } from '@ome/contracts';
import type { RowClassRules } from 'ag-grid-community';
import { useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useMarketTime, useSession } from '../../api/session';
import { Blotter } from '../../blotter/blotter';
import { moveFocus } from '../../blotter/move-focus';
import { EmptyState, LoadingState } from '../../feedback/state-view';
import { usePageTitle } from '../../feedback/use-page-title';
import {
  useLiveOrder,
  useLiveState,
  useOrdersLoaded,
  useOrderCounts,
} from '../../live/use-live-state';
import { useLiveRows } from '../../live/use-live-rows';
import { CancelOrderDialog } from '../../order-entry/cancel-order-dialog';
import { ChangeOrderDialog } from '../../order-entry/change-order-dialog';
import { NewOrderDialog } from '../../order-entry/new-order-dialog';
import { useOrderDialogs } from '../../order-entry/use-order-dialogs';
import { orderIdOf } from '../../order/order-state';
import { useKeptState } from '../../preferences/use-kept-state';
import { useShortcuts } from '../../shortcuts/use-shortcuts';
import { OrderAside } from './order-aside';
import { orderColumns } from './order-columns';
import { SHOWN, SHOWN_FILTER, type Shown } from './order-filter';
import { OrdersToolbar } from './orders-toolbar';
import { WatchedPrices } from './watched-prices';
import classes from './orders-page.module.css';

const WIDE = '(min-width: 75em)';

const isInDoubt = ({ inDoubt }: OrderView): boolean => inDoubt;
const rowClassRules: RowClassRules<OrderView> = {
  'row-in-doubt': ({ data }) => data?.inDoubt === true,
};

export function OrdersPage() {
  const navigate = useNavigate();
  const marketTime = useMarketTime();
  const { grid, setGrid } = useLiveRows();
  const [shown, setShown] = useKeptState<Shown>('orders.shown', 'all');
  const [search, setSearch] = useKeptState('orders.search', '');
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const isWide = useMediaQuery(WIDE, true, { getInitialValueInEffect: false });
  const [why, setWhy] = useState(isWide);
  const searchInput = useRef<HTMLInputElement>(null);
  const selected = useLiveOrder(selectedId);
  const dialogs = useOrderDialogs();
  const columns = useMemo(() => orderColumns(marketTime), [marketTime]);
  usePageTitle('Orders');
  const open = (order: OrderView) => void navigate(`/orders/${order.orderId}`);

  useShortcuts([
    { keys: 'n', run: dialogs.askNew },
    { keys: '/', run: () => searchInput.current?.focus() },
    { keys: 'j', run: () => grid && moveFocus(grid, 1) },
    { keys: 'k', run: () => grid && moveFocus(grid, -1) },
    { keys: 'e', run: () => selected && dialogs.askChange(selected) },
    { keys: 'c', run: () => selected && dialogs.askCancel(selected) },
    { keys: 'w', run: () => setWhy(!why) },
    ...SHOWN.map((value, index) => ({ keys: String(index + 1), run: () => setShown(value) })),
  ]);

  return (
    <>
      <VisuallyHidden component="h1">Orders</VisuallyHidden>
      <WatchedPrices />
      <OrdersToolbar
        shown={shown}
        onShown={setShown}
        search={search}
        onSearch={setSearch}
        searchRef={searchInput}
        onLeaveSearch={() => grid && moveFocus(grid, 1)}
        onNew={dialogs.askNew}
      />
      <div className={classes.split}>
        <div className={classes.table}>
          <Blotter
            label="Orders"
            columns={columns}
            rowId={orderIdOf}
            onReady={setGrid}
            onOpen={open}
            onSelect={(order) => setSelectedId(order?.orderId ?? null)}
            search={search}
            filter={SHOWN_FILTER[shown]}
            first={isInDoubt}
            rowClassRules={rowClassRules}
          />
          <NoOrders onNew={dialogs.askNew} />
        </div>
        {why && selected && (
          <OrderAside
            order={selected}
            onClose={() => setWhy(false)}
            onOpen={() => open(selected)}
            onChange={() => dialogs.askChange(selected)}
            onCancel={() => dialogs.askCancel(selected)}
          />
        )}
      </div>
      <NewOrderDialog opened={dialogs.isNew} like={selected} onClose={dialogs.close} />
      <ChangeOrderDialog order={dialogs.changed} onClose={dialogs.close} />
      <CancelOrderDialog order={dialogs.canceled} onClose={dialogs.close} />
    </>
  );
}

/** Covers the table while it is empty. */
function NoOrders({ onNew }: { onNew: () => void }) {
  const { orders } = useSession();
  const { total } = useOrderCounts(orders);
  const isLoaded = useOrdersLoaded();
  const { name } = useLiveState();
  if (total > 0) return null;
  return (
    <div className={classes.nothing}>
      {name === 'lost' ? (
        <EmptyState title="Disconnected">Orders are shown once the engine is back.</EmptyState>
      ) : isLoaded ? (
        <EmptyState title="No orders yet">
          <button type="button" className={classes.link} onClick={onNew}>
            Enter the first one
          </button>
        </EmptyState>
      ) : (
        <LoadingState label="Loading the orders" />
      )}
    </div>
  );
}
