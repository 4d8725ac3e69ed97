import { Injectable } from '@nestjs/common';
import { BrokerDesk } from '../brokers/broker-desk';
import type { Decimal } from '../exact-decimal';
import { guarded } from '../market/guarded';
import { Ticker } from '../market/ticker';
import { MarketPrices } from '../venue/market-prices';
import type { FlattradeOrder } from './flattrade-order';

interface Trailing {
  readonly leg: FlattradeOrder;
  readonly trail: Decimal;
  /** 1 where the price has to rise for the stop to follow. */
  readonly away: 1 | -1;
  /** What the price moves from: of the fill, and then by whole trails. */
  from: Decimal;
}

/** Stops that follow the price: each time it has moved by the trail to the better, they do so as well. */
@Injectable()
export class FlattradeTrail {
  private readonly trailing = new Set<Trailing>();
  private readonly tick = (): void => {
    for (const one of this.trailing) guarded(() => this.follow(one));
    if (this.trailing.size === 0) this.ticker.stop(this.tick);
  };

  constructor(
    private readonly ticker: Ticker,
    private readonly prices: MarketPrices,
    private readonly desk: BrokerDesk,
  ) {}

  start(leg: FlattradeOrder, trail: Decimal, from: Decimal): void {
    this.trailing.add({ leg, trail, away: leg.fields.trantype === 'S' ? 1 : -1, from });
    this.ticker.start(this.tick);
  }

  private follow(one: Trailing): void {
    const { leg, trail, away } = one;
    const { trgprc, prc } = leg.fields;
    if (leg.trigger === null || leg.leavesQty.isZero() || !trgprc || !prc) {
      this.trailing.delete(one);
      return;
    }
    const moved = this.prices.last(leg.fields.tsym).minus(one.from).times(away);
    const steps = moved.div(trail).floor();
    if (steps.lte(0)) return;
    const by = steps.times(trail).times(away);
    one.from = one.from.plus(by);
    leg.moveStop(trgprc.plus(by), prc.plus(by));
    this.desk.moveOn(leg);
  }
}
