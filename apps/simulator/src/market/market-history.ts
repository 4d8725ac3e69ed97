import { Injectable } from '@nestjs/common';
import type { Listing } from '@ome/listings';
import { DAY_MS, startOfDay } from '../brokers/indian-time';
import { Clock } from '../clock';
import { Market, type PriceBar } from './market';
import { CONTINUOUS_MS } from './session-phase';

/** What was traded in a time that starts at `at`. */
export interface Candle extends PriceBar {
  readonly at: Date;
  readonly volume: number;
  readonly openInterest: number;
}

/** How many intervals are looked at, the newest first. */
const MOST = 10_000;
/** As many candles as Breeze gives at once: a day has many minutes to be made up. */
const MOST_DAYS = 1_000;

/** The candles of the market, and of a past before it that the seed makes up. */
@Injectable()
export class MarketHistory {
  constructor(
    private readonly market: Market,
    private readonly clock: Clock,
  ) {}

  /** From the one that `from` is in to the one that `to` is in, oldest first; none of a time without trade. */
  candles(listing: Listing, from: Date, to: Date, intervalMs: number): Candle[] {
    const end = Math.min(to.getTime(), this.clock.now().getTime());
    const most = (intervalMs < DAY_MS ? MOST : MOST_DAYS) * intervalMs;
    const start = startOf(Math.max(from.getTime(), end - most), intervalMs);
    const candles: Candle[] = [];
    for (let at = start; at <= end; at = startOf(at + intervalMs, intervalMs)) {
      const until = at + intervalMs;
      const bar = this.market.bar(listing, at, until);
      if (bar) candles.push({ ...bar, at: new Date(at), ...this.volumeOf(listing, at, until) });
    }
    return candles;
  }

  private volumeOf(listing: Listing, from: number, to: number) {
    const isDay = to - from >= DAY_MS;
    const [first, last] = isDay ? CONTINUOUS_MS.map((time) => from + time) : [from, to];
    const { turnover } = this.market;
    return {
      volume: turnover.between(listing, first, Math.min(last, this.clock.now().getTime())),
      openInterest: turnover.openInterest(listing, Math.floor(from / DAY_MS)),
    };
  }
}

/** Candles of a day are counted from the opening; the one before it is cut short there. */
function startOf(at: number, intervalMs: number): number {
  const day = startOfDay(new Date(at)).getTime();
  if (intervalMs >= DAY_MS) return day;
  const opening = day + CONTINUOUS_MS[0];
  return opening + Math.floor((at - opening) / intervalMs) * intervalMs;
}
