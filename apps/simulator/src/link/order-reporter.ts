import { newReportQueue, type OutgoingReport, type ReportQueue } from '../reports/report-queue';
import {
  executionReport,
  orderCancelReject,
  outgoing,
  type FixFields,
  type Objection,
} from './execution-report';
import type { LinkOrder } from './link-order';
import type { ChangeRequest } from './link-request';

/** Where reports go. */
export interface ReportWire {
  send(reports: ReportQueue, report: OutgoingReport): void;
}

/** Builds the venue's reports, keeps them with their order, and sends them. */
export class OrderReporter {
  /** Ids are never reused, not even by the next run: an engine remembers them forever. */
  private readonly session = Date.now().toString(36).toUpperCase();
  private lastId = 0;

  /** @param prefix of all its ids, so that they are those of no other front */
  constructor(
    private readonly sender: ReportWire,
    private readonly prefix = '',
  ) {}

  newOrderId(): string {
    return this.newId('V');
  }

  newExecId(): string {
    return this.newId('E');
  }

  report(
    order: LinkOrder,
    specifics: FixFields & { ExecType: string },
    { copies = order.course.copies, execId = this.newExecId() } = {},
  ): void {
    this.dispatch(order, executionReport(order, execId, specifics), copies);
  }

  rejectRequest(
    order: LinkOrder | undefined,
    request: ChangeRequest,
    objection: Objection,
    copies: number,
  ): void {
    const reject = orderCancelReject(order, request, objection);
    this.dispatch(order, reject, copies, request.counterparty);
  }

  /** Sends a report, or adds it to its order's held-back reports. */
  dispatch(
    order: LinkOrder | undefined,
    report: FixFields,
    copies: number,
    counterparty?: string,
  ): void {
    const out = outgoing(report);
    const lane = order?.lane ?? newReportQueue(counterparty);
    order?.executions.push(out.record);
    for (let copy = 0; copy < copies; copy += 1) {
      if (order?.held) order.held.push(out);
      else this.sender.send(lane, out);
    }
  }

  /** Sends the held-back reports of an order, out of order. */
  release(order: LinkOrder): void {
    const { held } = order;
    if (!held) return;
    order.held = null;
    for (const report of order.random.shuffle(held)) this.sender.send(order.lane, report);
  }

  private newId(prefix: string): string {
    this.lastId += 1;
    return `${this.prefix}${prefix}${this.session}-${this.lastId}`;
  }
}
