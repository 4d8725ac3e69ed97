import type { FeedItem } from '@ome/contracts';
import { useEffect } from 'react';
import { useSession } from '../api/session';
import { orderLabel } from '../order/order-state';
import { usePreferences } from '../preferences/preferences';
import { sound } from './sound';

const REJECTS: ReadonlySet<string> = new Set(['Rejected', 'CancelRejected', 'ReplaceRejected']);
/** More at once are one alarm. */
const QUIET_MS = 2_000;

/** A tone and a browser notification on rejects and lost connections, as far as they are wanted. */
export function useAlarms(): void {
  const { live } = useSession();
  const { preferences } = usePreferences();
  const { sound: withSound, notifications } = preferences;

  useEffect(() => {
    let last = 0;
    const raise = (title: string, body: string) => {
      if (Date.now() - last < QUIET_MS) return;
      last = Date.now();
      if (withSound) sound();
      if (notifications && Notification.permission === 'granted') new Notification(title, { body });
    };
    const ofItems = (items: readonly FeedItem[]) => {
      const reject = items.find(({ type }) => REJECTS.has(type));
      if (reject) raise(`${reject.type}: ${orderLabel(reject.order)}`, reject.order.reason ?? '');
    };
    const ofState = () => {
      const state = live.state();
      if (state.name === 'lost') raise('Disconnected', state.why);
    };
    const ends = [live.onItems(ofItems), live.onState(ofState)];
    return () => ends.forEach((end) => end());
  }, [live, withSound, notifications]);
}
