import { Injectable } from '@nestjs/common';
import { basePriceOf, isIndexName, type Listing } from '@ome/listings';
import { DAY_MS, startOfDay } from '../brokers/indian-time';
import { Clock } from '../clock';
import { Decimal } from '../exact-decimal';
import { SeededRandom } from '../seeded-random';
import { SimulatorConfig } from '../simulator.config';
import { fairValue } from './fair-value';
import { type Bar, barOf } from './past-prices';
import { CALM, PriceWalk, type Regime } from './price-walk';
import type { DayFigures, Quote, QuoteLevel } from './quote';
import { phaseAt, type SessionPhase } from './session-phase';
import { type Tape, tapePrice } from './tape';
import { Turnover } from './turnover';

/** What PUT /control/market sets. */
export interface MarketSettings extends Regime {
  /** How many seconds of the market pass in one. */
  readonly speed: number;
  /** Whether it trades around the clock, or in the phases of the exchange. */
  readonly hours: 'always' | 'exchange';
  /** Shares and underlyings whose trading is halted: their prices stand still. */
  readonly halted: readonly string[];
}

const DEFAULTS: MarketSettings = { ...CALM, speed: 1, hours: 'always', halted: [] };
/** Prices on tick of a time. */
export type PriceBar = Readonly<Record<keyof Bar, Decimal>>;

const STEP_MS = 1_000;
/** After a long pause only its end is played. */
const MOST_STEPS = 3_600;
const LEVELS = 5;
/** Quantities of shares in the book are multiples of it. */
const SHARE_UNIT = 25;
const BAND = 0.1;
/** The width of a trading band around what an option was worth in the morning is no use. */
const OPTION_CEILING = 5;

/**
 * A market of its own: a price for each share and index from a seed, prices of contracts that
 * follow it, and a book around each. It moves with the clock when somebody looks.
 */
@Injectable()
export class Market {
  readonly turnover: Turnover;
  private readonly walks = new Map<string, PriceWalk>();
  private settings = DEFAULTS;
  private tape: Tape | null = null;
  private tapeStart = 0;
  private steps = 0;
  private playedTo: number;

  constructor(
    private readonly config: SimulatorConfig,
    private readonly clock: Clock,
  ) {
    this.playedTo = clock.now().getTime();
    this.turnover = new Turnover(config.seed);
  }

  /** How long a second of the market takes. */
  get stepMs(): number {
    return STEP_MS / this.settings.speed;
  }

  set(changes: Partial<MarketSettings>): void {
    this.play();
    this.settings = { ...this.settings, ...changes };
  }

  /** Plays recorded prices from now on; a symbol goes on from its last one. */
  replay(tape: Tape): void {
    this.play();
    this.tape = tape;
    this.tapeStart = this.steps;
  }

  view(): MarketSettings {
    return this.settings;
  }

  reset(): void {
    this.settings = DEFAULTS;
    this.tape = null;
  }

  get phase(): SessionPhase {
    return this.settings.hours === 'always' ? 'continuous' : phaseAt(this.clock.now());
  }

  isHalted({ name }: Listing): boolean {
    return this.settings.halted.includes(name);
  }

  /** The quote of a listing; its depth changes from second to second as its price does. */
  quote(listing: Listing, basePrice: number | undefined = basePriceOf(listing.name)): Quote {
    this.play();
    const base = this.baseOf(listing, basePrice);
    const walk = this.walkOf(listing.name, base);
    const spot = base * walk.factor;
    const [low, high] = this.circuits(listing, base);
    const worth = this.worth(listing, spot);
    const last = onTick(Math.min(Math.max(worth, low), high), listing.tick);
    const random = SeededRandom.derive(this.config.seed, listing.tradingSymbol, this.steps);
    return {
      last,
      previousClose: onTick(this.worth(listing, base), listing.tick),
      bids: side(last, -1, listing, random, low),
      offers: side(last, 1, listing, random, high),
      lowerCircuit: onTick(low, listing.tick),
      upperCircuit: onTick(high, listing.tick),
      day: this.dayOf(listing, base, walk.track.today, last),
    };
  }

  /** How the price of a listing went from an instant to another; null if it was not traded. */
  bar(listing: Listing, from: number, to: number): PriceBar | null {
    this.play();
    const base = this.baseOf(listing);
    const factors = this.walkOf(listing.name, base).track.bar(from, to);
    return factors && this.barOf(listing, base, factors, new Date(from));
  }

