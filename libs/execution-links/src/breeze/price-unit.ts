import { type Decimal, decimal } from '@ome/domain';
import type { InstrumentFacts, PriceUnit } from '@ome/engine';

/** Short names of indices, and of shares that cost between 250 and 5,000 rupees. */
const INDICES = ['NIFTY', 'CNXBAN', 'NIFFIN', 'NIFSEL', 'BSESEN'];
const SHARES = ['ITC', 'RELIND', 'INFTEC', 'ICIBAN', 'HDFBAN', 'STABAN'];

/** Index levels lie between these, in rupees; a hundredth or a hundredfold lies outside. */
const STRIKES = { least: decimal(2_000), most: decimal(500_000) };
/** Tick sizes of options and of such shares. */
const TICKS = { least: decimal('0.01'), most: decimal(1) };

const HUNDREDTH = decimal('0.01');

/**
 * Finds out from its contracts whether a file's prices are in the assumed unit: strikes and ticks
 * of well-known contracts would be absurd in the other one.
 * @param said the unit that the operator names; rupees by default
 */
export class PriceUnitCheck {
  private shown = false;
  private absurd: string | null = null;

  /** @param said what the operator says; rupees where nothing is said */
  constructor(private readonly said: PriceUnit | null) {}

  inRupees = (price: Decimal): Decimal => (this.said === 'paise' ? price.times(HUNDREDTH) : price);

  /** Checks a contract whose prices have been converted to rupees. */
  look({ kind, stockCode, symbol, strike, tickSize }: InstrumentFacts): void {
    const known = kind === 'option' ? INDICES : kind === 'equity' ? SHARES : [];
    if (!stockCode || !known.includes(stockCode) || this.absurd) return;
    if (strike && !within(strike, STRIKES)) {
      this.absurd = `${symbol} would have a strike of ${strike.toFixed()} rupees`;
    } else if (tickSize && !within(tickSize, TICKS)) {
      this.absurd = `${symbol} would have a tick of ${tickSize.toFixed()} rupees`;
    }
    this.shown ||= tickSize !== null;
  }

  /** Why the file must be refused, or null. */
  doubt(): string | null {
    const taken = this.said ?? 'rupees';
    const other = taken === 'rupees' ? 'paise' : 'rupees';
    if (this.absurd) {
      const advice = `if so, import it with --unit ${other}`;
      return `seems to have its prices in ${other}: in ${taken}, ${this.absurd}; ${advice}`;
    }
    if (this.shown || this.said) return null;
    return 'has no well-known contract that shows whether its prices are in rupees or paise: say which with --unit';
  }
}

const within = (value: Decimal, { least, most }: { least: Decimal; most: Decimal }): boolean =>
  value.gte(least) && value.lte(most);
