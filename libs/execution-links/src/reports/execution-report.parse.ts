import type { FieldFault } from '@ome/contracts';
import {
  type ExecutionReport,
  kindOfOrdStatus,
  OrdType,
  parseExecType,
  parseOrdStatus,
  type ReportKind,
  reportOf,
  TimeInForce,
} from '@ome/domain';
import type { MarketTime } from '@ome/platform';
import { invalid } from '@ome/order-entry';
import { type Fields, ReportFields, Unbookable } from './report-fields';

/**
 * ExecRestatementReason 0: quantity and price of a good-till order changed by a corporate action.
 */
const GT_CORPORATE_ACTION = '0';

/** ExecTransType of FIX 4.2, which says whether a report is new or takes an earlier one back. */
const EXEC_TRANS_TYPES: Readonly<Record<string, ReportKind | 'byExecType'>> = {
  0: 'byExecType',
  1: 'TradeCancel',
  2: 'TradeCorrect',
  3: 'OrderStatus',
};

const FULL_FORM = ['ExecType', 'MsgType', 'ExecID', 'ExecTransType'];

export type ReadReport =
  | { readable: true; report: ExecutionReport }
  /** `about` holds only the ids, for finding the order. */
  | { readable: false; fault: FieldFault; about: ExecutionReport };

/**
 * Parses a report in one of the three forms of wire format 2, which differ in their fields. Fields
 * that the event needs are required; other fields that cannot be read are left out with an alert.
 *
 * @param link the link that sent the report
 * @param marketTime reads times without a zone
 * @param freshId makes a unique ExecID for a fill without one (form 3)
 * @throws InvalidRequest if the body is not an object, or is empty
 */
export function parseExecutionReport(
  body: unknown,
  link: string,
  marketTime: MarketTime,
  freshId: () => string,
): ReadReport {
  if (!isObject(body) || Object.keys(body).length === 0) {
    throw invalid('body', 'must be a JSON object with the fields of a report, such as ClOrdID');
  }
  const fields = new ReportFields(body, marketTime);
  try {
    const report = inItsForm(body, fields, link, freshId);
    report.alerts = fields.unread;
    return { readable: true, report };
  } catch (error) {
    if (!(error instanceof Unbookable)) throw error;
    const fault = { field: error.field, message: error.what };
    return { readable: false, fault, about: idsOf(fields, link) };
  }
}

function inItsForm(
  body: Fields,
  fields: ReportFields,
  link: string,
  freshId: () => string,
): ExecutionReport {
  if (fields.isGiven('fill')) return oldestForm(body, fields, link, freshId);
  return FULL_FORM.some((field) => fields.isGiven(field))
    ? fullForm(fields, link)
    : minimalForm(fields, link);
}

function oldestForm(
  body: Fields,
  fields: ReportFields,
  link: string,
  freshId: () => string,
): ExecutionReport {
  const clOrdId = fields.required(fields.id('order_id'), 'order_id');
  if (!isObject(body.fill)) throw new Unbookable('fill', 'must be an object');
  const fill = fields.within(body.fill);
  const lastQty = fill.required(positive(fill.amount('qtydone')), 'qtydone');
  const lastPx = fill.required(fill.amount('price'), 'price');
  const fillId = fill.id('fill_id');
  // Without its id a repeated fill would count again.
  if (fillId === null && fill.unread.some(({ field }) => field === 'fill_id')) {
    throw new Unbookable('fill_id', 'cannot be read');
  }
  const exchange = fill.id('exchange_id');
  fields.unread.push(...fill.unread);
  const execId = fillId ?? freshId();
  return reportOf(link, 'Trade', { clOrdId, lastQty, lastPx, exchange, execId });
}

function minimalForm(fields: ReportFields, link: string): ExecutionReport {
  const clOrdId = fields.required(fields.id('ClOrdID'), 'ClOrdID');
  const kind = fields.required(fields.oneOf('OrdStatus', kindOfOrdStatus), 'OrdStatus');
  const report = reportOf(link, kind, commonFields(fields));
  report.clOrdId = clOrdId;
  report.minimal = true;
  if (kind === 'Trade') {
    fields.required(report.lastPx, 'LastPx');
    if (!report.lastQty) fields.required(report.cumQty, 'CumQty');
  }
  return report;
}

function fullForm(fields: ReportFields, link: string): ExecutionReport {
  const kind = reportKind(fields);
  const report = reportOf(link, kind, commonFields(fields));
  if (report.brokerOrderId === null) fields.required(report.clOrdId, 'ClOrdID');
  if (kind !== 'CancelReject') fields.required(report.execId, 'ExecID');
  checkSubject(report, fields);
  return report;
}

