import type { Order } from '@ome/domain';
import type { Origin } from '../order-writer';
import type { KeptReport, UnmatchedReports } from '../ports';
import type { BookReport } from './book-report';

const ENGINE: Origin = { by: 'engine', requestId: null };

/** Books kept reports once their order appears, and where ops say which order they mean. */
export class MatchReports {
  /** As the last sweep saw it: while nothing waits, orders need not be compared with anything. */
  private someWait = true;

  constructor(
    private readonly unmatched: UnmatchedReports,
    private readonly bookReport: BookReport,
  ) {}

  /** For orders that have just appeared or become known by another id. */
  async onOrders(orders: Order[]): Promise<void> {
    if (!this.someWait) return;
    const kept = await this.unmatched.waitingFor({
      orderIds: orders.map(({ orderId }) => orderId),
      clOrdIds: orders.map(({ clOrdId }) => clOrdId),
      brokerOrderIds: orders.flatMap(({ brokerOrderId }) => brokerOrderId ?? []),
    });
    await this.tryAll(kept);
  }

  /** Tries the oldest of all that wait; what was missed above is found here. */
  async sweep(limit: number): Promise<void> {
    const waiting = await this.unmatched.waiting(limit);
    this.someWait = waiting.length > 0;
    await this.tryAll(waiting);
  }

  /** False where the report or the order does not exist. */
  async assign(id: string, orderId: string, origin: Origin): Promise<boolean> {
    const kept = await this.unmatched.find(id);
    if (!kept) return false;
    const { booked } = await this.bookReport.bookOn(orderId, kept.report, origin);
    if (booked) await this.unmatched.settle(id, orderId, origin.by ?? 'ops');
    return booked;
  }

  private async tryAll(kept: KeptReport[]): Promise<void> {
    for (const { id, report } of kept) {
      const booked = await this.bookReport.bookIfKnown(report, ENGINE);
      if (booked.booked) await this.unmatched.settle(id, booked.order.orderId, 'engine');
    }
  }
}
