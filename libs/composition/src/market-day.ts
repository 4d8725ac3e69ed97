import type { MarketDay } from '@ome/engine';
import { dayIn, type Settings, startOfDay } from '@ome/platform';

/** The current day at the exchanges. */
export function marketDay({ MARKET_TIME_ZONE: timeZone }: Settings): () => MarketDay {
  const dateOf = dayIn(timeZone);
  return () => {
    const now = new Date();
    return { date: dateOf(now), beganAt: startOfDay(now, timeZone) };
  };
}
