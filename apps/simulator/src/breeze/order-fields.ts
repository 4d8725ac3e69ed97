import { parseDecimal, ZERO, type Decimal } from '../exact-decimal';
import { onTick, type Tolerance } from '../brokers/price-tolerance';
import { parseDay } from './breeze-date';
import { badArguments, BreezeError } from './envelope';

/** The fields of a request; empty ones are left out. */
export type Fields = Readonly<Record<string, string | undefined>>;

/** The fields that identify a contract; the last three are null for shares. */
export interface Contract {
  stockCode: string;
  exchangeCode: string;
  product: string;
  /** Midnight UTC of the day. */
  expiry: Date | null;
  right: 'call' | 'put' | 'others' | null;
  strike: Decimal | null;
}

/** An order as requested. */
export interface OrderFields extends Contract {
  action: 'buy' | 'sell';
  orderType: 'limit' | 'stoploss';
  quantity: Decimal;
  price: Decimal;
  /** Zero for a limit order. */
  stoploss: Decimal;
  validity: string;
  disclosedQuantity: string;
  remark: string;
}

/** What decides whether a price is taken. */
export interface PriceRules {
  readonly tolerance: Tolerance;
  tickOf(contract: Contract, price: Decimal): Decimal;
}

type Prices = Pick<OrderFields, 'orderType' | 'action' | 'price' | 'stoploss'>;

export type Modification = Pick<
  OrderFields,
  'orderType' | 'quantity' | 'price' | 'stoploss' | 'validity' | 'disclosedQuantity'
>;

export const EXCHANGES = ['NSE', 'BSE', 'NFO', 'BFO'];
const DERIVATIVES = ['NFO', 'BFO'];
const SHARES_PRODUCTS = ['cash', 'mtf', 'btst'];
const ORDER_TYPES = ['limit', 'stoploss'] as const;
const VALIDITIES = ['day', 'ioc', 'vtc'];
const MODIFIABLE = [
  'order_type',
  'stoploss',
  'quantity',
  'price',
  'validity',
  'disclosed_quantity',
];

/** @throws BreezeError if the body is not an object of strings and numbers */
export function parseFields(body: Buffer): Fields {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    throw badArguments();
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badArguments();
  const fields: Record<string, string> = {};
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === 'string' || typeof field === 'number') fields[name] = String(field);
    if (Array.isArray(field)) fields[name] = JSON.stringify(field);
  }
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ''));
}

/** The rows of a field that is a list. @throws BreezeError */
export function rowsOf(text = '[]'): Fields[] {
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch {
    throw badArguments();
  }
  if (!Array.isArray(rows)) throw badArguments();
  return rows.map((row) => parseFields(Buffer.from(JSON.stringify(row))));
}

/** Any well-formed contract, expired ones too. @throws BreezeError */
export function parseContract(fields: Fields, product: string | undefined): Contract {
  const stockCode = fields.stock_code ?? '';
  if (!/^[A-Z0-9][A-Z0-9&.-]{0,19}$/.test(stockCode)) throw badArguments();
  const exchangeCode = oneOf(EXCHANGES, fields.exchange_code);
  if (!DERIVATIVES.includes(exchangeCode)) {
    const shares = oneOf(SHARES_PRODUCTS, product?.toLowerCase());
    return { stockCode, exchangeCode, product: shares, expiry: null, right: null, strike: null };
  }
  const kind = oneOf(['futures', 'options'], product?.toLowerCase());
  const expiry = new Date(parseDay(fields.expiry_date ?? ''));
  const strike = parseDecimal(fields.strike_price ?? '0');
  const rights = kind === 'futures' ? (['others'] as const) : (['call', 'put'] as const);
  const right = oneOf(rights, fields.right?.toLowerCase());
  if (!strike) throw badArguments();
  return { stockCode, exchangeCode, product: kind, expiry, right, strike };
}

/**
 * @param fromTerminal some orders are refused only to programs
 * @throws BreezeError
 */
export function parsePlaceOrder(
  fields: Fields,
  rules: PriceRules,
  fromTerminal = false,
): OrderFields {
  if (fields.order_type === 'market') {
    throw new BreezeError('Market orders are not allowed through the API.');
  }
  const contract = parseContract(fields, fields.product);
  const order: OrderFields = {
    ...contract,
    action: oneOf(['buy', 'sell'] as const, fields.action?.toLowerCase()),
    orderType: oneOf(ORDER_TYPES, fields.order_type?.toLowerCase()),
    quantity: quantity(fields.quantity),
    price: price(fields.price, contract, rules),
    stoploss: price(fields.stoploss ?? '0', contract, rules),
    validity: oneOf(VALIDITIES, fields.validity?.toLowerCase()),
    disclosedQuantity: fields.disclosed_quantity ?? '0',
    remark: fields.user_remark ?? '',
  };
  if (!/^[A-Za-z0-9]*$/.test(order.remark)) {
    throw new BreezeError('Special characters are not allowed in user remark.');
  }
  if (order.product === 'mtf' && order.action === 'sell' && !fromTerminal) {
    throw new BreezeError('Sell orders are not allowed in MTF.');
  }
  return { ...order, stoploss: triggerOf(order) };
}

/** The order after the change: fields not given stay. @throws BreezeError */
export function parseModifyOrder(
  fields: Fields,
  before: OrderFields,
  rules: PriceRules,
): Modification {
  if (!MODIFIABLE.some((name) => fields[name] !== undefined)) throw badArguments();
  const { action, ...old } = before;
  const after: Modification = {
    orderType: fields.order_type
      ? oneOf(ORDER_TYPES, fields.order_type.toLowerCase())
      : old.orderType,
    quantity: fields.quantity ? quantity(fields.quantity) : old.quantity,
    price: fields.price ? price(fields.price, before, rules) : old.price,
    stoploss: fields.stoploss ? price(fields.stoploss, before, rules) : old.stoploss,
    validity: fields.validity ? oneOf(VALIDITIES, fields.validity.toLowerCase()) : old.validity,
    disclosedQuantity: fields.disclosed_quantity ?? old.disclosedQuantity,
  };
  return { ...after, stoploss: triggerOf({ ...after, action }) };
}

/** @throws BreezeError */
export function oneOf<T extends string>(choices: readonly T[], value: string | undefined): T {
  const choice = choices.find((known) => known === value);
  if (choice === undefined) throw badArguments();
  return choice;
}

/** @throws BreezeError */
export function quantity(text: string | undefined): Decimal {
  const value = parseDecimal(text);
  if (!value?.isInteger() || !value.greaterThan(0)) throw badArguments();
  return value;
}

function price(text: string | undefined, contract: Contract, rules: PriceRules): Decimal {
  const value = parseDecimal(text);
  if (!value || value.isNegative()) throw badArguments();
  const tick = rules.tickOf(contract, value);
  const taken = onTick(value, tick, rules.tolerance);
  if (!taken) throw new BreezeError(`Price should be in multiples of: ${tick.toFixed()}`);
  return taken;
}

/** The trigger of a stop order; zero for a limit order, whatever the request says. */
function triggerOf({ orderType, action, price: limit, stoploss }: Prices): Decimal {
  if (limit.isZero()) throw new BreezeError('Price cannot be zero.');
  if (orderType === 'limit') return ZERO;
  const inOrder = action === 'buy' ? limit.gte(stoploss) : limit.lte(stoploss);
  if (stoploss.isZero() || !inOrder) {
    throw new BreezeError('Limit price and stoploss trigger price do not fit.');
  }
  return stoploss;
}
