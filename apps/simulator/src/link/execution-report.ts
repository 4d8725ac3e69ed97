import type { Decimal } from '../exact-decimal';
import { stringifyExactJson } from '../exact-json';
import type { OutgoingReport } from '../reports/report-queue';
import type { LinkOrder } from './link-order';
import type { ChangeRequest } from './link-request';

/** Fields of a report by their FIX names; undefined ones are not sent. */
export type FixFields = Record<string, unknown>;

/** FIX CxlRejReason. */
export const CxlRejReason = { tooLate: 0, unknownOrder: 1, other: 99 } as const;

/** Why a cancel or a replace is rejected. */
export interface Objection {
  reason: (typeof CxlRejReason)[keyof typeof CxlRejReason];
  text: string;
}

export const OrdRejReason = { other: 99 } as const;

/** The fields that every report about an order has. */
export function orderFields(order: LinkOrder): FixFields {
  return {
    ClOrdID: order.clOrdId,
    OrderID: order.venueOrderId,
    OrdStatus: order.ordStatus,
    Symbol: order.terms.symbol,
    Exchange: order.terms.exchange,
    Account: order.terms.account,
    Side: order.terms.side,
    OrderQty: order.orderQty,
    Price: order.price ?? undefined,
    CumQty: order.cumQty,
    LeavesQty: order.leavesQty,
    AvgPx: order.avgPx,
  };
}

/** An execution report (MsgType 8) about the order as it is now. */
export function executionReport(
  order: LinkOrder,
  execId: string,
  specifics: FixFields & { ExecType: string },
): FixFields {
  return {
    MsgType: '8',
    ExecID: execId,
    ...orderFields(order),
    TransactTime: new Date().toISOString(),
    ...specifics,
  };
}

/** An OrderCancelReject (MsgType 9); without an order if the venue knows none. */
export function orderCancelReject(
  order: LinkOrder | undefined,
  request: ChangeRequest,
  { reason, text }: Objection,
): FixFields {
  return {
    MsgType: '9',
    ClOrdID: request.clOrdId,
    OrigClOrdID: request.origClOrdId,
    OrderID: order?.venueOrderId ?? 'NONE',
    OrdStatus: order?.ordStatus ?? '8',
    Account: request.account,
    CxlRejResponseTo: request.type === 'cancel' ? '1' : '2',
    CxlRejReason: reason,
    Text: text,
    TransactTime: new Date().toISOString(),
  };
}

export function outgoing(report: FixFields): OutgoingReport {
  return {
    body: stringifyExactJson(report),
    fields: report,
    record: {
      at: String(report.TransactTime),
      msgType: String(report.MsgType),
      execId: textOf(report.ExecID),
      execType: textOf(report.ExecType),
      ordStatus: textOf(report.OrdStatus),
      clOrdId: textOf(report.ClOrdID),
      qty: decimalTextOf(report.LastQty),
      px: decimalTextOf(report.LastPx),
      text: textOf(report.Text),
      attempts: 0,
      acknowledgedByEngine: false,
    },
  };
}

const textOf = (value: unknown): string | undefined =>
  value === undefined || typeof value === 'string' ? value : JSON.stringify(value);

const decimalTextOf = (value: unknown): string | undefined =>
  value === undefined ? undefined : (value as Decimal | string | number).toString();
