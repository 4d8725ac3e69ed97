import {
  type BrokerOrder,
  type BrokerPosition,
  type BrokerTrade,
  type Decimal,
  decimal,
  decimalFault,
  type HeldShares,
  OrdStatus,
  ZERO,
} from '@ome/domain';
import { BrokerFault } from '../broker/broker-fault';
import { isRow, type Row, textOf } from './flattrade-answer';
import {
  exchangeOfCode,
  ordStatusOf,
  ordTypeOf,
  parseReportType,
  productOf,
  REPORT_MEANING,
  type ReportType,
  sideOf,
  timeInForceOf,
} from './flattrade-codes';
import { explained } from './flattrade-errors';
import { parseEpoch, parseIst } from './flattrade-times';

/**
 * An order of the book, of a history, or of a frame of the stream, under Flattrade's own symbol.
 * An execution that cannot be read is left out: `fillFault` names it.
 * @throws BrokerFault if it does not name its order
 */
export function orderRow(row: Row): BrokerOrder {
  const orderQty = required(row, 'qty', amountOf);
  const cumQty = optional(row, 'fillshares', amountOf);
  const report = reportOf(row);
  const status = textOf(row, 'status') ?? '';
  const reason = textOf(row, 'rejreason');
  return {
    brokerOrderId: required(row, 'norenordno', textOf),
    tag: textOf(row, 'remarks'),
    symbol: required(row, 'tsym', textOf),
    exchange: exchangeIn(row),
    product: productIn(row, 'prd') ?? productIn(row, 'pcode'),
    side: required(row, 'trantype', (_row, field) => sideOf(textOf(row, field) ?? '')),
    ordType: ordTypeOf(textOf(row, 'prctyp') ?? ''),
    timeInForce: timeInForceOf(textOf(row, 'ret') ?? ''),
    orderQty,
    price: priceOf(row, 'prc'),
    stopPrice: priceOf(row, 'trgprc'),
    ordStatus: statusOf(status, report, orderQty, cumQty),
    news: report && REPORT_MEANING[report].news,
    cumQty,
    text: reason && explained(reason),
    transactTime: timeOf(row, 'exch_tm', 'norentm', 'ordenttm'),
    trade: hasFill(row) && fillFault(row) === null ? tradeRow(row) : null,
  };
}

/**
 * @throws BrokerFault if the execution or its order is not named, or amounts are missing: a fill
 * must not be dropped
 */
export function tradeRow(row: Row): BrokerTrade {
  const brokerOrderId = required(row, 'norenordno', textOf);
  const exchange = exchangeIn(row);
  return {
    brokerOrderId,
    execId: `${exchange}-${required(row, 'flid', textOf)}-${brokerOrderId}`,
    lastQty: required(row, 'flqty', amountOf),
    lastPx: required(row, 'flprc', amountOf),
    exchange,
    transactTime: timeOf(row, 'fltm', 'exch_tm', 'norentm'),
  };
}

/** A row of the trade book, which says by itself what was traded. @throws BrokerFault */
export const bookedTradeRow = (row: Row): BrokerTrade => ({
  ...tradeRow(row),
  symbol: textOf(row, 'tsym') ?? undefined,
  side: sideOf(textOf(row, 'trantype') ?? ''),
});

const hasFill = (row: Row): boolean => textOf(row, 'flid') !== null;

/** Why the execution that a row of an order contains cannot be read; null if it can or is none. */
export function fillFault(row: Row): string | null {
  if (!hasFill(row)) return null;
  try {
    tradeRow(row);
    return null;
  } catch (error) {
    return (error as BrokerFault).message;
  }
}

/** @throws BrokerFault if it does not give the instrument and the quantity */
export function positionRow(row: Row): BrokerPosition {
  return {
    symbol: required(row, 'tsym', textOf),
    exchange: exchangeIn(row),
    product: textOf(row, 's_prdt_ali') ?? productIn(row, 'prd'),
    netQty: required(row, 'netqty', amountOf),
    ...(optional(row, 'daysellqty', amountOf) && { soldToday: amountIn(row, 'daysellqty') }),
    carried: amountIn(row, 'cfbuyqty').minus(amountIn(row, 'cfsellqty')),
    avgPx: priceOf(row, 'netavgprc'),
    lastPx: priceOf(row, 'lp'),
    realizedPnl: amountOf(row, 'rpnl'),
    unrealizedPnl: amountOf(row, 'urmtom') ?? amountOf(row, 'unmtom'),
  };
}

