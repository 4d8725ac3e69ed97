import {
  BLANK_REPORT,
  type ExecutionReport,
  decimal,
  type Decimal,
  kindOfOrdStatus,
  parseExecType,
  parseOrdStatus,
  type ReportKind,
  Side,
} from '@ome/domain';
import { invalid } from '../problems/invalid-request';
import { decimalValueFault, parseInstant } from '../validation/field.validators';

type Fields = Readonly<Record<string, unknown>>;

const MAX_TEXT = 512;

/** ExecRestatementReason 0: the numbers of a good-till order follow a split or the like. */
const GT_CORPORATE_ACTION = '0';

/**
 * One of the three forms of wire format 2, told apart by their fields.
 *
 * @param link the link that is taken to speak
 * @param freshId gives the ExecID of a fill that has none and is a new one each time (form 3)
 * @throws InvalidRequest naming the field that is missing or wrong
 */
export function parseExecutionReport(
  body: unknown,
  link: string,
  freshId: () => string,
): ExecutionReport {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid('body', 'must be a JSON object');
  }
  const fields = body as Fields;
  if ('fill' in fields) return oldestForm(fields, link, freshId);
  const full = 'ExecType' in fields || 'MsgType' in fields || 'ExecID' in fields;
  return full ? fullForm(fields, link) : minimalForm(fields, link);
}

function oldestForm(fields: Fields, link: string, freshId: () => string): ExecutionReport {
  const clOrdId = required(text(fields, 'order_id'), 'order_id');
  if (typeof fields.fill !== 'object' || fields.fill === null || Array.isArray(fields.fill)) {
    throw invalid('fill', 'must be an object');
  }
  const fill = fields.fill as Fields;
  return {
    ...BLANK_REPORT,
    link,
    kind: 'Trade',
    clOrdId,
    lastQty: required(amount(fill, 'qtydone', 'positive'), 'fill.qtydone'),
    lastPx: required(amount(fill, 'price'), 'fill.price'),
    exchange: text(fill, 'exchange_id'),
    execId: text(fill, 'fill_id') ?? freshId(),
  };
}

function minimalForm(fields: Fields, link: string): ExecutionReport {
  const clOrdId = required(text(fields, 'ClOrdID'), 'ClOrdID');
  const code = required(text(fields, 'OrdStatus'), 'OrdStatus');
  const kind = kindOfOrdStatus(code);
  if (!kind) throw invalid('OrdStatus', 'must be a FIX OrdStatus code');
  const report: ExecutionReport = {
    ...BLANK_REPORT,
    link,
    kind,
    ...commonFields(fields),
    clOrdId,
    minimal: true,
  };
  if (kind === 'Trade') {
    required(report.lastPx, 'LastPx');
    if (!report.lastQty) required(report.cumQty, 'CumQty');
  }
  return report;
}

function fullForm(fields: Fields, link: string): ExecutionReport {
  const clOrdId = text(fields, 'ClOrdID');
  if (clOrdId === null) required(text(fields, 'OrderID'), 'ClOrdID');
  const kind = reportKind(fields);
  const report: ExecutionReport = { ...BLANK_REPORT, link, kind, ...commonFields(fields), clOrdId };
  if (kind !== 'CancelReject') required(report.execId, 'ExecID');
  checkSubject(report);
  return report;
}

function reportKind(fields: Fields): ReportKind {
  const msgType = text(fields, 'MsgType') ?? '8';
  if (msgType === '9') return 'CancelReject';
  if (msgType !== '8') throw invalid('MsgType', 'must be 8 or 9');
  const execType = required(text(fields, 'ExecType'), 'ExecType');
  const kind = parseExecType(execType);
  if (!kind) throw invalid('ExecType', 'must be a FIX ExecType code or its name');
  const forBidding = kind === 'PendingNew' && text(fields, 'OrdStatus') === 'D';
  return forBidding ? 'AcceptedForBidding' : kind;
}

