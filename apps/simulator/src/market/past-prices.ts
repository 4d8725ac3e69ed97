import { startOfDay, tradingDate } from '../brokers/indian-time';
import { SeededRandom } from '../seeded-random';
import { CONTINUOUS_MS, isTradingDay } from './session-phase';

/** First, highest, lowest and last price of a time. */
export interface Bar {
  open: number;
  high: number;
  low: number;
  close: number;
}

/** Swings of the past: how long each takes, and how far it goes, in line with 25 % a year. */
const SWINGS = [
  { ms: 60_000, size: 0.0004 },
  { ms: 600_000, size: 0.0012 },
  { ms: 5_400_000, size: 0.004 },
  { ms: 86_400_000, size: 0.012 },
  { ms: 30 * 86_400_000, size: 0.06 },
];
const SAMPLES = 8;

/**
 * What a share or an index cost before its market began, as factors of its base: from the seed, at
 * any instant without those before. The day before closed at the base, at which the market began.
 */
export class PastPrices {
  private readonly knots = SWINGS.map(() => new Map<number, number>());
  private readonly day: number;

  constructor(
    private readonly seed: number,
    private readonly name: string,
    private readonly start: number,
  ) {
    this.day = startOfDay(new Date(start)).getTime();
  }

  /** Between two instants of one day, in the hours of the exchange; null if they are outside. */
  bar(from: number, to: number): Bar | null {
    const day = startOfDay(new Date(from)).getTime();
    const [first, last] = CONTINUOUS_MS.map((time) => day + time);
    const [begin, end] = [Math.max(from, first), Math.min(to, last, this.start)];
    if (begin >= end || !isTradingDay(tradingDate(new Date(from)))) return null;
    const step = (end - begin) / SAMPLES;
    const prices = Array.from({ length: SAMPLES + 1 }, (_, at) => this.factorAt(begin + at * step));
    return barOf(prices);
  }

  private factorAt(at: number): number {
    const [before, today] = [this.noise(this.day), this.start - this.day];
    const gone = today > 0 ? Math.max(0, at - this.day) / today : 0;
    return Math.exp(this.noise(at) - before - gone * (this.noise(this.start) - before));
  }

  private noise(at: number): number {
    return SWINGS.reduce((sum, { ms, size }, swing) => {
      const knot = Math.floor(at / ms);
      const [left, right] = [this.knot(swing, knot), this.knot(swing, knot + 1)];
      return sum + size * (left + (right - left) * (at / ms - knot));
    }, 0);
  }

  private knot(swing: number, index: number): number {
    const known = this.knots[swing].get(index);
    if (known !== undefined) return known;
    const random = SeededRandom.derive(this.seed, 'past', this.name, swing, index);
    const value = random.integer(-1_000, 1_000) / 1_000;
    // Neighbours are asked for one after the other.
    if (this.knots[swing].size > 1_000) this.knots[swing].clear();
    this.knots[swing].set(index, value);
    return value;
  }
}

/** Of one price or more, in order. */
export const barOf = (prices: readonly number[]): Bar => ({
  open: prices[0],
  high: Math.max(...prices),
  low: Math.min(...prices),
  close: prices.at(-1)!,
});

/** One time after the other; null without any trade. */
export function joined(bars: readonly (Bar | null)[]): Bar | null {
  const traded = bars.filter((bar) => bar !== null);
  if (traded.length === 0) return null;
  return {
    open: traded[0].open,
    high: Math.max(...traded.map(({ high }) => high)),
    low: Math.min(...traded.map(({ low }) => low)),
    close: traded.at(-1)!.close,
  };
}
