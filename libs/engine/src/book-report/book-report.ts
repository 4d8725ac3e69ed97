import {
  type Alert,
  AlertCode,
  contradictions,
  decideReport,
  type ExecutionReport,
  Executions,
  isRepeatOf,
  isStrangeId,
  isUnsent,
  namesExecution,
  nextCommand,
  opensOrder,
  type Order,
  type OrderEvent,
  type ReportedFact,
  reuseOf,
} from '@ome/domain';
import { unlessUnreadable } from '@ome/event-store';
import type { Change, Origin, OrderWriter } from '../order-writer';
import type { Journal } from '../journal';
import type { Nudger } from '../nudger';
import type { ReportToKeep, UnmatchedReports } from './unmatched-reports';
import type { DoubtFills } from './doubt-fills';
import type { Candidate, FindOrder } from './find-order';

/** Why a report is not about the order that its ids lead to. */
export interface Objection {
  orderId: string;
  alerts: Alert[];
}

export type Booked =
  | { booked: true; order: Order }
  /** `objection` is null if no order is known. */
  | { booked: false; objection: Objection | null };

const ENGINE: Origin = { by: 'engine', requestId: null };
/** Also if the order's history is unreadable: the report waits until it is readable again. */
const UNKNOWN: Booked = { booked: false, objection: null };

/**
 * The single entry point for venue reports, from push, poll or replay. A report counts once; one
 * that cannot be booked is kept until its order appears or ops book it by hand.
 */
export class BookReport {
  constructor(
    private readonly writer: OrderWriter,
    private readonly journal: Journal,
    private readonly findOrder: FindOrder,
    private readonly unmatched: UnmatchedReports,
    private readonly nudger: Nudger,
    private readonly doubtFills: DoubtFills,
  ) {}

  /** @param body the report as received, for ops */
  async execute(
    report: ExecutionReport,
    origin: Origin,
    body: string | null = null,
  ): Promise<Booked> {
    const booked = await this.bookIfKnown(report, origin);
    if (booked.booked) return booked;
    if (booked.objection) return this.object(report, booked.objection, body);
    await this.unmatched.keep({ keptFor: 'unknown', comment: UNKNOWN_ORDER, report, body });
    // The order may have appeared between look-up and keeping, with nobody to match it.
    const late = await this.bookIfKnown(report, origin);
    if (late.booked) await this.settle(report, late.order.orderId);
    return late;
  }

  /**
   * Keeps a report that lacks what its event needs.
   *
   * @param about the readable part: the ids
   * @param received as received, and its content if that is less: what a repeat has as well
   */
  async keepUnbookable(
    about: ExecutionReport,
    comment: string,
    received: { body: string; content?: string },
  ): Promise<void> {
    const kept: ReportToKeep = { keptFor: 'unreadable', comment, report: null, ...received };
    const id = await this.unmatched.keep(kept);
    for await (const { orderId, certain } of this.findOrder.candidates(about)) {
      const alerts = [{ code: AlertCode.Unbookable, reported: comment }];
      if (certain && (await this.raise({ orderId, alerts }, id))) return;
    }
  }

  /** Books a report whose order exists; does not keep it otherwise. */
  bookIfKnown(report: ExecutionReport, origin: Origin): Promise<Booked> {
    return unlessUnreadable(() => this.bookOnCandidate(report, origin), UNKNOWN);
  }

  private async bookOnCandidate(report: ExecutionReport, origin: Origin): Promise<Booked> {
    for await (const candidate of this.findOrder.candidates(report)) {
      const booked = await this.attempt(candidate, report, origin);
      if (booked.booked || booked.objection) return booked;
    }
    if (!opensOrder(report)) return UNKNOWN;
    const opened = await this.writer.open(await this.findOrder.phoneOrder(report), origin);
    return opened.outcome === 'missing' ? UNKNOWN : { booked: true, order: opened.order };
  }

