import type { ConnectivityView, FeedItem } from '@ome/contracts';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useSession } from '../api/session';
import { orderLabel } from '../order/order-state';
import { usePreferences } from '../preferences/preferences';
import { sound } from './sound';
import { useConnectivity } from './use-connectivity';

const REJECTS: ReadonlySet<string> = new Set(['Rejected', 'CancelRejected', 'ReplaceRejected']);
/** Several of a kind at once are one alarm. */
const QUIET_MS = 2_000;

/** A tone and a browser notification on rejects and lost connections, if enabled. */
export function useAlarms(): void {
  const { live } = useSession();
  const { preferences } = usePreferences();
  const last = useRef({ reject: 0, loss: 0 });
  const raise = useEffectEvent((kind: 'reject' | 'loss', title: string, body: string) => {
    if (Date.now() - last.current[kind] < QUIET_MS) return;
    last.current[kind] = Date.now();
    if (preferences.sound) sound();
    if (preferences.notifications) notify(title, body);
  });

  useEffect(() => {
    const ofItems = (items: readonly FeedItem[]) => {
      const reject = items.find(({ type }) => REJECTS.has(type));
      if (!reject) return;
      const { type, order } = reject;
      raise('reject', `${type}: ${orderLabel(order)}`, order.reason ?? '');
    };
    const ofState = () => {
      const state = live.state();
      if (state.name === 'lost') raise('loss', 'Disconnected', state.why);
    };
    const ends = [live.onItems(ofItems), live.onState(ofState)];
    return () => ends.forEach((end) => end());
  }, [live]);

  const { data: connectivity } = useConnectivity({
    enabled: preferences.sound || preferences.notifications,
  });
  const up = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (!connectivity) return;
    const connections = connectionsOf(connectivity);
    const lost = connections.find(({ name, state }) => state !== 'up' && up.current.has(name));
    up.current = new Set(connections.flatMap(({ name, state }) => (state === 'up' ? [name] : [])));
    if (lost) raise('loss', `${lost.name} is down`, lost.why ?? '');
  }, [connectivity]);
}

interface Connection {
  name: string;
  state: string;
  why?: string | null;
}

const connectionsOf = ({ links, mongodb, redis }: ConnectivityView): Connection[] => [
  { ...mongodb, name: 'MongoDB' },
  { ...redis, name: 'Redis' },
  ...links.map(({ route, state, lastError }) => ({ name: route, state, why: lastError })),
];

function notify(title: string, body: string): void {
  if (Notification.permission !== 'granted') return;
  try {
    new Notification(title, { body });
  } catch {
    // Mobile browsers define Notification and refuse it.
  }
}