function reportKind(fields: ReportFields): ReportKind {
  const msgType = fields.id('MsgType') ?? '8';
  if (msgType === '9') return 'CancelReject';
  if (msgType !== '8') throw new Unbookable('MsgType', 'must be 8 or 9');
  const transaction = fields.oneOf('ExecTransType', (code) =>
    Object.hasOwn(EXEC_TRANS_TYPES, code) ? EXEC_TRANS_TYPES[code] : undefined,
  );
  // Otherwise a bust or correction would be booked as a new event.
  if (fields.isGiven('ExecTransType')) fields.required(transaction, 'ExecTransType');
  if (transaction !== null && transaction !== 'byExecType') return transaction;
  const kind = fields.required(fields.oneOf('ExecType', parseExecType), 'ExecType');
  const forBidding = kind === 'PendingNew' && fields.id('OrdStatus') === 'D';
  return forBidding ? 'AcceptedForBidding' : kind;
}

/** Requires the fields that identify the subject of a full report. */
function checkSubject(report: ExecutionReport, fields: ReportFields): void {
  switch (report.kind) {
    case 'Trade':
      if (!report.lastQty && !report.cumQty) fields.required(null, 'LastQty');
      fields.required(report.lastPx, 'LastPx');
      return;
    case 'TradeCorrect':
      fields.required(report.execRefId, 'ExecRefID');
      fields.required(report.lastQty, 'LastQty');
      fields.required(report.lastPx, 'LastPx');
      return;
    case 'TradeCancel':
      fields.required(report.execRefId, 'ExecRefID');
      return;
    case 'Restated':
      if (report.corporateAction) fields.required(positive(report.orderQty), 'OrderQty');
      return;
    default:
  }
}

function commonFields(fields: ReportFields) {
  return {
    clOrdId: fields.id('ClOrdID'),
    origClOrdId: fields.id('OrigClOrdID'),
    brokerOrderId: fields.id('OrderID'),
    execId: fields.id('ExecID'),
    execRefId: fields.id('ExecRefID'),
    ordStatus: fields.oneOf('OrdStatus', knownOrdStatus),
    // On reports other than trades a zero has no meaning.
    lastQty: positive(fields.amount('LastQty') ?? fields.amount('LastShares')),
    lastPx: fields.amount('LastPx'),
    cumQty: fields.amount('CumQty'),
    leavesQty: fields.amount('LeavesQty'),
    avgPx: fields.amount('AvgPx'),
    orderQty: fields.amount('OrderQty'),
    price: fields.amount('Price'),
    stopPrice: positive(fields.amount('StopPx')),
    ordType: fields.oneOf('OrdType', ordTypeOf),
    timeInForce: fields.oneOf('TimeInForce', timeInForceOf),
    expireAt: fields.time('ExpireTime'),
    account: fields.id('Account'),
    symbol: fields.id('Symbol'),
    exchange: fields.id('Exchange'),
    side: fields.side('Side'),
    text: fields.text('Text') ?? rejectCode(fields),
    responseTo: fields.oneOf('CxlRejResponseTo', responseOf),
    corporateAction: fields.id('ExecRestatementReason') === GT_CORPORATE_ACTION,
    transactTime: fields.time('TransactTime'),
  };
}

/** From the FIX code or our name; venues have more words, from which nothing is concluded. */
const wordsOf =
  <Word extends string>(codes: Readonly<Record<string, Word>>, words: readonly Word[]) =>
  (code: string): Word | null =>
    (Object.hasOwn(codes, code) ? codes[code] : words.find((word) => word === code)) ?? null;

const ordTypeOf = wordsOf(
  { 1: OrdType.Market, 2: OrdType.Limit, 3: OrdType.Stop, 4: OrdType.StopLimit },
  Object.values(OrdType),
);

const timeInForceOf = wordsOf(
  {
    0: TimeInForce.Day,
    1: TimeInForce.GoodTillCancel,
    3: TimeInForce.ImmediateOrCancel,
    4: TimeInForce.FillOrKill,
    6: TimeInForce.GoodTillDate,
  },
  Object.values(TimeInForce),
);

/** Orders here have no status `5`, Replaced of FIX 4.2. */
const knownOrdStatus = (code: string) =>
  parseOrdStatus(code) ?? (kindOfOrdStatus(code) ? null : undefined);

const responseOf = (code: string): 'cancel' | 'replace' | undefined =>
  code === '1' ? 'cancel' : code === '2' ? 'replace' : undefined;

function rejectCode(fields: ReportFields): string | null {
  for (const field of ['OrdRejReason', 'CxlRejReason']) {
    const code = fields.id(field);
    if (code !== null) return `${field} ${code}`;
  }
  return null;
}

function idsOf(fields: ReportFields, link: string): ExecutionReport {
  return reportOf(link, 'OrderStatus', {
    clOrdId: fields.id('ClOrdID') ?? fields.id('order_id'),
    origClOrdId: fields.id('OrigClOrdID'),
    brokerOrderId: fields.id('OrderID'),
    account: fields.id('Account'),
  });
}

const positive = <T extends { isZero(): boolean }>(amount: T | null): T | null =>
  amount?.isZero() ? null : amount;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
