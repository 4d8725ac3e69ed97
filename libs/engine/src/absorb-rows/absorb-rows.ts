import {
  type BrokerOrder,
  type BrokerTrade,
  type Decimal,
  type ExecutionReport,
  missingReports,
  type Order,
  overtakenReplaces,
  reportOf,
  tradeReport,
  unbookedQty,
  unrequestedReplace,
} from '@ome/domain';
import type { BookReport } from '../book-report/book-report';
import { type BrokerBook, recordsOf, type UnreadableRow } from '../broker-book';
import type { BrokerLink } from '../broker-ports';
import type { EndPurgedOrders } from '../end-of-day/end-purged-orders';
import type { Origin } from '../order-writer';
import type { OrderReader } from '../order-reader';
import type { AdoptOrders, NotAdopted } from './adopt-orders';

/** The result of absorbing a broker's row. */
export interface Absorbed {
  /** The order before and after booking. */
  before: Order;
  order: Order;
  /** The reports booked to bring our order up to the row. */
  booked: string[];
  /** Filled quantity at the broker beyond that; null if the row does not say. */
  unbooked: Decimal | null;
  /** The row shows terms that nobody here asked for. */
  changed: boolean;
}

/** Books what brokers' order books and streams show and our orders do not show yet. */
export class AbsorbRows {
  constructor(
    private readonly orders: OrderReader,
    private readonly bookReport: BookReport,
    private readonly adoptOrders: AdoptOrders,
    private readonly purgedOrders: EndPurgedOrders,
  ) {}

  /**
   * @param asOf when the broker was asked, or sent the row
   * @returns null if the order is not known here
   */
  async absorb(link: string, row: BrokerOrder, asOf: Date): Promise<Absorbed | null> {
    const order = await this.find(link, row);
    if (!order) return null;
    const first = await this.book(order, missingReports(order, row, asOf));
    // Only after the last fill is booked is it known whether a request came too late.
    const isOpenStill = first.booked.length > 0 && first.order.commands.length > 0;
    const then = isOpenStill ? missingReports(first.order, { ...row, trade: null }, asOf) : [];
    const second = await this.book(first.order, then);
    return {
      before: order,
      order: second.order,
      booked: [...first.booked, ...second.booked],
      unbooked: unbookedQty(second.order, row),
      changed: unrequestedReplace(second.order, row) !== null,
    };
  }

  /** Takes over an order that was placed outside this engine; null once it is here. */
  adopt(link: BrokerLink, row: BrokerOrder, asOf: Date): Promise<NotAdopted | null> {
    return this.adoptOrders.adopt(link, row, asOf);
  }

  /** Books terms that nobody here asked for, unless the order changed meanwhile. */
  async absorbTerms(order: Order, row: BrokerOrder): Promise<Absorbed> {
    const replaced = unrequestedReplace(order, row);
    const reports = replaced ? [replaced] : overtakenReplaces(order, row);
    const booked = await this.book(order, reports, 'unlessChanged');
    return { ...booked, before: order, unbooked: null, changed: booked.booked.length === 0 };
  }

  /** Books what follows if a whole order book has no row of the order; null if nothing does. */
  absorbAbsence(order: Order, asOf: Date): Promise<Order | null> {
    return this.purgedOrders.end(order, asOf);
  }

  /** Books the executions of an order that are not booked yet, and keeps unreadable ones for ops. */
  async absorbTrades(order: Order, trades: BrokerBook<BrokerTrade>): Promise<Absorbed> {
    await this.keepUnreadable(order.link, trades.unreadable);
    const reports = recordsOf(trades).map((trade) => tradeReport(order, trade));
    return { ...(await this.book(order, reports)), before: order, unbooked: null, changed: false };
  }

  /** Keeps rows that nobody can read, each content once, with an alert on the order that it names. */
  async keepUnreadable(link: string, rows: readonly UnreadableRow[]): Promise<void> {
    for (const { brokerOrderId, exchange, symbol, why, body, content } of rows) {
      const about = reportOf(link, 'OrderStatus', { brokerOrderId, exchange, symbol });
      await this.bookReport.keepUnbookable(about, why, { body, content });
    }
  }

  /** The order that a row names which cannot be read otherwise; null if none is known. */
  async namedBy(link: string, { brokerOrderId, tag }: UnreadableRow): Promise<Order | null> {
    return brokerOrderId === null ? null : this.find(link, { brokerOrderId, tag });
  }

  private async book(
    order: Order,
    reports: readonly ExecutionReport[],
    when: 'unlessChanged' | 'always' = 'always',
  ) {
    const booked: string[] = [];
    let current = order;
    const onlyIf = ({ version }: Order): boolean =>
      when === 'always' || version === current.version;
    for (const report of reports) {
      const result = await this.bookReport.bookOn(
        order.orderId,
        report,
        originOf(order.link),
        onlyIf,
      );
      if (!result.booked) continue;
      if (result.order.version > current.version) booked.push(nameOf(report));
      current = result.order;
    }
    return { order: current, booked };
  }

  /** By the broker's order number, or by the attempt's tag while the placement is unanswered. */
  private async find(
    link: string,
    { brokerOrderId, tag }: Pick<BrokerOrder, 'brokerOrderId' | 'tag'>,
  ): Promise<Order | null> {
    const byNumber = () => this.orders.findByBrokerOrderId(link, brokerOrderId);
    // The number may become known between the first two look-ups.
    const orderId =
      (await byNumber()) ??
      (tag && ((await this.orders.findByTag(link, tag)) ?? (await byNumber())));
    return orderId ? this.orders.load(orderId) : null;
  }
}

const nameOf = ({ kind, execId }: ExecutionReport): string =>
  kind === 'Trade' ? `Trade ${execId}` : kind;

const originOf = (link: string): Origin => ({ by: link, requestId: null });
