import type { OrderView } from '@ome/contracts';
import { useSyncExternalStore } from 'react';
import { useSession } from '../api/session';

/** One order from the feed; undefined if it predates the page. */
export function useLiveOrder(orderId: string | null): OrderView | undefined {
  const { orders } = useSession();
  return useSyncExternalStore(orders.subscribe, () =>
    orderId === null ? undefined : orders.get(orderId),
  );
}
