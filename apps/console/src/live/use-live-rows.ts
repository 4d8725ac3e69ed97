import type { OrderView } from '@ome/contracts';
import type { GridApi } from 'ag-grid-community';
import { useEffect, useState } from 'react';
import { useSession } from '../api/session';
import type { OrderStore } from './order-store';

/**
 * Keeps a blotter in step with the order store, bypassing React. @returns for the blotter's
 * `onReady`
 */
export function useLiveRows(): {
  grid: GridApi<OrderView> | null;
  setGrid: (grid: GridApi<OrderView>) => void;
} {
  const { orders } = useSession();
  const [grid, setGrid] = useState<GridApi<OrderView> | null>(null);
  useEffect(() => (grid ? feed(grid, orders) : undefined), [grid, orders]);
  return { grid, setGrid };
}

const feed = (grid: GridApi<OrderView>, orders: OrderStore): (() => void) =>
  orders.subscribe(({ changed, forgotten }) => {
    if (grid.isDestroyed()) return;
    const known = (orderId: string) => grid.getRowNode(orderId) !== undefined;
    grid.applyTransaction({
      add: changed.filter(({ orderId }) => !known(orderId)),
      update: changed.filter(({ orderId }) => known(orderId)),
      remove: forgotten.filter(({ orderId }) => known(orderId)),
    });
  });
