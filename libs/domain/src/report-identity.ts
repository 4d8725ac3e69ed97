import { canonicalSymbol } from './instrument-symbol';
import type { ExecutionReport } from './execution-report';
import { isOpen, type Order } from './order';
import { type Alert, AlertCode } from './order-event';

/** The market's day of an instant, YYYY-MM-DD. */
export type DayOf = (at: Date) => string;

/**
 * Where a report describes another order than the one its ids lead to (rule 14). Values are
 * compared in canonical form, so that a true report is never refused for its spelling; a value that
 * the report omits contradicts nothing.
 */
export function contradictions(order: Order, report: ExecutionReport): Alert[] {
  const symbolOf = (symbol: string): string =>
    canonicalSymbol(order.exchange || report.exchange || '', symbol.trim().toUpperCase());
  const alerts: Alert[] = [];
  const compare = (
    field: string,
    ours: string,
    reported: string | null,
    canonical: (text: string) => string,
  ): void => {
    if (!ours || !reported || canonical(ours) === canonical(reported)) return;
    alerts.push({ code: AlertCode.Contradiction, field, ours, reported });
  };
  compare('Symbol', order.symbol, report.symbol, symbolOf);
  compare('Side', order.side, report.side, unchanged);
  compare('Account', order.account, report.account, canonicalAccount);
  compare('Exchange', order.exchange, report.exchange, (text) => text.trim().toUpperCase());
  compare('Link', order.link, report.link, unchanged);
  return alerts;
}

const unchanged = (text: string): string => text;

const WHOLE_NUMBER = /^\d+$/;

/** Numeric accounts are stored without leading zeros. */
export const canonicalAccount = (account: string): string => {
  const text = account.trim();
  return WHOLE_NUMBER.test(text) ? text.replace(/^0+(?=\d)/, '') : text;
};

/** Exchanges stamp what did not reach them with a date of another age, such as 1980. */
export const OF_ANOTHER_AGE_MS = 366 * 24 * 60 * 60 * 1_000;

/**
 * The market's day that a report is about: by the venue's stamp, unless that lies in our future, or
 * more than a year back.
 */
export function dayOfReport({ transactTime }: ExecutionReport, now: Date, dayOf: DayOf): string {
  const age = transactTime ? now.getTime() - transactTime.getTime() : 0;
  return dayOf(transactTime && age > 0 && age < OF_ANOTHER_AGE_MS ? transactTime : now);
}

/** An order that a venue's OrderID may denote, and whether it can denote no other. */
export interface OrderMatch {
  order: Order;
  /** False for a closed order of an earlier day: only an execution that it has can confirm it. */
  certain: boolean;
}

/** An order given by phone: the venue reports it as New, and we never sent it (FIX E.1.a). */
export const opensOrder = (report: ExecutionReport): boolean =>
  report.kind === 'New' &&
  !report.clOrdId &&
  !report.alerts?.some(({ field }) => field === 'ClOrdID') &&
  [report.brokerOrderId, report.account, report.symbol, report.side, report.orderQty].every(
    Boolean,
  );

/**
 * The orders that a venue's OrderID may denote on a day, the most likely first. Venues reuse an
 * OrderID on another day, so an order of that day comes before those still open from earlier days,
 * such as good-till orders; closed ones of earlier days match only by their executions. A report
 * that opens an order denotes one of an earlier day only if it is a repeat.
 *
 * @param orders that have the OrderID on this link, the newest first
 */
export function matchesByOrderId(
  orders: readonly Order[],
  report: ExecutionReport,
  day: string,
  dayOf: DayOf,
): OrderMatch[] {
  const agreeing = orders.filter((order) => contradictions(order, report).length === 0);
  const eligible = agreeing.length > 0 ? agreeing : orders;
  const openedOn = (order: Order): string => dayOf(order.openedAt ?? order.createdAt);
  const ofDay = eligible.filter((order) => openedOn(order) === day);
  // Two of one day that cannot be told apart: neither is certain.
  if (ofDay.length > 1) return [];
  const earlier = eligible.filter((order) => openedOn(order) < day);
  const alive = (order: Order): boolean => isOpen(order) || dayOf(order.updatedAt) >= day;
  return [
    ...ofDay.map((order) => ({ order, certain: true })),
    ...earlier.filter(alive).map((order) => ({ order, certain: !opensOrder(report) })),
    ...earlier.filter((order) => !alive(order)).map((order) => ({ order, certain: false })),
  ];
}