  /**
   * Books a report on the order that is known to be its own, and keeps one that contradicts it.
   *
   * @param onlyIf the order is unchanged since the report was derived from a broker's row
   */
  async bookOn(
    orderId: string,
    report: ExecutionReport,
    origin: Origin,
    onlyIf: (order: Order) => boolean = () => true,
  ): Promise<Booked> {
    const booked = await unlessUnreadable(
      () =>
        this.book(orderId, report, origin, (order) => this.contradictions(order, report), onlyIf),
      UNKNOWN,
    );
    return booked.booked || !booked.objection
      ? booked
      : this.object(report, booked.objection, null);
  }

  /** Keeps a report for ops, with an alert on the order that its ids led to. */
  async keepContradicting(report: ExecutionReport, objection: Objection): Promise<void> {
    await this.object(report, objection, null);
  }

  /** A report that is already kept, on the order that ops chose, whatever contradicts it. */
  bookKept(orderId: string, report: ExecutionReport, origin: Origin): Promise<Booked> {
    return this.book(orderId, report, origin, () => Promise.resolve([]));
  }

  /**
   * Raises an alert on the order that a kept report led to, once per report; false without an
   * order.
   */
  async raise({ orderId, alerts }: Objection, keptId: string): Promise<boolean> {
    const fact: ReportedFact = {
      type: 'OrderStatus',
      source: 'engine',
      clOrdId: null,
      execId: `~kept|${keptId}`,
      brokerOrderId: null,
      text: null,
      transactTime: null,
      alerts,
    };
    const change = await this.writer.change(orderId, () => fact, ENGINE);
    return change.outcome !== 'missing';
  }

  private attempt(
    { orderId, certain }: Candidate,
    report: ExecutionReport,
    origin: Origin,
  ): Promise<Booked> {
    return this.book(orderId, report, origin, async (order) => {
      if (!certain && !(await this.hasExecution(order, report))) return null;
      return [
        ...(await this.contradictions(order, report)),
        ...(await this.otherHolder(order, report)),
      ];
    });
  }

  /** @param objectionsOf what contradicts the order as the one meant; null if it is not meant */
  private async book(
    orderId: string,
    report: ExecutionReport,
    origin: Origin,
    objectionsOf: (order: Order) => Promise<Alert[] | null>,
    onlyIf: (order: Order) => boolean = () => true,
  ): Promise<Booked> {
    let alerts: Alert[] | null = null;
    const change = await this.writer.change(
      orderId,
      async (order) => {
        // Venues know only the slices: a report that quotes the parent means one of them, but not
        // which.
        alerts = order.slicing ? null : await objectionsOf(order);
        return alerts?.length === 0 && onlyIf(order) ? this.decide(order, report) : null;
      },
      origin,
    );
    const objections = alerts as Alert[] | null;
    if (change.outcome === 'missing' || !objections) return UNKNOWN;
    if (objections.length > 0) return { booked: false, objection: { orderId, alerts: objections } };
    return change.outcome === 'duplicate' && report.execId !== null
      ? this.again(change, report, origin)
      : this.bookedOn(change.order);
  }

  /** A report whose ExecID the order already has: a repeat, or another one under a reused id. */
  private async again(
    { order, holder }: Extract<Change, { outcome: 'duplicate' }>,
    report: ExecutionReport,
    origin: Origin,
  ): Promise<Booked> {
    if (isRepeatOf(holder, report, this.findOrder.dayOf)) return this.bookedOn(order);
    const { orderId } = order;
    let objection: Alert | null = null;
    const change = await this.writer.change(
      orderId,
      async (current) => {
        const events = await this.eventsOf(current);
        const reuse = reuseOf(report, current, events, this.findOrder.dayOf);
        objection = reuse.reuse === 'contradiction' ? reuse.alert : null;
        if (reuse.reuse !== 'another') return null;
        const alerts = [...(report.alerts ?? []), reuse.alert];
        return this.decide(current, { ...report, execId: reuse.execId, alerts });
      },
      origin,
    );
    const alert = objection as Alert | null;
    if (alert) return { booked: false, objection: { orderId, alerts: [alert] } };
    return this.bookedOn(change.outcome === 'missing' ? order : change.order);
  }

