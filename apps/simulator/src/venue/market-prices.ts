import { Injectable } from '@nestjs/common';
import type { Listing } from '@ome/listings';
import { Decimal } from '../exact-decimal';
import { Instruments } from '../market/instruments';
import { Market } from '../market/market';
import type { DayFigures, Quote, QuoteLevel } from '../market/quote';
import { SeededRandom } from '../seeded-random';
import { SimulatorConfig } from '../simulator.config';
import { marketPrice, TICK } from './fill-plan';

const LEVELS = 5;

const UNLISTED: Omit<Listing, 'name' | 'tradingSymbol'> = {
  exchange: 'NSE',
  token: '',
  kind: 'share',
  series: null,
  expiry: null,
  right: null,
  strike: null,
  lot: 1,
  tick: TICK.toFixed(),
  freeze: null,
  shortName: null,
  company: '',
};

/**
 * Prices by symbol: what a test has set; else those of the market; without one, each symbol's own
 * level from the seed.
 */
@Injectable()
export class MarketPrices {
  private readonly set = new Map<string, Decimal>();

  constructor(
    private readonly config: SimulatorConfig,
    private readonly instruments: Instruments,
    private readonly market: Market,
  ) {}

  setLast(symbol: string, price: Decimal): void {
    this.set.set(symbol, price);
  }

  last(symbol: string): Decimal {
    const set = this.set.get(symbol);
    if (set) return set;
    if (this.config.market) return this.marketQuote(symbol).last;
    return this.seeded(symbol, SeededRandom.derive(this.config.seed, symbol));
  }

  /** The price of a fill without a limit; draws from `random` unless the price was set. */
  forFill(symbol: string, random: SeededRandom): Decimal {
    return this.set.get(symbol) ?? this.seeded(symbol, random);
  }

  quote(symbol: string): Quote {
    if (this.config.market && !this.set.has(symbol)) return this.marketQuote(symbol);
    const last = this.last(symbol);
    const random = SeededRandom.derive(this.config.seed, 'depth', symbol);
    const side = (sign: 1 | -1): QuoteLevel[] =>
      Array.from({ length: LEVELS }, (_, level) => ({
        price: Decimal.max(TICK, last.plus(TICK.times(sign * (level + 1)))),
        quantity: random.integer(1, 40) * 25,
      }));
    const previousClose = onTick(last.times('0.99'));
    return {
      last,
      previousClose,
      day: stillDay(last, previousClose),
      bids: side(-1),
      offers: side(1),
      lowerCircuit: onTick(last.times('0.8')),
      upperCircuit: onTick(last.times('1.2')),
    };
  }

  reset(): void {
    this.set.clear();
  }

  view(): Record<string, string> {
    return Object.fromEntries([...this.set].map(([symbol, price]) => [symbol, price.toFixed()]));
  }

  /** Whether trading in a symbol goes on. */
  isHalted(symbol: string): boolean {
    return this.market.isHalted(this.listing(symbol));
  }

  private marketQuote(symbol: string): Quote {
    return this.market.quote(this.listing(symbol));
  }

  /** Symbols that no broker lists are of the REST link: shares with the usual tick. */
  private listing(symbol: string): Listing {
    return this.instruments.named(symbol) ?? { ...UNLISTED, name: symbol, tradingSymbol: symbol };
  }

  private seeded(symbol: string, random: SeededRandom): Decimal {
    return marketPrice(this.config.seed, symbol, random);
  }
}

const onTick = (price: Decimal): Decimal => Decimal.max(TICK, price.div(TICK).floor().times(TICK));

/** Of a price that does not move. */
const stillDay = (last: Decimal, open: Decimal): DayFigures => ({
  open,
  high: Decimal.max(last, open),
  low: Decimal.min(last, open),
  average: last.plus(open).div(2).toDecimalPlaces(2),
  volume: 0,
  lastQuantity: 0,
  openInterest: 0,
  openInterestBefore: 0,
});