  /** What a share or index costs at the start, where it is not the price that a test has set. */
  private baseOf({ name }: Listing, basePrice = basePriceOf(name)): number {
    return basePrice ?? seededBase(this.config.seed, name);
  }

  private walkOf(name: string, base: number): PriceWalk {
    const recorded = this.tape && tapePrice(this.tape, name, this.steps - this.tapeStart);
    const walk = this.walks.get(name) ?? new PriceWalk(this.config.seed, name, this.playedTo);
    this.walks.set(name, walk);
    if (recorded) walk.moveTo(recorded / base, this.playedTo);
    return walk;
  }

  private worth(listing: Listing, spot: number, at = this.clock.now()): number {
    const volatility = this.settings.volatility * (isIndexName(listing.name) ? 0.5 : 1);
    return fairValue(listing, spot, volatility, at);
  }

  private barOf(listing: Listing, base: number, factors: Bar, at: Date): PriceBar {
    const priced = (factor: number): number => this.worth(listing, base * factor, at);
    const [open, close] = [priced(factors.open), priced(factors.close)];
    // A put is worth the most where its underlying is the cheapest.
    const { high, low } = barOf([open, priced(factors.high), priced(factors.low), close]);
    const exact = (price: number): Decimal => onTick(price, listing.tick);
    return { open: exact(open), high: exact(high), low: exact(low), close: exact(close) };
  }

  private dayOf(listing: Listing, base: number, factors: Bar, last: Decimal): DayFigures {
    const now = this.clock.now();
    const { open, high, low } = this.barOf(listing, base, factors, now);
    const bar = { open, high: Decimal.max(high, last), low: Decimal.min(low, last) };
    const day = Math.floor(now.getTime() / DAY_MS);
    return {
      ...bar,
      average: open.plus(bar.high).plus(bar.low).plus(last).div(4).toDecimalPlaces(2),
      volume: this.turnover.sinceMorning(listing, startOfDay(now).getTime(), this.playedTo),
      lastQuantity: this.turnover.lastQuantity(listing, this.steps),
      openInterest: this.turnover.openInterest(listing, day),
      openInterestBefore: this.turnover.openInterest(listing, day - 1),
    };
  }

  private circuits(listing: Listing, base: number): [number, number] {
    // A tape was recorded within the circuits of its own day.
    const taped = (this.tape?.get(listing.name) ?? []).map(([, price]) => price);
    const spots = [Math.min(base * (1 - BAND), ...taped), Math.max(base * (1 + BAND), ...taped)];
    const [low, high] = spots.map((spot) => this.worth(listing, spot));
    if (listing.kind !== 'option') return [low, high];
    const close = Math.max(1, this.worth(listing, base));
    return [Number(listing.tick), Math.max(close * OPTION_CEILING, low, high)];
  }

  /** Every walk takes the steps since it was last looked at; halted ones stand still. */
  private play(): void {
    const due = Math.floor((this.clock.now().getTime() - this.playedTo) / this.stepMs);
    if (due <= 0) return;
    this.playedTo += due * this.stepMs;
    this.steps += due;
    for (const [name, walk] of this.walks) {
      if (this.settings.halted.includes(name)) continue;
      for (let left = Math.min(due, MOST_STEPS) - 1; left >= 0; left -= 1) {
        walk.step(this.settings, this.playedTo - left * this.stepMs);
      }
    }
  }
}

/** A price for what only the REST link knows. */
const seededBase = (seed: number, name: string): number =>
  SeededRandom.derive(seed, 'price', name).integer(1_000, 40_000) / 20;

function onTick(price: number, tick: string): Decimal {
  const unit = new Decimal(tick);
  return Decimal.max(unit, new Decimal(price).div(unit).toDecimalPlaces(0).times(unit));
}

function side(
  last: Decimal,
  sign: 1 | -1,
  { tick, lot, kind }: Listing,
  random: SeededRandom,
  limit: number,
): QuoteLevel[] {
  const unit = kind === 'share' ? SHARE_UNIT : lot;
  return Array.from({ length: LEVELS }, (_, level) => ({
    price: last.plus(new Decimal(tick).times(sign * (level + 1))),
    quantity: random.integer(1, 20) * unit * (level + 1),
  })).filter(({ price }) => price.gt(0) && (sign === 1 ? price.lte(limit) : price.gte(limit)));
}
