import type { OmeClient } from '@ome/client';
import type { SessionView } from '@ome/contracts';
import { createContext, useContext } from 'react';
import type { LiveConnection } from '../live/live-connection';
import type { OrderStore } from '../live/order-store';
import type { MarketTime } from '../market/market-time';

/** Everything a page works with while one person, or one key, is signed in. */
export interface Session {
  client: OmeClient;
  /** Null with an API key, and while the engine is open. */
  person: SessionView | null;
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
