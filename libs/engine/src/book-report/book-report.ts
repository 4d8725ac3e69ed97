import {
  decideReport,
  type ExecutionReport,
  Executions,
  namesExecution,
  type NewOrder,
  nextCommand,
  type Order,
  OrdType,
  TimeInForce,
} from '@ome/domain';
import type { Origin, OrderWriter } from '../order-writer';
import type { Ids, Journal, Nudger, OrderReader, UnmatchedReports } from '../ports';

export type Booked = { booked: true; order: Order } | { booked: false };

/** Our order id, as the ClOrdID of a new order and as the start of every request's. */
const OUR_CL_ORD_ID = /^([0-9a-f]{24})(-\d+)?$/;

/**
 * The one way in for what venues report, whichever of push, poll or replay brought it. A report
 * counts once; one of an order that nobody knows is kept until the order appears.
 */
export class BookReport {
  constructor(
    private readonly writer: OrderWriter,
    private readonly journal: Journal,
    private readonly orders: OrderReader,
    private readonly unmatched: UnmatchedReports,
    private readonly ids: Ids,
    private readonly nudger: Nudger,
  ) {}

  async execute(report: ExecutionReport, origin: Origin): Promise<Booked> {
    const booked = await this.bookIfKnown(report, origin);
    if (booked.booked) return booked;
    await this.unmatched.keep(report);
    // The order may have appeared between the look-up and the keeping, with nobody to match it.
    const late = await this.bookIfKnown(report, origin);
    if (late.booked) await this.settle(report, late.order.orderId);
    return late;
  }

  /** Books a report whose order exists, without keeping it otherwise. */
  async bookIfKnown(report: ExecutionReport, origin: Origin): Promise<Booked> {
    for await (const orderId of this.candidates(report)) {
      const booked = await this.bookOn(orderId, report, origin);
      if (booked.booked) return booked;
    }
    return opensOrder(report) ? this.openByPhone(report, origin) : { booked: false };
  }

  /** @param onlyIf the order is still as it was when the report was made of a broker's row */
  async bookOn(
    orderId: string,
    report: ExecutionReport,
    origin: Origin,
    onlyIf: (order: Order) => boolean = () => true,
  ): Promise<Booked> {
    const change = await this.writer.change(
      orderId,
      async (order) =>
        // Venues know its slices only: who quotes the whole means one of them, and which is not told.
        order.slicing || !onlyIf(order)
          ? null
          : decideReport(order, report, await this.namedExecution(order, report)),
      origin,
    );
    if (change.outcome === 'missing' || change.order.slicing) return { booked: false };
    const command = nextCommand(change.order);
    if (command?.delivery.state === 'queued') this.nudger.nudge(change.order);
    return { booked: true, order: change.order };
  }

  private async *candidates(report: ExecutionReport): AsyncGenerator<string> {
    const { clOrdId, origClOrdId, brokerOrderId, link, account } = report;
    for (const quoted of [clOrdId, origClOrdId]) {
      const own = quoted?.match(OUR_CL_ORD_ID)?.[1];
      if (own) yield own;
    }
    if (brokerOrderId) {
      yield this.phoneOrderId(link, brokerOrderId);
      const orderId = await this.orders.findByBrokerOrderId(link, brokerOrderId);
      if (orderId) yield orderId;
    }
    for (const quoted of [clOrdId, origClOrdId]) {
      const orderId = quoted && (await this.orders.findByClOrdId(quoted, account));
      if (orderId) yield orderId;
    }
  }

  private async namedExecution(order: Order, report: ExecutionReport) {
    if (!namesExecution(report)) return undefined;
    const events = await this.journal.read(order.orderId);
    return Executions.fold(events.slice(0, order.version)).find(report.execRefId!);
  }

  private async openByPhone(report: ExecutionReport, origin: Origin): Promise<Booked> {
    const opened = await this.writer.open(phoneOrder(report, this.phoneOrderId.bind(this)), origin);
    return opened.outcome === 'missing' ? { booked: false } : { booked: true, order: opened.order };
  }

  private phoneOrderId(link: string, brokerOrderId: string): string {
    return this.ids.derive('phone', link, brokerOrderId);
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

/** An order given by phone: the venue reports it as New, and we never sent it (FIX E.1.a). */
const opensOrder = (report: ExecutionReport): boolean =>
  report.kind === 'New' &&
  !report.clOrdId &&
  [report.brokerOrderId, report.account, report.symbol, report.side, report.orderQty].every(
    Boolean,
  );

function phoneOrder(
  report: ExecutionReport,
  orderIdOf: (link: string, brokerOrderId: string) => string,
): NewOrder {
  const orderId = orderIdOf(report.link, report.brokerOrderId!);
  return {
    type: 'NewOrder',
    origin: 'phone',
    orderId,
    clOrdId: orderId,
    account: report.account!,
    userId: null,
    symbol: report.symbol!,
    exchange: report.exchange ?? '',
    side: report.side!,
    ordType: report.price ? OrdType.Limit : OrdType.Market,
    orderQty: report.orderQty!,
    price: report.price,
    stopPrice: null,
    timeInForce: TimeInForce.Day,
    expireAt: null,
    product: null,
    link: report.link,
    tag: null,
    client: null,
    counterParty: null,
    basketId: null,
    parentOrderId: null,
    slicing: null,
    brokerOrderId: report.brokerOrderId,
    execId: report.execId,
  };
}
