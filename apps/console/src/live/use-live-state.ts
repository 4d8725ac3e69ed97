import { useSyncExternalStore } from 'react';
import { useSession } from '../api/session';
import type { LiveState } from './live-connection';

export function useLiveState(): LiveState {
  const { live } = useSession();
  return useSyncExternalStore(live.onState, live.state);
}

/** Whether all orders that existed when the page was opened are loaded. */
export function useOrdersLoaded(): boolean {
  const { live } = useSession();
  return useSyncExternalStore(live.onState, live.isLoaded);
}
