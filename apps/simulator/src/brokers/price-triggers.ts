import { Injectable } from '@nestjs/common';
import type { Decimal } from '../exact-decimal';
import { guarded } from '../market/guarded';
import { Ticker } from '../market/ticker';
import { MarketPrices } from '../venue/market-prices';

interface Watch {
  readonly symbol: string;
  readonly trigger: Decimal;
  /** Whether the price has to rise to the trigger, or to fall to it. */
  readonly rises: boolean;
  readonly fire: () => void;
}

/** Orders that the broker keeps until the last price reaches a trigger. */
@Injectable()
export class PriceTriggers {
  private readonly watches = new Set<Watch>();
  private readonly tick = (): void => {
    // Without those that begin to wait meanwhile.
    for (const watch of [...this.watches]) {
      if (!this.watches.has(watch)) continue;
      const last = this.prices.last(watch.symbol);
      if (watch.rises ? last.lt(watch.trigger) : last.gt(watch.trigger)) continue;
      this.watches.delete(watch);
      guarded(watch.fire);
    }
    if (this.watches.size === 0) this.ticker.stop(this.tick);
  };

  constructor(
    private readonly ticker: Ticker,
    private readonly prices: MarketPrices,
  ) {}

  /** Fires once, from whichever side the price comes unless it is said; the function that it returns ends it. */
  watch(
    symbol: string,
    trigger: Decimal,
    fire: () => void,
    rises = this.prices.last(symbol).lt(trigger),
  ): () => void {
    const watch = { symbol, trigger, rises, fire };
    this.watches.add(watch);
    this.ticker.start(this.tick);
    return () => void this.watches.delete(watch);
  }
}
