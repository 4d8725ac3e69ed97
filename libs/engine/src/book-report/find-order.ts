import {
  canonicalAccount,
  dayOfReport,
  type DayOf,
  type ExecutionReport,
  matchesByOrderId,
  type NewOrder,
  type Order,
} from '@ome/domain';
import type { Clock, Ids } from '../clock-and-ids';
import type { OrderReader } from '../order-reader';
import type { VenueTerms } from '../venue-terms';
import { phoneOrder } from './phone-order';

/** Our order id: the ClOrdID of a new order, and the prefix of every request's. */
const OUR_CL_ORD_ID = /^([0-9a-f]{24})(-\d+)?$/;

export interface Candidate {
  orderId: string;
  /** False if only an execution of the order can confirm the match. */
  certain: boolean;
}

/** The orders that a report may be about, by the ids that it quotes, the most certain first. */
export class FindOrder {
  constructor(
    private readonly orders: OrderReader,
    private readonly ids: Ids,
    private readonly clock: Clock,
    readonly dayOf: DayOf,
    private readonly venue: Pick<VenueTerms, 'name'>,
  ) {}

  async *candidates(report: ExecutionReport): AsyncGenerator<Candidate> {
    for (const quoted of [report.clOrdId, report.origClOrdId]) {
      const own = quoted?.match(OUR_CL_ORD_ID)?.[1];
      if (own) yield { orderId: own, certain: true };
    }
    if (report.brokerOrderId) yield* this.byOrderId(report, report.brokerOrderId);
    for (const quoted of [report.clOrdId, report.origClOrdId]) {
      const orderId = quoted && (await this.byClOrdId(quoted, report.account));
      if (orderId) yield { orderId, certain: true };
    }
  }

  /** Another order of ours that has this OrderID at the venue on the report's day. */
  async holderOf(report: ExecutionReport, not: Order): Promise<string | null> {
    const all = await this.orders.allByBrokerOrderId(report.link, report.brokerOrderId!);
    const [meant] = matchesByOrderId(all, report, this.reportDay(report), this.dayOf);
    return meant?.certain && meant.order.orderId !== not.orderId ? meant.order.orderId : null;
  }

  /** The venue's OrderID is unique for one day. */
  phoneOrderId(report: ExecutionReport): string {
    return this.ids.derive('phone', report.link, this.reportDay(report), report.brokerOrderId!);
  }

  /** The order that a report opens, with the canonical names of placed orders. */
  async phoneOrder(report: ExecutionReport): Promise<NewOrder> {
    const opening = phoneOrder(report, this.phoneOrderId(report));
    return { ...opening, ...(await this.venue.name(opening)) };
  }

  /** The report's instrument under its canonical name. */
  async named(
    report: ExecutionReport,
    { account, exchange, link }: Order,
  ): Promise<ExecutionReport> {
    if (!report.symbol) return report;
    const given = { account, exchange: report.exchange ?? exchange, link, product: null };
    const { symbol } = await this.venue.name({ ...given, symbol: report.symbol.trim() });
    return { ...report, symbol };
  }

  private async *byOrderId(
    report: ExecutionReport,
    brokerOrderId: string,
  ): AsyncGenerator<Candidate> {
    yield { orderId: this.phoneOrderId(report), certain: true };
    const all = await this.orders.allByBrokerOrderId(report.link, brokerOrderId);
    for (const { order, certain } of matchesByOrderId(
      all,
      report,
      this.reportDay(report),
      this.dayOf,
    )) {
      yield { orderId: order.orderId, certain };
    }
  }

  private async byClOrdId(clOrdId: string, account: string | null): Promise<string | null> {
    const found = await this.orders.findByClOrdId(clOrdId, account);
    const canonical = account && canonicalAccount(account);
    if (found || canonical === account) return found;
    return this.orders.findByClOrdId(clOrdId, canonical);
  }

  private reportDay(report: ExecutionReport): string {
    return dayOfReport(report, this.clock.now(), this.dayOf);
  }
}
