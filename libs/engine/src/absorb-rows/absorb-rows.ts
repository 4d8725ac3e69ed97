import {
  type BrokerOrder,
  type BrokerTrade,
  type Decimal,
  type ExecutionReport,
  identityOf,
  missingReports,
  type Order,
  overtakenReplaces,
  reportOf,
  type RowIdentity,
  type RowMatch,
  tradeReport,
  unbookedQty,
  unrequestedReplace,
} from '@ome/domain';
import type { BookReport } from '../book-report/book-report';
import type { Clock } from '../clock-and-ids';
import { type BrokerBook, recordsOf, type UnreadableRow } from '../broker-book';
import type { BrokerLink } from '../broker-ports';
import type { EndPurgedOrders } from '../end-of-day/end-purged-orders';
import type { Origin } from '../order-writer';
import type { OrderReader } from '../order-reader';
import { type AdoptOrders, type NotAdopted, permanently } from './adopt-orders';
import type { MatchRows } from './match-rows';

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
    private readonly matchRows: MatchRows,
    private readonly clock: Clock,
  ) {}

  /**
   * @param asOf when the broker was asked, or sent the row
   * @returns null if the order is not known here, or the row contradicts it and is kept for ops
   */
  async absorb(link: string, row: BrokerOrder, asOf: Date): Promise<Absorbed | null> {
    const found = await this.find(link, row, asOf);
    if (found.match === 'contradiction') await this.keepContradicting(link, row, found);
    if (found.match !== 'order') return null;
    const { order } = found;
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
  async adopt(link: BrokerLink, row: BrokerOrder, asOf: Date): Promise<NotAdopted | null> {
    const found = await this.find(link.name, row, asOf);
    switch (found.match) {
      case 'order':
        return null;
      case 'contradiction':
        return permanently(`it has the number of order ${found.order.orderId} and contradicts it`);
      case 'unsure': {
        const orderIds = found.orders.map(({ orderId }) => orderId);
        return permanently(`it may be any of our orders ${orderIds.join(', ')}`);
      }
      case 'none': {
        const isHere = async () =>
          (await this.matchRows.match(link.name, row, asOf)).match === 'order';
        return this.adoptOrders.adopt(link, row, asOf, isHere);
      }
    }
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
    const executions = recordsOf(trades);
    const found = await this.matchRows.matchAll(order.link, executions, this.clock.now());
    const reports = executions
      .filter((trade, index) => !isOfAnother(order, trade, found[index]))
      .map((trade) => tradeReport(order, trade));
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
  async namedBy(link: string, row: UnreadableRow, asOf: Date): Promise<Order | null> {
    const { brokerOrderId, exchange } = row;
    if (brokerOrderId === null) return null;
    const named = { ...row, brokerOrderId, exchange: exchange ?? '', transactTime: null };
    const found = await this.find(link, named, asOf);
    return found.match === 'order' ? found.order : null;
  }

  private async keepContradicting(
    link: string,
    row: BrokerOrder,
    { order, alerts }: Extract<RowMatch, { match: 'contradiction' }>,
  ): Promise<void> {
    const { ordStatus, orderQty, price, stopPrice, cumQty, text, trade } = row;
    const said = { ordStatus, orderQty, price, stopPrice, cumQty, text };
    const executed = trade && {
      kind: 'Trade' as const,
      execId: trade.execId,
      lastQty: trade.lastQty,
      lastPx: trade.lastPx,
    };
    const report = { ...identityOf(link, row), ...said, ...executed };
    await this.bookReport.keepContradicting(report, { orderId: order.orderId, alerts });
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
    row: RowIdentity & Pick<BrokerOrder, 'tag'>,
    asOf: Date,
  ): Promise<RowMatch> {
    const byNumber = () => this.matchRows.match(link, row, asOf);
    const found = await byNumber();
    if (found.match !== 'none' || !row.tag) return found;
    const orderId = await this.orders.findByTag(link, row.tag);
    const order = orderId && (await this.orders.load(orderId));
    // The number may have become known between the look-ups.
    return order ? this.matchRows.matchWith([order], link, row, asOf) : byNumber();
  }
}

/** A trade of another order with the same number, such as that of another day. */
const isOfAnother = (order: Order, { transactTime }: BrokerTrade, found: RowMatch): boolean =>
  found.match === 'order'
    ? found.order.orderId !== order.orderId
    : found.match === 'none' && transactTime !== null;

const nameOf = ({ kind, execId }: ExecutionReport): string =>
  kind === 'Trade' ? `Trade ${execId}` : kind;

const originOf = (link: string): Origin => ({ by: link, requestId: null });
