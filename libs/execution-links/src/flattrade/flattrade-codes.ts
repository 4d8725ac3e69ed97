import {
  type BrokerOrderNews,
  defaultProduct,
  type Exchange,
  type InstrumentName,
  OrdStatus,
  OrdType,
  Side,
  TimeInForce,
} from '@ome/domain';

export const FLATTRADE = 'flattrade';

/** The products of orders, under the names that Indian brokers use. */
export const PRODUCTS = ['CNC', 'NRML', 'MIS', 'MTF', 'CO', 'BO'] as const;
export type Product = (typeof PRODUCTS)[number];

/** Noren `trantype`. */
export const SIDE_CODE: Readonly<Record<Side, string>> = { [Side.Buy]: 'B', [Side.Sell]: 'S' };

/** Noren `prd`; in the order stream `pcode`. */
export const PRODUCT_CODE: Readonly<Record<Product, string>> = {
  CNC: 'C',
  NRML: 'M',
  MIS: 'I',
  MTF: 'F',
  CO: 'H',
  BO: 'B',
};

/** Noren `prctyp`. Programs may send only the two limit types; terminals send all four. */
export const PRICE_TYPE_CODE: Readonly<Record<OrdType, string>> = {
  [OrdType.Market]: 'MKT',
  [OrdType.Limit]: 'LMT',
  [OrdType.Stop]: 'SL-MKT',
  [OrdType.StopLimit]: 'SL-LMT',
};

/** Noren `ret`; null for what Flattrade has no orders for. */
export const VALIDITY_CODE: Readonly<Record<TimeInForce, string | null>> = {
  [TimeInForce.Day]: 'DAY',
  [TimeInForce.ImmediateOrCancel]: 'IOC',
  [TimeInForce.GoodTillCancel]: null,
  [TimeInForce.GoodTillDate]: null,
  [TimeInForce.FillOrKill]: null,
};

/** Noren `exch`: our exchanges have the same names. */
export const EXCHANGE_CODE: Readonly<Record<Exchange, string>> = {
  NSE: 'NSE',
  BSE: 'BSE',
  NFO: 'NFO',
  BFO: 'BFO',
  CDS: 'CDS',
  MCX: 'MCX',
};

function inverse<Name extends string>(codes: Readonly<Record<Name, string | null>>) {
  const names = new Map(Object.entries<string | null>(codes).map(([name, code]) => [code, name]));
  return (code: string): Name | null => (names.get(code) as Name | undefined) ?? null;
}

export const sideOf = inverse(SIDE_CODE);
export const productOf = inverse(PRODUCT_CODE);
export const ordTypeOf = inverse(PRICE_TYPE_CODE);
export const exchangeOfCode = inverse(EXCHANGE_CODE);

const validityOf = inverse(VALIDITY_CODE);

/** An order until the end of the session (`EOS`) is a day order: it lives no longer. */
export const timeInForceOf = (ret: string): TimeInForce | null =>
  ret === 'EOS' ? TimeInForce.Day : validityOf(ret);

export const parseProduct = (text: string): Product | null =>
  PRODUCTS.find((product) => product === text) ?? null;

/** The canonical name of a product, the default if none is named; an unknown one stays as it is. */
export const flattradeProduct = (product: string | null, { exchange }: InstrumentName): string =>
  product === null ? defaultProduct(exchange) : (parseProduct(product.toUpperCase()) ?? product);

const STATUS: Readonly<Record<string, OrdStatus>> = {
  PENDING: OrdStatus.PendingNew,
  ORDER_ACK: OrdStatus.PendingNew,
  ORDER_PENDING: OrdStatus.PendingNew,
  OPEN_PENDING: OrdStatus.PendingNew,
  AMO_OPEN: OrdStatus.PendingNew,
  AMO_MODIFIED: OrdStatus.PendingNew,
  AFTER_MARKET_ORDER_REQ_RECEIVED: OrdStatus.PendingNew,
  OPEN: OrdStatus.New,
  NEW: OrdStatus.New,
  REPLACED: OrdStatus.New,
  TRIGGER_PENDING: OrdStatus.New,
  MODIFY_PENDING: OrdStatus.PendingReplace,
  CANCEL_PENDING: OrdStatus.PendingCancel,
  COMPLETE: OrdStatus.Filled,
  EXECUTED: OrdStatus.Filled,
  CANCELED: OrdStatus.Canceled,
  AMO_CANCELED: OrdStatus.Canceled,
  REJECTED: OrdStatus.Rejected,
};

const SPELLINGS: Readonly<Record<string, string>> = {
  CANCELLED: 'CANCELED',
  AMO_CANCELLED: 'AMO_CANCELED',
  REJECT: 'REJECTED',
};

/** Null for an unknown word, `INVALID_STATUS_TYPE` for one: no status follows from it. */
export function ordStatusOf(status: string): OrdStatus | null {
  const word = status.trim().toUpperCase().replace(/\s+/g, '_');
  return STATUS[SPELLINGS[word] ?? word] ?? null;
}

export const REPORT_TYPES = [
  'NewAck',
  'PendingNew',
  'New',
  'ModAck',
  'PendingReplace',
  'Replaced',
  'ReplaceRejected',
  'CanAck',
  'PendingCancel',
  'Canceled',
  'CancelRejected',
  'Fill',
  'Rejected',
  'INVALID_REPORT_TYPE',
] as const;
/** Noren `rpt`; in the order stream `reporttype`. */
export type ReportType = (typeof REPORT_TYPES)[number];

const REPORT_BY_NAME = new Map(REPORT_TYPES.map((type) => [type.toUpperCase(), type]));

export const parseReportType = (text: string): ReportType | null =>
  REPORT_BY_NAME.get(text.trim().toUpperCase()) ?? null;

export interface ReportMeaning {
  news: BrokerOrderNews | null;
  /** The request that is pending, where the status only says that one is. */
  pending: OrdStatus.PendingReplace | OrdStatus.PendingCancel | null;
}

const SAYS_NOTHING: ReportMeaning = { news: null, pending: null };
const ASKS_REPLACE: ReportMeaning = { news: null, pending: OrdStatus.PendingReplace };
const ASKS_CANCEL: ReportMeaning = { news: null, pending: OrdStatus.PendingCancel };

/** The row's other fields report fills and rejections. */
export const REPORT_MEANING: Readonly<Record<ReportType, ReportMeaning>> = {
  NewAck: SAYS_NOTHING,
  PendingNew: SAYS_NOTHING,
  New: { news: 'New', pending: null },
  ModAck: ASKS_REPLACE,
  PendingReplace: ASKS_REPLACE,
  Replaced: { news: 'Replaced', pending: null },
  ReplaceRejected: { news: 'ReplaceRejected', pending: null },
  CanAck: ASKS_CANCEL,
  PendingCancel: ASKS_CANCEL,
  Canceled: { news: 'Canceled', pending: null },
  CancelRejected: { news: 'CancelRejected', pending: null },
  Fill: SAYS_NOTHING,
  Rejected: SAYS_NOTHING,
  INVALID_REPORT_TYPE: SAYS_NOTHING,
};
