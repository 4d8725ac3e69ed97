import { Injectable } from '@nestjs/common';
import { Decimal } from '../exact-decimal';
import type { SeededRandom } from '../seeded-random';
import { SimulatorConfig } from '../simulator.config';
import { marketPrice, planFills } from './fill-plan';
import { OrderReporter } from './order-reporter';
import type { VenueOrder } from './venue-order';

/** Fills orders, part by part. */
@Injectable()
export class OrderFiller {
  private readonly filling = new Set<VenueOrder>();
  private fillCount = 0;

  constructor(
    private readonly config: SimulatorConfig,
    private readonly reporter: OrderReporter,
  ) {}

  /** Plans the fills of what is open, in place of any plan before. */
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
    this.reporter.release(order);
  }

  /** Counts a fill that was booked without a plan. */
  countFillByHand(): void {
    this.fillCount += 1;
  }

  /** Forgets all orders without another report about them. */
  reset(): void {
    for (const order of this.filling) clearTimeout(order.timer);
    this.filling.clear();
    this.fillCount = 0;
  }

  counts(): { fills: number; ordersFilling: number } {
    return { fills: this.fillCount, ordersFilling: this.filling.size };
  }

  private awaitNextPart(order: VenueOrder): void {
    const part = order.plan.shift();
    if (!part) {
      this.stop(order);
      return;
    }
    this.filling.add(order);
    order.timer = setTimeout(() => {
      // A report by hand may have filled or closed some of it meanwhile.
      const quantity = Decimal.min(part.quantity, order.leavesQty);
      if (quantity.greaterThan(0)) this.fill(order, quantity);
      this.awaitNextPart(order);
    }, part.delayMs);
  }

  private fill(order: VenueOrder, quantity: Decimal): void {
    const { seed } = this.config;
    const price = order.price ?? marketPrice(seed, order.request.symbol, order.random);
    const execId = this.reporter.newExecId();
    order.book(execId, quantity, price);
    this.fillCount += 1;
    this.reporter.report(order, { ExecType: 'F', LastQty: quantity, LastPx: price }, { execId });
  }
}
