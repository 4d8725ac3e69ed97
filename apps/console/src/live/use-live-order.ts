import type { OrderView } from '@ome/contracts';
import { useSyncExternalStore } from 'react';
import { useSession } from '../api/session';

/** One order as the feed has it; undefined where it is of before the page was opened. */
export function useLiveOrder(orderId: string | null): OrderView | undefined {
  const { orders } = useSession();
  return useSyncExternalStore(orders.follow, () =>
    orderId === null ? undefined : orders.get(orderId),
  );
}
