import type { BrokerOrder } from './broker-order';
import { type ExecutionReport, reportOf } from './execution-report';
import type { Order } from './order';
import type { Alert } from './order-event';
import { contradictions, type DayOf, dayOfReport, matchesByOrderId } from './report-identity';

/** What a broker's row says of the order that it is about: its number alone does not identify it. */
export interface RowIdentity extends Pick<BrokerOrder, 'brokerOrderId' | 'exchange'> {
  symbol?: string | null;
  symbolUnknown?: boolean;
  side?: BrokerOrder['side'] | null;
  transactTime: Date | null;
}

export type RowMatch =
  | { match: 'order'; order: Order }
  /** Its order of that day, which it contradicts: a number denotes one order a day. */
  | { match: 'contradiction'; order: Order; alerts: Alert[] }
  /** Any of these may be its order, and none is certain. */
  | { match: 'unsure'; orders: readonly Order[] }
  | { match: 'none' };

/** The identity in the terms of a report. A symbol that is the broker's own contradicts nothing. */
export const identityOf = (link: string, row: RowIdentity): ExecutionReport =>
  reportOf(link, 'OrderStatus', {
    brokerOrderId: row.brokerOrderId,
    symbol: row.symbolUnknown ? null : (row.symbol ?? null),
    exchange: row.exchange,
    side: row.side ?? null,
    transactTime: row.transactTime,
  });

/**
 * The order that a row of a broker's book is about, among those that have its number, the newest first.
 * Brokers reuse a number on another day.
 *
 * @param asOf when the broker was asked; a row without a time is of that day
 */
export function matchRow(
  orders: readonly Order[],
  row: ExecutionReport,
  asOf: Date,
  dayOf: DayOf,
): RowMatch {
  const openedOn = (order: Order): string => dayOf(order.openedAt ?? order.createdAt);
  const stamped = dayOfReport(row, asOf, dayOf);
  // A stamp from before every order is no time: exchanges stamp what did not reach them so.
  const day = orders.some((order) => openedOn(order) <= stamped) ? stamped : dayOf(asOf);
  const [meant] = matchesByOrderId(orders, row, day, dayOf).filter(({ certain }) => certain);
  if (meant && contradictions(meant.order, row).length === 0) {
    return { match: 'order', order: meant.order };
  }
  const ofDay = orders.filter((order) => openedOn(order) === day);
  if (ofDay.length === 0) return meant ? { match: 'none' } : unsure(orders, row);
  const agreeing = ofDay.filter((order) => contradictions(order, row).length === 0);
  if (agreeing.length > 0) return { match: 'unsure', orders: agreeing };
  const [order] = ofDay;
  return { match: 'contradiction', order, alerts: contradictions(order, row) };
}

/** A row without a time may be of a closed order of an earlier day. */
function unsure(orders: readonly Order[], row: ExecutionReport): RowMatch {
  const agreeing = orders.filter((order) => contradictions(order, row).length === 0);
  return agreeing.length > 0 && !row.transactTime
    ? { match: 'unsure', orders: agreeing }
    : { match: 'none' };
}
