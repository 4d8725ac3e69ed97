import { Injectable } from '@nestjs/common';
import { Decimal } from '../exact-decimal';
import { Ledger } from '../ledger/ledger';
import type { SeededRandom } from '../seeded-random';
import { planFills } from './fill-plan';
import { MarketPrices } from './market-prices';
import type { VenueOrder } from './venue-order';

/** Fills orders, part by part. */
@Injectable()
export class OrderFiller {
  private readonly filling = new Set<VenueOrder>();

  constructor(
    private readonly ledger: Ledger,
    private readonly prices: MarketPrices,
  ) {}

  /** Plans the fills of the open quantity, replacing any earlier plan. */
  start(order: VenueOrder, random: SeededRandom): void {
    clearTimeout(order.timer);
    order.plan =
      order.course.life === 'fill' && order.leavesQty.greaterThan(0)
        ? planFills(order.leavesQty, order.course.filling, random)
        : [];
    this.awaitNextPart(order);
  }

  stop(order: VenueOrder): void {
    clearTimeout(order.timer);
    order.plan = [];
    this.filling.delete(order);
    order.settle();
  }

  /** Forgets all orders without another report about them. */
  reset(): void {
    for (const order of this.filling) clearTimeout(order.timer);
    this.filling.clear();
  }

  get ordersFilling(): number {
    return this.filling.size;
  }

  private awaitNextPart(order: VenueOrder): void {
    const part = order.plan.shift();
    if (!part) {
      this.stop(order);
      return;
    }
    this.filling.add(order);
    order.timer = setTimeout(() => {
      // A manual report may have filled or closed some of it meanwhile.
      const quantity = Decimal.min(part.quantity, order.leavesQty);
      if (quantity.greaterThan(0)) this.fill(order, quantity);
      this.awaitNextPart(order);
    }, part.delayMs);
  }

  private fill(order: VenueOrder, quantity: Decimal): void {
    const { fillPrice } = order.course.filling;
    const price =
      (fillPrice === undefined ? order.price : new Decimal(fillPrice)) ??
      this.prices.forFill(order.terms.symbol, order.random);
    const fill = order.book(order.newExecId(), quantity, price);
    this.ledger.count(order.front, 'fills');
    order.tellFill(fill);
  }
}
