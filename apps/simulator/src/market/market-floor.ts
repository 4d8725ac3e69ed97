import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { MarketPrices } from '../venue/market-prices';
import type { VenueOrder } from '../venue/venue-order';
import { guarded } from './guarded';
import { Market } from './market';
import type { SessionPhase } from './session-phase';
import { accepts, type Match, take, triggers } from './matching';

interface Resting {
  readonly order: VenueOrder;
  readonly fill: (match: Match) => void;
  readonly done: () => void;
}

/** The orders that rest in the market, each tried again whenever its prices have moved. */
@Injectable()
export class MarketFloor implements OnModuleDestroy {
  private readonly resting = new Map<VenueOrder, Resting>();
  private timer: NodeJS.Timeout | undefined;
  private phase: SessionPhase;

  constructor(
    private readonly market: Market,
    private readonly prices: MarketPrices,
  ) {
    this.phase = market.phase;
  }

  /** An order rests here; `fill` is told what it gets, `done` that nothing is open. */
  enter(order: VenueOrder, fill: (match: Match) => void, done: () => void): void {
    this.resting.set(order, { order, fill, done });
    this.timer ??= this.nextRound();
  }

  leave(order: VenueOrder): void {
    this.resting.delete(order);
  }

  /** Everything that an order gets now. */
  meet(order: VenueOrder): void {
    const entry = this.resting.get(order);
    if (!entry || this.market.phase !== 'continuous') return;
    for (const match of this.matchesOf(order)) entry.fill(match);
    if (order.leavesQty.isZero()) {
      this.leave(order);
      entry.done();
    }
  }

  /** Forgets all orders. */
  reset(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.resting.clear();
  }

  onModuleDestroy(): void {
    this.reset();
  }

  private matchesOf(order: VenueOrder): Match[] {
    if (this.prices.isHalted(order.priceSymbol)) return [];
    const { last, bids, offers } = this.prices.quote(order.priceSymbol);
    const { side } = order.terms;
    if (order.trigger) {
      if (!triggers(side, order.trigger, last)) return [];
      order.trigger = null;
    }
    const { leavesQty, price } = order;
    return take({ side, leavesQty, price }, side === '1' ? offers : bids);
  }

  private nextRound(): NodeJS.Timeout {
    return setTimeout(() => {
      this.timer = undefined;
      const before = this.phase;
      this.phase = this.market.phase;
      if (before === 'auction' && this.phase !== 'auction') this.uncross();
      for (const order of [...this.resting.keys()]) guarded(() => this.meet(order));
      if (this.resting.size > 0) this.timer = this.nextRound();
    }, this.market.stepMs).unref();
  }

  /** An auction ends at one price, at which every order that accepts it is filled. */
  private uncross(): void {
    for (const { order, fill } of [...this.resting.values()]) {
      const { last: price } = this.prices.quote(order.priceSymbol);
      const { side } = order.terms;
      const isWaiting = order.trigger !== null || this.prices.isHalted(order.priceSymbol);
      if (isWaiting || !accepts({ side, price: order.price }, price)) continue;
      guarded(() => fill({ quantity: order.leavesQty, price }));
    }
  }
}
