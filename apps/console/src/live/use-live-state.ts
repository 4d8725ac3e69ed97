import { useSyncExternalStore } from 'react';
import { useSession } from '../api/session';
import type { LiveState } from './live-connection';
import type { OrderView } from '@ome/contracts';
import type { OrderCounts, OrderStore } from './order-store';

export function useLiveState(): LiveState {
  const { live } = useSession();
  return useSyncExternalStore(live.onState, live.state);
}

/** Whether all orders that existed when the page was opened are loaded. */
export function useOrdersLoaded(): boolean {
  const { live } = useSession();
  return useSyncExternalStore(live.onState, live.isLoaded);
}

/** One order from the feed; undefined if it predates the page. */
export function useLiveOrder(orderId: string | null): OrderView | undefined {
  const { orders } = useSession();
  return useSyncExternalStore(orders.subscribe, () =>
    orderId === null ? undefined : orders.get(orderId),
  );
}

export const useOrderCounts = (store: OrderStore): OrderCounts =>
  useSyncExternalStore(store.onCounts, store.counts);
