import type { ExecutionReport, Order } from '@ome/domain';
import type { Origin } from '../order-writer';
import type { OrderReader } from '../order-reader';
import type { MatchableReport, ReportPlace, UnmatchedReports } from './unmatched-reports';
import { type Booked, type BookReport, objectionText } from './book-report';

const ENGINE: Origin = { by: 'engine', requestId: null };

/** Books kept reports once their order appears, or when ops choose their order. */
export class MatchReports {
  /** As of the last round: while nothing waits, orders need no matching. */
  private someWait = true;
  /** The sweep's position in this round; null at its start. */
  private reached: ReportPlace | null = null;

  constructor(
    private readonly unmatched: UnmatchedReports,
    private readonly bookReport: BookReport,
    private readonly orders: OrderReader,
  ) {}

  /** For orders that just appeared or got another id. */
  async onOrders(orders: Order[]): Promise<void> {
    if (!this.someWait) return;
    const kept = await this.unmatched.waitingFor({
      orderIds: orders.map(({ orderId }) => orderId),
      clOrdIds: orders.map(({ clOrdId }) => clOrdId),
      brokerOrderIds: orders.flatMap(({ brokerOrderId }) => brokerOrderId ?? []),
    });
    await this.tryAll(kept);
  }

  /** Tries the next waiting reports, each in its turn; finds what `onOrders` missed. */
  async sweep(limit: number): Promise<void> {
    const waiting = await this.unmatched.waiting(limit, this.reached);
    this.someWait = waiting.length > 0 || this.reached !== null;
    this.reached = waiting.length < limit ? null : waiting.at(-1)!;
    await this.tryAll(waiting);
  }

  /**
   * Books a kept report on the order that ops chose, once: a concurrent choice of another order is
   * told that there is no such report, and a repeat of the same choice changes nothing.
   *
   * @param report the report to book: as kept, or as completed by ops
   */
  async bookByHand(
    id: string,
    orderId: string,
    report: ExecutionReport,
    origin: Origin,
  ): Promise<Booked> {
    if (!(await this.unmatched.claim(id, orderId))) return this.settledOn(id, orderId);
    const booked = await this.bookReport.bookKept(orderId, report, origin);
    if (booked.booked) await this.unmatched.settle(id, orderId, origin.by ?? 'ops');
    else await this.unmatched.release(id);
    return booked;
  }

  private async settledOn(id: string, orderId: string): Promise<Booked> {
    const kept = await this.unmatched.find(id);
    const order = kept?.orderId === orderId ? await this.orders.load(orderId) : null;
    return order ? { booked: true, order } : { booked: false, objection: null };
  }

  private async tryAll(kept: MatchableReport[]): Promise<void> {
    for (const { id, report } of kept) {
      const booked = await this.bookReport.bookIfKnown(report, ENGINE);
      if (booked.booked) await this.unmatched.settle(id, booked.order.orderId, 'engine');
      else if (booked.objection) {
        await this.unmatched.hold(id, objectionText(booked.objection));
        await this.bookReport.raise(booked.objection, id);
      }
    }
  }
}
