import type { OnApplicationShutdown } from '@nestjs/common';
import { type ExecutionLinks, type NudgedOrder, Nudger, type Urgency } from '@ome/engine';
import { BullNudger } from '@ome/messaging';
import type { Dispatchers } from './dispatchers';

/** Has orders sent by this process, or by the one that serves their link. */
export class WorkerNudger extends Nudger implements OnApplicationShutdown {
  private readonly others: BullNudger;

  constructor(
    private readonly links: ExecutionLinks,
    private readonly own: Dispatchers,
    redisUrl: string,
    isUp: () => boolean,
  ) {
    super();
    this.others = new BullNudger(redisUrl, (order) => this.routeOf(order), isUp);
  }

  nudge(order: NudgedOrder, urgency: Urgency = 'normal'): void {
    const route = this.routeOf(order);
    if (route === undefined) return;
    if (this.own.serves(route)) void this.own.nudge(route, [order.orderId], urgency);
    else this.others.nudge(order, urgency);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.others.close();
  }

  private routeOf(order: NudgedOrder): string | undefined {
    return this.links.linkFor(order)?.route;
  }
}
