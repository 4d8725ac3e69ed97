import { SeededRandom } from '../seeded-random';
import { PriceTrack } from './price-track';

/** How restless the market is. */
export interface Regime {
  /** Standard deviation of a year's return: 0.3 is usual for a share. */
  readonly volatility: number;
  /** A year's expected return: 0.1 is 10 %. */
  readonly drift: number;
  /** Jumps of some percent, each day and share. */
  readonly gapsPerDay: number;
}

export const CALM: Regime = { volatility: 0.25, drift: 0, gapsPerDay: 0 };

const SECONDS_A_DAY = 22_500;
const SECONDS_A_YEAR = 252 * SECONDS_A_DAY;
/** How fast a price comes back to where it started, so that a market of weeks stays plausible. */
const REVERSION = 1 / 7_200;
const RANGE = 2 ** 32;

/** The price of a share or an index against its base, second by second, from a seed. */
export class PriceWalk {
  readonly track: PriceTrack;
  private readonly random: SeededRandom;
  private deviation = 0;

  constructor(seed: number, name: string, since: number) {
    this.random = SeededRandom.derive(seed, 'walk', name);
    this.track = new PriceTrack(seed, name, since);
  }

  step({ volatility, drift, gapsPerDay }: Regime, at: number): void {
    const spread = volatility / Math.sqrt(SECONDS_A_YEAR);
    this.deviation += drift / SECONDS_A_YEAR + spread * this.normal() - this.deviation * REVERSION;
    if (this.random.chance(gapsPerDay / SECONDS_A_DAY)) {
      this.deviation += this.normal() * 0.02;
    }
    this.track.record(at, this.factor);
  }

  /** The price over the base. */
  get factor(): number {
    return Math.exp(this.deviation);
  }

  /** Continues from there. */
  moveTo(factor: number, at: number): void {
    this.deviation = Math.log(factor);
    this.track.record(at, factor);
  }

  /** Of twelve uniform numbers, which is normal enough. */
  private normal(): number {
    let sum = -6;
    for (let draw = 0; draw < 12; draw += 1) sum += this.random.next() / RANGE;
    return sum;
  }
}
