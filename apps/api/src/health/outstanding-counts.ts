import { Injectable } from '@nestjs/common';
import type { ReadinessChecks } from '@ome/contracts';
import { EVERYTHING } from '@ome/domain';
import { OrderQueries, SetAsideHistories } from '@ome/persistence';

/** Counts outstanding work, and work that needs people. */
@Injectable()
export class OutstandingCounts {
  constructor(
    private readonly orders: OrderQueries,
    private readonly aside: SetAsideHistories,
  ) {}

  queues() {
    return this.orders.workCounts(EVERYTHING);
  }

  async histories(): Promise<ReadinessChecks['histories']> {
    const count = await this.aside.count();
    return count === 0 ? { state: 'readable' } : { state: 'setAside', count };
  }
}
