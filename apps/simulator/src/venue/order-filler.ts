import { Injectable } from '@nestjs/common';
import { Decimal } from '../exact-decimal';
import { Ledger } from '../ledger/ledger';
import type { SeededRandom } from '../seeded-random';
import { planFills } from './fill-plan';
import { MarketFloor } from '../market/market-floor';
import type { Match } from '../market/matching';
import { MarketPrices } from './market-prices';
import type { VenueOrder } from './venue-order';

/** How long an order takes to the market, so that it is acknowledged first. */
const ARRIVAL_MS = 5;

/** Fills orders, part by part. */
@Injectable()
export class OrderFiller {
  private readonly filling = new Set<VenueOrder>();

  constructor(
    private readonly ledger: Ledger,
    private readonly prices: MarketPrices,
    private readonly floor: MarketFloor,
  ) {}

  /** Plans the fills of the open quantity, replacing any earlier plan. */
  start(order: VenueOrder, random: SeededRandom): void {
    clearTimeout(order.timer);
    if (order.course.life === 'market') {
      this.bringToMarket(order);
      return;
    }
    order.plan =
      order.course.life === 'fill' && order.leavesQty.greaterThan(0)
        ? planFills(order.leavesQty, order.course.filling, random)
        : [];
    this.awaitNextPart(order);
  }

  stop(order: VenueOrder): void {
    clearTimeout(order.timer);
    this.floor.leave(order);
    order.plan = [];
    this.filling.delete(order);
    order.settle();
  }

  /** Forgets all orders without another report about them. */
  reset(): void {
    for (const order of this.filling) clearTimeout(order.timer);
    this.filling.clear();
    this.floor.reset();
  }

  get ordersFilling(): number {
    return this.filling.size;
  }

  /** What the market has for an order now. */
  meetMarket(order: VenueOrder): void {
    this.floor.meet(order);
  }

  private bringToMarket(order: VenueOrder): void {
    const fill = ({ quantity, price }: Match): void => this.bookFill(order, quantity, price);
    this.floor.enter(order, fill, () => this.stop(order));
    this.filling.add(order);
    order.timer = setTimeout(() => {
      this.filling.delete(order);
      this.floor.meet(order);
    }, ARRIVAL_MS);
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
      this.prices.forFill(order.priceSymbol, order.random);
    this.bookFill(order, quantity, price);
  }

  private bookFill(order: VenueOrder, quantity: Decimal, price: Decimal): void {
    const fill = order.book(order.newExecId(), quantity, price);
    this.ledger.count(order.front, 'fills');
    order.tellFill(fill);
  }
}