/** A full report must say what its event is about. */
function checkSubject(report: ExecutionReport): void {
  switch (report.kind) {
    case 'Trade':
      if (!report.lastQty?.gt(0)) required(report.cumQty, 'LastQty');
      required(report.lastPx, 'LastPx');
      return;
    case 'TradeCorrect':
      required(report.execRefId, 'ExecRefID');
      if (!required(report.lastQty, 'LastQty').gt(0))
        throw invalid('LastQty', 'must be above zero');
      required(report.lastPx, 'LastPx');
      return;
    case 'TradeCancel':
      required(report.execRefId, 'ExecRefID');
      return;
    case 'Restated':
      if (report.corporateAction && !required(report.orderQty, 'OrderQty').gt(0)) {
        throw invalid('OrderQty', 'must be above zero');
      }
      return;
    default:
  }
}

function commonFields(fields: Fields): Partial<ExecutionReport> {
  const status = text(fields, 'OrdStatus');
  const ordStatus = status === null ? null : (parseOrdStatus(status) ?? null);
  const lastQty = amount(fields, 'LastQty');
  return {
    origClOrdId: text(fields, 'OrigClOrdID'),
    brokerOrderId: text(fields, 'OrderID'),
    execId: text(fields, 'ExecID'),
    execRefId: text(fields, 'ExecRefID'),
    ordStatus,
    // Zero is normal on anything but a trade, and says nothing.
    lastQty: lastQty?.isZero() ? null : lastQty,
    lastPx: amount(fields, 'LastPx'),
    cumQty: amount(fields, 'CumQty'),
    leavesQty: amount(fields, 'LeavesQty'),
    avgPx: amount(fields, 'AvgPx'),
    orderQty: amount(fields, 'OrderQty'),
    price: amount(fields, 'Price'),
    account: text(fields, 'Account'),
    symbol: text(fields, 'Symbol'),
    exchange: text(fields, 'Exchange'),
    side: side(fields),
    text: text(fields, 'Text') ?? rejectCode(fields),
    responseTo: responseTo(fields),
    corporateAction: text(fields, 'ExecRestatementReason') === GT_CORPORATE_ACTION,
    transactTime: time(fields, 'TransactTime'),
  };
}

function required<T>(value: T | null, field: string): T {
  if (value === null) throw invalid(field, 'is required');
  return value;
}

/** A text or a number, as venues send ids either way; an empty one is none. */
function text(fields: Fields, field: string): string | null {
  const value = fields[field];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw invalid(field, 'must be a text');
  }
  const written = String(value);
  if (written.length > MAX_TEXT) throw invalid(field, `must have at most ${MAX_TEXT} letters`);
  return written;
}

function amount(fields: Fields, field: string, range: 'any' | 'positive' = 'any'): Decimal | null {
  const value = fields[field];
  if (value === undefined || value === null || value === '') return null;
  const fault = decimalValueFault(value, range);
  if (fault) throw invalid(field, fault);
  const number = decimal(value as string | number);
  if (number.lt(0)) throw invalid(field, 'must not be negative');
  return number;
}

function side(fields: Fields): Side | null {
  const code = text(fields, 'Side');
  if (code === null) return null;
  if (code === '1') return Side.Buy;
  if (code === '2') return Side.Sell;
  throw invalid('Side', 'must be 1 for buy or 2 for sell');
}

function responseTo(fields: Fields): 'cancel' | 'replace' | null {
  const code = text(fields, 'CxlRejResponseTo');
  if (code === null) return null;
  if (code === '1') return 'cancel';
  if (code === '2') return 'replace';
  throw invalid('CxlRejResponseTo', 'must be 1 for a cancel or 2 for a replace');
}

function rejectCode(fields: Fields): string | null {
  for (const field of ['OrdRejReason', 'CxlRejReason']) {
    const code = text(fields, field);
    if (code !== null) return `${field} ${code}`;
  }
  return null;
}

/** ISO 8601, or FIX's own `YYYYMMDD-HH:MM:SS[.sss]`, which is UTC. */
function time(fields: Fields, field: string): Date | null {
  const written = text(fields, field);
  if (written === null) return null;
  const fix = /^(\d{4})(\d\d)(\d\d)-(\d\d:\d\d:\d\d(?:\.\d{1,9})?)$/.exec(written);
  const parsed = parseInstant(fix ? `${fix[1]}-${fix[2]}-${fix[3]}T${fix[4]}Z` : written);
  if (!parsed) throw invalid(field, 'must be an instant such as 20261120-09:15:00.000');
  return parsed;
}
