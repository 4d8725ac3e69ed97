import type { FeedItem } from '@ome/contracts';
import { useEffect } from 'react';
import { useSession } from '../api/session';
import { orderLabel } from '../order/order-state';
import { usePreferences } from '../preferences/preferences';
import { sound } from './sound';

const REJECTS: ReadonlySet<string> = new Set(['Rejected', 'CancelRejected', 'ReplaceRejected']);
/** More of a kind at once are one alarm. */
const QUIET_MS = 2_000;

/** A tone and a browser notification on rejects and lost connections, as far as they are wanted. */
export function useAlarms(): void {
  const { live } = useSession();
  const { preferences } = usePreferences();
  const { sound: withSound, notifications } = preferences;

  useEffect(() => {
    const last = { reject: 0, loss: 0 };
    const raise = (kind: keyof typeof last, title: string, body: string) => {
      if (Date.now() - last[kind] < QUIET_MS) return;
      last[kind] = Date.now();
      if (withSound) sound();
      if (notifications) notify(title, body);
    };
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
  }, [live, withSound, notifications]);
}

function notify(title: string, body: string): void {
  if (Notification.permission !== 'granted') return;
  try {
    new Notification(title, { body });
  } catch {
    // Browsers of phones have it and refuse it.
  }
}
