import {
  newReportQueue,
  type ReportQueue,
  type OutgoingReport,
  type ReportRecord,
} from '../reports/report-queue';
import type { Front } from '../front';
import type { SeededRandom } from '../seeded-random';
import { VenueOrder, type Fill, type OrderCourse } from '../venue/venue-order';
import type { NewOrderRequest } from './link-request';

/** Reports on the orders of the link. */
interface Reporter {
  newOrderId(): string;
  newExecId(): string;
  report(
    order: LinkOrder,
    specifics: Record<string, unknown> & { ExecType: string },
    options: { execId: string },
  ): void;
  /** Sends the held-back reports of an order. */
  release(order: LinkOrder): void;
}

/** An order that came through the REST link. */
export class LinkOrder extends VenueOrder {
  readonly lane: ReportQueue;
  readonly executions: ReportRecord[] = [];
  readonly venueOrderId: string;

  /** The last accepted request, which reports quote. */
  clOrdId: string;
  /** Reports held back to be sent out of order; null if they are sent as they happen. */
  held: OutgoingReport[] | null = null;

  constructor(
    readonly front: Front,
    request: NewOrderRequest,
    private readonly reporter: Reporter,
    course: OrderCourse,
    random: SeededRandom,
    duplicate: boolean,
  ) {
    super(request, course, random, duplicate);
    this.lane = newReportQueue(request.counterparty);
    this.venueOrderId = reporter.newOrderId();
    this.clOrdId = request.clOrdId;
  }

  newExecId(): string {
    return this.reporter.newExecId();
  }

  tellFill({ execId, quantity, price }: Fill): void {
    this.reporter.report(this, { ExecType: 'F', LastQty: quantity, LastPx: price }, { execId });
  }

  settle(): void {
    this.reporter.release(this);
  }

  override toJSON(): object {
    return { ...super.toJSON(), clOrdId: this.clOrdId, venueOrderId: this.venueOrderId };
  }
}
