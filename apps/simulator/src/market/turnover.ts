import type { Listing } from '@ome/listings';
import { SeededRandom } from '../seeded-random';

const MINUTE_MS = 60_000;

type Traded = Pick<Listing, 'kind' | 'lot' | 'tradingSymbol'>;

/** What is traded of an instrument: each minute's quantity from the seed. */
export class Turnover {
  /** Each instrument's whole minutes of its day. */
  private readonly sums = new Map<string, { from: number; minute: number; quantity: number }>();

  constructor(private readonly seed: number) {}

  /** Of a time within the trading hours. */
  between(listing: Traded, from: number, to: number): number {
    const draw = this.drawsOf(listing);
    let quantity = 0;
    for (let minute = Math.floor(from / MINUTE_MS); minute * MINUTE_MS < to; minute += 1) {
      const part = Math.min(to, (minute + 1) * MINUTE_MS) - Math.max(from, minute * MINUTE_MS);
      quantity += partOf(listing, draw(minute), part);
    }
    return quantity;
  }

  /** The same as `between`, for ends that come later and later. */
  sinceMorning(listing: Traded, from: number, to: number): number {
    const { tradingSymbol } = listing;
    const end = Math.floor(to / MINUTE_MS);
    let sum = this.sums.get(tradingSymbol);
    if (!sum || sum.from !== from || sum.minute > end) {
      sum = { from, minute: Math.floor(from / MINUTE_MS), quantity: 0 };
      this.sums.set(tradingSymbol, sum);
    }
    const draw = this.drawsOf(listing);
    for (; sum.minute < end; sum.minute += 1) {
      sum.quantity += partOf(listing, draw(sum.minute), MINUTE_MS);
    }
    return sum.quantity + partOf(listing, draw(end), to % MINUTE_MS);
  }

  /** Of the contracts that are open at the end of a day, counted from 1970; zero for shares. */
  openInterest(listing: Traded, day: number): number {
    if (listing.kind === 'share' || listing.kind === 'index') return 0;
    const held = this.draw(listing, 'held').integer(500, 20_000);
    return (held + this.draw(listing, 'held', day).integer(-200, 200)) * listing.lot;
  }

  /** Of the last trade. */
  lastQuantity(listing: Traded, second: number): number {
    return this.draw(listing, 'trade', second).integer(1, 4) * unitOf(listing);
  }

  /** By the minute. */
  private drawsOf({ tradingSymbol }: Traded): (minute: number) => SeededRandom {
    return SeededRandom.family(this.seed, tradingSymbol, 'volume');
  }

  private draw({ tradingSymbol }: Traded, ...parts: (string | number)[]): SeededRandom {
    return SeededRandom.derive(this.seed, tradingSymbol, ...parts);
  }
}

const unitOf = ({ kind, lot }: Traded): number => (kind === 'share' ? 25 : lot);

function partOf(listing: Traded, random: SeededRandom, ms: number): number {
  if (listing.kind === 'index') return 0;
  return Math.floor((random.integer(20, 200) * ms) / MINUTE_MS) * unitOf(listing);
}
