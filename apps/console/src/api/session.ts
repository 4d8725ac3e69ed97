import type { OmeClient } from '@ome/client';
import { createContext, useContext } from 'react';
import type { LiveConnection } from '../live/live-connection';
import type { OrderStore } from '../live/order-store';
import type { MarketTime } from '../market/market-time';

/** Everything a page works with while one key is in use. */
export interface Session {
  client: OmeClient;
  marketTime: MarketTime;
  orders: OrderStore;
  live: LiveConnection;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('There is no session');
  return session;
}

export const useClient = (): OmeClient => useSession().client;
export const useMarketTime = (): MarketTime => useSession().marketTime;
