import {
  type DayOf,
  identityOf,
  matchRow,
  type Order,
  type RowIdentity,
  type RowMatch,
} from '@ome/domain';
import type { OrderReader } from '../order-reader';
import type { VenueTerms } from '../venue-terms';

/** Finds the orders that brokers' rows are about: by number, day and what else the rows say. */
export class MatchRows {
  constructor(
    private readonly orders: Pick<OrderReader, 'allByBrokerOrderId'>,
    private readonly venue: Pick<VenueTerms, 'name'>,
    private readonly dayOf: DayOf,
  ) {}

  /** @param asOf when the broker was asked */
  async match(link: string, row: RowIdentity, asOf: Date): Promise<RowMatch> {
    const orders = await this.orders.allByBrokerOrderId(link, row.brokerOrderId);
    return this.matchWith(orders, link, row, asOf);
  }

  /** The orders of several rows, in their order; those with one number are looked up once. */
  async matchAll(link: string, rows: readonly RowIdentity[], asOf: Date): Promise<RowMatch[]> {
    const byNumber = new Map<string, Promise<Order[]>>();
    const withNumber = (number: string): Promise<Order[]> => {
      const found = byNumber.get(number) ?? this.orders.allByBrokerOrderId(link, number);
      byNumber.set(number, found);
      return found;
    };
    return Promise.all(
      rows.map(async (row) => this.matchWith(await withNumber(row.brokerOrderId), link, row, asOf)),
    );
  }

  /** Among these orders, of which one may have the row's number or tag. */
  async matchWith(
    orders: readonly Order[],
    link: string,
    row: RowIdentity,
    asOf: Date,
  ): Promise<RowMatch> {
    if (orders.length === 0) return { match: 'none' };
    const found = matchRow(orders, identityOf(link, row), asOf, this.dayOf);
    if (found.match === 'order' || !row.symbol || row.symbolUnknown) return found;
    // Another symbol may still denote the same instrument.
    const { exchange, symbol } = row;
    const [{ account }] = orders;
    const named = await this.venue.name({ account, link, exchange, symbol, product: null });
    const renamed = { ...row, symbol: named.symbol };
    return matchRow(orders, identityOf(link, renamed), asOf, this.dayOf);
  }
}
