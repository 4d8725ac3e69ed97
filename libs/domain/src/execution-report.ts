import type { Decimal } from './decimal';
import type { OrdType, Side, TimeInForce } from './requested-order';
import { OrdStatus, parseOrdStatus } from './order-status';
import type { Alert, StateReportType } from './order-event';

/** What a report is about: FIX ExecType (150), or an OrderCancelReject (MsgType 9). */
export type ReportKind =
  | Exclude<StateReportType, 'CancelRejected' | 'ReplaceRejected'>
  | 'CancelReject'
  | 'Trade'
  | 'TradeCancel'
  | 'TradeCorrect'
  | 'Replaced'
  | 'Restated';

/** One report of a venue, independent of its wire form and link. */
export interface ExecutionReport {
  kind: ReportKind;
  link: string;
  /** ClOrdID as quoted: the request's, the client's own, or the order id. */
  clOrdId: string | null;
  origClOrdId: string | null;
  /** FIX OrderID: the venue's id of the order. */
  brokerOrderId: string | null;
  /** Null if the venue gives none; then one is derived from the content. */
  execId: string | null;
  execRefId: string | null;
  ordStatus: OrdStatus | null;
  lastQty: Decimal | null;
  lastPx: Decimal | null;
  cumQty: Decimal | null;
  leavesQty: Decimal | null;
  avgPx: Decimal | null;
  orderQty: Decimal | null;
  price: Decimal | null;
  stopPrice: Decimal | null;
  account: string | null;
  symbol: string | null;
  exchange: string | null;
  side: Side | null;
  /** Null or left out if the report does not say, or uses an unknown word. */
  ordType?: OrdType | null;
  /** Likewise; `expireAt` goes with GTD. */
  timeInForce?: TimeInForce | null;
  expireAt?: Date | null;
  text: string | null;
  /** CxlRejResponseTo (434): what an OrderCancelReject answers. */
  responseTo: 'cancel' | 'replace' | null;
  /** ExecRestatementReason 0: quantities and prices are scaled. */
  corporateAction: boolean;
  transactTime: Date | null;
  /** The report gives only an OrdStatus, whose meaning depends on the request that it quotes. */
  minimal: boolean;
  /**
   * What was odd about it before it was matched to an order. Reports of earlier versions have none.
   */
  alerts?: Alert[];
}

/** An empty report, to be spread and filled in. */
export const BLANK_REPORT: Omit<ExecutionReport, 'kind' | 'link'> = {
  clOrdId: null,
  origClOrdId: null,
  brokerOrderId: null,
  execId: null,
  execRefId: null,
  ordStatus: null,
  lastQty: null,
  lastPx: null,
  cumQty: null,
  leavesQty: null,
  avgPx: null,
  orderQty: null,
  price: null,
  stopPrice: null,
  account: null,
  symbol: null,
  exchange: null,
  side: null,
  text: null,
  responseTo: null,
  corporateAction: false,
  transactTime: null,
  minimal: false,
};

/** A report of which nothing else is known. Fields are assigned: V8 adds them slowly to a copy. */
export const reportOf = (
  link: string,
  kind: ReportKind,
  known: Partial<ExecutionReport>,
): ExecutionReport => Object.assign({ link, kind, ...BLANK_REPORT }, known);

const EXEC_TYPES: Readonly<Record<string, ReportKind>> = {
  '0': 'New',
  '1': 'Trade',
  '2': 'Trade',
  '3': 'DoneForDay',
  '4': 'Canceled',
  '5': 'Replaced',
  '6': 'PendingCancel',
  '7': 'Stopped',
  '8': 'Rejected',
  '9': 'Suspended',
  A: 'PendingNew',
  B: 'Calculated',
  C: 'Expired',
  D: 'Restated',
  E: 'PendingReplace',
  F: 'Trade',
  G: 'TradeCorrect',
  H: 'TradeCancel',
  I: 'OrderStatus',
  L: 'Triggered',
};

const NAMES = new Set<string>(Object.values(EXEC_TYPES));

/** A report kind from a FIX ExecType code or name; undefined if it is neither. */
export const parseExecType = (text: string): ReportKind | undefined =>
  Object.hasOwn(EXEC_TYPES, text)
    ? EXEC_TYPES[text]
    : NAMES.has(text)
      ? (text as ReportKind)
      : undefined;

/** The kind of a report that gives only an OrdStatus; `5` is Replaced of FIX 4.2. */
export function kindOfOrdStatus(text: string): ReportKind | undefined {
  if (text === '5' || text === 'Replaced') return 'Replaced';
  const status = parseOrdStatus(text);
  return status === OrdStatus.PartiallyFilled || status === OrdStatus.Filled ? 'Trade' : status;
}
