import { Decimal, parseDecimal } from '../exact-decimal';
import { required, type JData } from './jdata';
import { Emsg, NotOk, type Mode } from './replies';

/** An order as PlaceOrder asks for it. */
export interface OrderFields {
  exch: string;
  tsym: string;
  qty: Decimal;
  /** Null for a market order. */
  prc: Decimal | null;
  /** Of stop orders. */
  trgprc: Decimal | null;
  dscqty: string;
  prd: string;
  trantype: 'B' | 'S';
  prctyp: string;
  ret: string;
  remarks: string;
  /** Whether it was sent for the next session. */
  amo: boolean;
  /** Of cover and bracket orders: the distances of the stop, the target and the trail. */
  blprc: Decimal | null;
  bpprc: Decimal | null;
  trailprc: Decimal | null;
}

/** What ModifyOrder may change. */
export type Modification = Pick<OrderFields, 'qty' | 'prc' | 'trgprc' | 'prctyp' | 'ret'>;

export const EXCHANGES = ['NSE', 'BSE', 'NFO', 'BFO', 'CDS', 'MCX'];
export const PRODUCTS = ['C', 'M', 'I', 'H', 'B', 'F'];
export const POSITION_TYPES = ['DAY', 'CF'];
const RETENTIONS = ['DAY', 'IOC', 'EOS'];
const MARKET_TYPES = ['MKT', 'SL-MKT'];
const PRICE_TYPES = ['LMT', 'SL-LMT', ...MARKET_TYPES];

const SYMBOL = /^[A-Z0-9][A-Z0-9&._-]{0,49}$/;

/** @throws NotOk */
export function parsePlaceOrder(fields: JData, mode: Mode): OrderFields {
  for (const name of ['actid', 'exch', 'tsym', 'qty', 'prc', 'dscqty', 'prd', 'trantype', 'ret']) {
    required(fields, name);
  }
  const prctyp = priceType(required(fields, 'prctyp'), mode);
  if (fields.amo !== undefined && !['Yes', 'NO'].includes(fields.amo)) throw new NotOk(Emsg.amo);
  return {
    exch: oneOf(EXCHANGES, fields.exch),
    tsym: symbol(fields.tsym),
    qty: quantity(fields.qty),
    prc: limitPrice(fields.prc, prctyp),
    trgprc: triggerPrice(fields.trgprc, prctyp),
    dscqty: disclosed(fields.dscqty, quantity(fields.qty)),
    prd: oneOf(PRODUCTS, fields.prd),
    trantype: oneOf(['B', 'S'], fields.trantype) as 'B' | 'S',
    prctyp,
    ret: oneOf(RETENTIONS, fields.ret),
    remarks: fields.remarks ?? '',
    amo: fields.amo === 'Yes',
    blprc: distance(fields, 'blprc', ['H', 'B']),
    bpprc: distance(fields, 'bpprc', ['B']),
    trailprc: distance(fields, 'trailprc', ['H', 'B']),
  };
}

/**
 * The order after ModifyOrder: fields not given stay. Calls with a session token must give all but
 * `ret`, which NorenApi leaves out.
 * @throws NotOk
 */
export function parseModifyOrder(fields: JData, mode: Mode, before: OrderFields): Modification {
  if (mode === 'session') {
    for (const name of ['exch', 'tsym', 'prctyp', 'prc', 'qty']) required(fields, name);
  }
  const same = (fields.tsym ?? before.tsym) === before.tsym;
  if (!same || (fields.exch ?? before.exch) !== before.exch) throw new NotOk(Emsg.invalidInput);
  const prctyp = fields.prctyp ? priceType(fields.prctyp, mode) : before.prctyp;
  return {
    prctyp,
    qty: fields.qty ? quantity(fields.qty) : before.qty,
    prc: fields.prc ? limitPrice(fields.prc, prctyp) : before.prc,
    trgprc: fields.trgprc ? triggerPrice(fields.trgprc, prctyp) : before.trgprc,
    ret: fields.ret ? oneOf(RETENTIONS, fields.ret) : before.ret,
  };
}

export const isStop = (prctyp: string): boolean => prctyp.startsWith('SL-');

/** @throws NotOk */
export function oneOf(choices: readonly string[], value: string): string {
  if (!choices.includes(value)) throw new NotOk(Emsg.invalidInput);
  return value;
}

/** Any well-formed symbol, expired contracts too. @throws NotOk */
export function symbol(tsym: string): string {
  if (!SYMBOL.test(tsym)) throw new NotOk(Emsg.tradingSymbol);
  return tsym;
}

/** @throws NotOk */
export function quantity(text: string): Decimal {
  if (!/^[1-9]\d{0,11}$/.test(text)) throw new NotOk(Emsg.invalidInput);
  return new Decimal(text);
}

/** No more than there is. */
function disclosed(text: string, all: Decimal): string {
  const part = parseDecimal(text);
  if (!part?.isInteger() || part.isNegative() || part.gt(all)) throw new NotOk(Emsg.invalidInput);
  return text;
}

/** A distance that some products have; null for others, and where it is left out. */
function distance(fields: JData, name: string, products: readonly string[]): Decimal | null {
  if (!products.includes(fields.prd) || !fields[name]) return null;
  const value = parseDecimal(fields[name]);
  if (!value || value.isNegative()) throw new NotOk(Emsg.invalidInput);
  return value.isZero() ? null : value;
}

function priceType(prctyp: string, mode: Mode): string {
  oneOf(PRICE_TYPES, prctyp);
  if (mode === 'session' && MARKET_TYPES.includes(prctyp)) throw new NotOk(Emsg.marketRefused);
  return prctyp;
}

function limitPrice(text: string, prctyp: string): Decimal | null {
  if (MARKET_TYPES.includes(prctyp)) return null;
  const price = parseDecimal(text);
  if (!price || price.isNegative()) throw new NotOk(Emsg.invalidInput);
  if (price.isZero()) throw new NotOk(Emsg.noPrice);
  return price;
}

/** NorenApi sends the text None with orders that have no trigger. */
function triggerPrice(text: string | undefined, prctyp: string): Decimal | null {
  if (!isStop(prctyp)) return null;
  const price = parseDecimal(text);
  if (!price?.greaterThan(0)) throw new NotOk(Emsg.invalidInput);
  return price;
}
