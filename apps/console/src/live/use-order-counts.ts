import { useSyncExternalStore } from 'react';
import type { OrderCounts, OrderStore } from './order-store';

export const useOrderCounts = (store: OrderStore): OrderCounts =>
  useSyncExternalStore(store.onCounts, store.counts);
