import { OmeClient } from '@ome/client';
import type { SessionView } from '@ome/contracts';
import { type ReactNode, useEffect, useState } from 'react';
import { type Session, SessionContext } from '../api/session';
import { LiveConnection } from '../live/live-connection';
import { OrderStore } from '../live/order-store';
import { MarketTime } from '../market/market-time';

interface SessionProviderProps {
  apiKey: string | null;
  person: SessionView | null;
  marketTimeZone: string;
  /** Neither key nor session is valid any more. */
  onRefused: () => void;
  children: ReactNode;
}

export function SessionProvider(props: SessionProviderProps) {
  const { apiKey, person, marketTimeZone, onRefused, children } = props;
  const [session] = useState((): Session => {
    const client = new OmeClient({
      url: '',
      isManual: true,
      ...(apiKey !== null && { apiKey }),
      fetch: noticing(onRefused),
    });
    const orders = new OrderStore();
    const live = new LiveConnection(client, orders);
    return { client, person, orders, live, marketTime: new MarketTime(marketTimeZone) };
  });
  useEffect(() => {
    session.live.start();
    return () => session.live.stop();
  }, [session]);
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** A revoked key, or an ended session, is asked for again, whichever request finds it out. */
const noticing =
  (onRefused: () => void): typeof fetch =>
  async (...request) => {
    const answer = await fetch(...request);
    if (answer.status === 401) onRefused();
    return answer;
  };