/**
 * A row of the holdings, under Flattrade's own symbols. What may be sold is the documented sum; it
 * includes shares on their way (`btstqty`), and `usedqty` is what is to be taken from it.
 */
export function heldSharesRow(row: Row): HeldShares {
  const sum = (...fields: string[]): Decimal =>
    fields.reduce((total, field) => total.plus(amountIn(row, field)), ZERO);
  const listed = Array.isArray(row.exch_tsym) ? row.exch_tsym.filter(isRow) : [];
  if (listed.length === 0) required(row, 'exch_tsym', () => null);
  required(row, 'holdqty', amountOf);
  const free = sum('holdqty', 'btstqty', 'unplgdqty', 'benqty', 'dpqty');
  return {
    names: listed.map((each) => ({
      exchange: exchangeIn(each),
      symbol: required(each, 'tsym', textOf),
    })),
    free,
    owned: free.plus(sum('npoadqty', 'colqty', 'brkcolqty', 'btstcolqty')),
    used: amountIn(row, 'usedqty'),
    arriving: ZERO,
  };
}

/**
 * The records of one order, newest first as Flattrade gives them: older ones may omit static fields
 * that newer ones have.
 */
export function withLastingFields(newestFirst: readonly unknown[]): unknown[] {
  let newer: Row = {};
  return newestFirst.map((row) => {
    if (!isRow(row)) return row;
    const lasting = LASTING.filter((field) => newer[field] !== undefined);
    newer = { ...Object.fromEntries(lasting.map((field) => [field, newer[field]])), ...row };
    return newer;
  });
}

/** The fields of a record that stay the same for its order. */
const LASTING = [
  ...['exch', 'tsym', 'prd', 'trantype', 'prctyp', 'ret'],
  ...['qty', 'prc', 'trgprc', 'remarks'],
];

/** An exact decimal; null if the field is missing or not a number. */
export function amountOf(row: Row, field: string): Decimal | null {
  const text = textOf(row, field);
  return text === null || decimalFault(text) ? null : decimal(text);
}

/** Zero stands for no price. */
export function priceOf(row: Row, field: string): Decimal | null {
  const amount = amountOf(row, field);
  return amount?.gt(0) ? amount : null;
}

function reportOf(row: Row): ReportType | null {
  const text = textOf(row, 'rpt') ?? textOf(row, 'reporttype');
  return text === null ? null : parseReportType(text);
}

/** Null if the row contradicts itself or gives nothing reliable. */
function statusOf(
  word: string,
  report: ReportType | null,
  orderQty: Decimal,
  cumQty: Decimal | null,
): OrdStatus | null {
  const status = ordStatusOf(word);
  const pending = report && REPORT_MEANING[report].pending;
  switch (status) {
    case OrdStatus.PendingNew:
      return pending ?? status;
    case OrdStatus.New:
      return pending ?? (cumQty?.gt(0) ? OrdStatus.PartiallyFilled : status);
    case OrdStatus.Filled:
      return cumQty === null || cumQty.gte(orderQty) ? status : null;
    case OrdStatus.Rejected:
      // The request was rejected then, and the order stays open.
      return report === 'ReplaceRejected' || report === 'CancelRejected' ? null : status;
    default:
      return status;
  }
}

const productIn = (row: Row, field: string): string | null => productOf(textOf(row, field) ?? '');

const exchangeIn = (row: Row): string => {
  const exch = required(row, 'exch', textOf);
  return exchangeOfCode(exch) ?? exch;
};

/** The first of these that is a time; the exchange's own time comes first. */
function timeOf(row: Row, ...fields: string[]): Date | null {
  for (const field of fields) {
    const text = textOf(row, field);
    const time = text && (parseIst(text) ?? parseEpoch(text));
    if (time) return time;
  }
  return null;
}

/** Null if it is missing; one that cannot be read may be news. */
function optional<T>(
  row: Row,
  field: string,
  read: (row: Row, field: string) => T | null,
): T | null {
  return textOf(row, field) === null ? null : required(row, field, read);
}

/** Absent means none. */
const amountIn = (row: Row, field: string): Decimal => optional(row, field, amountOf) ?? ZERO;

function required<T>(row: Row, field: string, read: (row: Row, field: string) => T | null): T {
  const value = read(row, field);
  if (value !== null) return value;
  const given = textOf(row, field);
  const what = given === null ? `without ${field}` : `with ${field} ${given}`;
  throw new BrokerFault('unknown', `Flattrade gave a row ${what}`);
}
