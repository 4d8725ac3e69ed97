import { startOfDay } from '../brokers/indian-time';
import { type Bar, barOf, joined, PastPrices } from './past-prices';

const MINUTE_MS = 60_000;
/** What the finest candles go back to: the brokers answer a thousand at most. */
const SECONDS = 1_000;
const MINUTES = 5 * 1_440;

/** Where the price of a share or an index has been, as factors of its base. */
export class PriceTrack {
  private readonly past: PastPrices;
  private readonly minutes = new Map<number, Bar>();
  private readonly seconds = new Map<number, number>();
  private day: number;
  private figures: Bar;

  constructor(
    seed: number,
    name: string,
    /** When its market began, at the base. */
    readonly since: number,
  ) {
    this.past = new PastPrices(seed, name, since);
    this.day = startOfDay(new Date(since)).getTime();
    this.figures = joined([this.past.bar(this.day, since), barOf([1])])!;
    this.record(since, 1);
  }

  record(at: number, factor: number): void {
    const day = startOfDay(new Date(at)).getTime();
    this.figures = day === this.day ? widened(this.figures, factor) : barOf([factor]);
    this.day = day;
    const minute = Math.floor(at / MINUTE_MS);
    const bar = this.minutes.get(minute);
    keep(this.minutes, minute, bar ? widened(bar, factor) : barOf([factor]), MINUTES);
    keep(this.seconds, Math.floor(at / 1_000), factor, SECONDS);
  }

  /** Of the day of the last record. */
  get today(): Bar {
    return this.figures;
  }

  /** Of `to` not included; null if nothing was traded. Whole minutes, unless it is a part of one. */
  bar(from: number, to: number): Bar | null {
    const begin = Math.max(from, this.since);
    const earlier = from < this.since ? this.past.bar(from, Math.min(to, this.since)) : null;
    return joined([earlier, ...(begin < to ? this.recorded(begin, to) : [])]);
  }

  private recorded(from: number, to: number): (Bar | null)[] {
    const isFine = to - from < MINUTE_MS;
    const unit = isFine ? 1_000 : MINUTE_MS;
    const bars: (Bar | null)[] = [];
    for (let at = Math.floor(from / unit); at * unit < to; at += 1) {
      const factor = this.seconds.get(at);
      bars.push(isFine ? (factor === undefined ? null : barOf([factor])) : this.minute(at));
    }
    return bars;
  }

  private minute(at: number): Bar | null {
    return this.minutes.get(at) ?? null;
  }
}

const widened = (bar: Bar, factor: number): Bar => ({
  open: bar.open,
  high: Math.max(bar.high, factor),
  low: Math.min(bar.low, factor),
  close: factor,
});

/** The oldest goes when there are too many. */
function keep<Value>(map: Map<number, Value>, at: number, value: Value, most: number): void {
  map.set(at, value);
  if (map.size > most) map.delete(map.keys().next().value!);
}
