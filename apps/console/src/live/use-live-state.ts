import { useSyncExternalStore } from 'react';
import { useSession } from '../api/session';
import type { LiveState } from './live-connection';

export function useLiveState(): LiveState {
  const { live } = useSession();
  return useSyncExternalStore(live.onState, live.state);
}

/** Whether the orders that there were when the page was opened are all here. */
export function useOrdersLoaded(): boolean {
  const { live } = useSession();
  return useSyncExternalStore(live.onState, live.isLoaded);
}
