import { Injectable } from '@nestjs/common';
import { Decimal } from '../exact-decimal';
import { SeededRandom } from '../seeded-random';
import { SimulatorConfig } from '../simulator.config';
import { marketPrice, TICK } from './fill-plan';

/** A broker's quote for a symbol; the depth is five levels a side, best first. */
export interface Quote {
  last: Decimal;
  previousClose: Decimal;
  bids: QuoteLevel[];
  offers: QuoteLevel[];
  lowerCircuit: Decimal;
  upperCircuit: Decimal;
}

export interface QuoteLevel {
  price: Decimal;
  quantity: number;
}

const LEVELS = 5;

/** Last prices: each symbol's own level from the seed, or what a test has set. */
@Injectable()
export class MarketPrices {
  private readonly set = new Map<string, Decimal>();

  constructor(private readonly config: SimulatorConfig) {}

  setLast(symbol: string, price: Decimal): void {
    this.set.set(symbol, price);
  }

  last(symbol: string): Decimal {
    return (
      this.set.get(symbol) ?? this.seeded(symbol, SeededRandom.derive(this.config.seed, symbol))
    );
  }

  /** The price of a fill without a limit; draws from `random` unless the price was set. */
  forFill(symbol: string, random: SeededRandom): Decimal {
    return this.set.get(symbol) ?? this.seeded(symbol, random);
  }

  quote(symbol: string): Quote {
    const last = this.last(symbol);
    const random = SeededRandom.derive(this.config.seed, 'depth', symbol);
    const side = (sign: 1 | -1): QuoteLevel[] =>
      Array.from({ length: LEVELS }, (_, level) => ({
        price: Decimal.max(TICK, last.plus(TICK.times(sign * (level + 1)))),
        quantity: random.integer(1, 40) * 25,
      }));
    return {
      last,
      previousClose: onTick(last.times('0.99')),
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

  private seeded(symbol: string, random: SeededRandom): Decimal {
    return marketPrice(this.config.seed, symbol, random);
  }
}

const onTick = (price: Decimal): Decimal => Decimal.max(TICK, price.div(TICK).floor().times(TICK));