  private bookedOn(order: Order): Booked {
    const command = nextCommand(order);
    if (command && isUnsent(command)) this.nudger.nudge(order);
    return { booked: true, order };
  }

  private async decide(order: Order, reported: ExecutionReport): Promise<ReportedFact> {
    const report = await this.byOwnId(order, reported);
    const named = namesExecution(report)
      ? Executions.fold(await this.eventsOf(order)).find(report.execRefId!)
      : undefined;
    return this.doubtFills.judge(order, decideReport(order, report, named));
  }

  /** Resolves a request quoted by a client's id that the order no longer remembers. */
  private async byOwnId(order: Order, report: ExecutionReport): Promise<ExecutionReport> {
    const { clOrdId } = report;
    if (clOrdId === null || !isStrangeId(order, clOrdId)) return report;
    const request = (await this.holdersOf(order, [clOrdId])).find(
      (event) => 'newClOrdId' in event && event.newClOrdId === clOrdId,
    );
    return request && 'clOrdId' in request ? { ...report, clOrdId: request.clOrdId } : report;
  }

  /** Whether the order has the execution that a report repeats or changes. */
  private async hasExecution(order: Order, report: ExecutionReport): Promise<boolean> {
    const ids = [report.execRefId, report.execId].filter((id) => id !== null);
    return (await this.holdersOf(order, ids)).some(
      (event) =>
        'execId' in event &&
        event.execId !== null &&
        (event.execId === report.execRefId ||
          (event.execId === report.execId && isRepeatOf(event, report, this.findOrder.dayOf))),
    );
  }

  /** Another symbol may still denote the same instrument. */
  private async contradictions(order: Order, report: ExecutionReport): Promise<Alert[]> {
    const found = contradictions(order, report);
    if (!found.some(({ field }) => field === 'Symbol')) return found;
    return contradictions(order, await this.findOrder.named(report, order));
  }

  private async otherHolder(order: Order, report: ExecutionReport): Promise<Alert[]> {
    const { brokerOrderId } = report;
    if (!brokerOrderId || !order.brokerOrderId || brokerOrderId === order.brokerOrderId) return [];
    const holder = await this.findOrder.holderOf(report, order);
    const code = AlertCode.Contradiction;
    return holder
      ? [{ code, field: 'OrderID', ours: order.brokerOrderId, reported: brokerOrderId }]
      : [];
  }

  /** What used up these ids before the order was decided on. */
  private async holdersOf(
    { orderId, version }: Order,
    ids: readonly string[],
  ): Promise<OrderEvent[]> {
    return (await this.journal.holdersOf(orderId, ids)).filter(({ seq }) => seq <= version);
  }

  private async eventsOf({ orderId, version }: Order): Promise<OrderEvent[]> {
    return (await this.journal.read(orderId)).slice(0, version);
  }

  private async object(
    report: ExecutionReport,
    objection: Objection,
    body: string | null,
  ): Promise<Booked> {
    const comment = objectionText(objection);
    const id = await this.unmatched.keep({ keptFor: 'contradiction', comment, report, body });
    await this.raise(objection, id);
    return { booked: false, objection };
  }

  private async settle(report: ExecutionReport, orderId: string): Promise<void> {
    const kept = await this.unmatched.waitingFor({
      orderIds: [orderId],
      clOrdIds: report.clOrdId ? [report.clOrdId] : [],
      brokerOrderIds: report.brokerOrderId ? [report.brokerOrderId] : [],
    });
    for (const { id } of kept) await this.unmatched.settle(id, orderId, 'engine');
  }
}

/** Fixed by the wire format. */
const UNKNOWN_ORDER = 'Order does not exist';

/** The text for the sender of the report, and for ops. */
export const objectionText = ({ orderId, alerts }: Objection): string =>
  `Kept, not booked: it leads to order ${orderId} and contradicts it in ` +
  alerts
    .map(({ field, ours, reported }) => `${field} (ours ${ours}, reported ${reported})`)
    .join(', ');
