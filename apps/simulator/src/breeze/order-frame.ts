import { compactDate, namedDate, numericDate, timeOfDay } from '../brokers/indian-time';
import { ZERO, type Decimal } from '../exact-decimal';
import type { OrderFields } from './order-fields';

/** What a frame says about an order. */
interface FramedOrder {
  readonly orderId: string;
  readonly owner: { readonly userId: string };
  readonly at: Date;
  readonly fields: OrderFields;
  readonly price: Decimal | null;
  readonly orderQty: Decimal;
  readonly cumQty: Decimal;
  readonly leavesQty: Decimal;
  readonly cancelledQty: Decimal;
  readonly statusLetter: string;
}

const VALIDITY_LETTERS: Readonly<Record<string, string>> = { day: 'T', ioc: 'I', vtc: 'V' };
const PRODUCT_LETTERS: Readonly<Record<string, string>> = {
  cash: 'C',
  futures: 'F',
  options: 'O',
  btst: 'B',
  mtf: 'M',
};
/** 4 and 5 are for shares, 6 and 7 for derivatives. */
const MESSAGE_TYPES: Readonly<Record<string, string>> = { NSE: '4', BSE: '5', NFO: '6', BFO: '7' };

/** Prices in frames of derivatives have no decimal point: 101.50 is 10150. */
const DERIVATIVES_SCALE = 100;

/**
 * The array of an `order` event: 47 strings, identified by position. It gives the filled quantity,
 * but neither the price nor the reason of a rejection.
 */
export function orderFrame(
  order: FramedOrder,
  sequence: string,
  at: Date,
  cashScale: 1 | 100,
): string[] {
  const head = [
    ...['1', '*', order.owner.userId, '*', '267', '5'],
    `${compactDate(at)}${sequence}`,
    numericDate(at),
    timeOfDay(at),
    'Intraday Calls',
    'N',
    MESSAGE_TYPES[order.fields.exchangeCode] ?? '4',
    '8500000000',
    order.fields.exchangeCode,
    order.fields.stockCode,
  ];
  return [
    ...head,
    ...(order.fields.expiry ? derivativesPart(order) : sharesPart(order, cashScale)),
  ];
}

function sharesPart(order: FramedOrder, scale: 1 | 100): string[] {
  const { fields, cumQty, leavesQty } = order;
  const date = namedDate(order.at);
  return [
    flowOf(order),
    limitFlagOf(order),
    VALIDITY_LETTERS[fields.validity] ?? 'T',
    scaled(order.price ?? ZERO, scale),
    PRODUCT_LETTERS[fields.product] ?? 'C',
    order.statusLetter,
    date,
    date,
    order.orderId,
    order.orderQty.toFixed(),
    leavesQty.toFixed(),
    cumQty.toFixed(),
    order.cancelledQty.toFixed(),
    '0',
    fields.disclosedQuantity,
    scaled(fields.stoploss, scale),
    ...['N', '*', 'N30', 'WEB', 'N', '2026201', 'Rolling', 'N', ''],
    date,
    ...['N', '0.000000', 'N', 'N', '0', ''],
  ];
}

function derivativesPart(order: FramedOrder): string[] {
  const { fields, cumQty } = order;
  const date = namedDate(order.at);
  return [
    PRODUCT_LETTERS[fields.product] ?? 'F',
    rightLetterOf(order),
    'E',
    scaled(fields.strike ?? ZERO, DERIVATIVES_SCALE),
    fields.expiry ? namedDate(fields.expiry) : '',
    date,
    flowOf(order),
    limitFlagOf(order),
    VALIDITY_LETTERS[fields.validity] ?? 'T',
    scaled(order.price ?? ZERO, DERIVATIVES_SCALE),
    order.statusLetter,
    order.orderId,
    order.orderQty.toFixed(),
    cumQty.toFixed(),
    order.cancelledQty.toFixed(),
    '0',
    scaled(fields.stoploss, DERIVATIVES_SCALE),
    ...['N', '38', 'WEB', 'Y'],
    date,
    // Padded with blanks, as the exchange sends it.
    '1200000100900000    ',
    ...['*', '0.000000', '0.000000', 'N', 'N', 'N', 'N', 'N', 'N'],
  ];
}

const flowOf = ({ fields }: FramedOrder): string => (fields.action === 'buy' ? 'B' : 'S');

const limitFlagOf = ({ fields }: FramedOrder): string => (fields.orderType === 'limit' ? 'L' : 'S');

function rightLetterOf({ fields }: FramedOrder): string {
  if (fields.right === 'call') return 'C';
  return fields.right === 'put' ? 'P' : '*';
}

const scaled = (price: Decimal, scale: 1 | 100): string =>
  scale === 1 ? price.toFixed(2) : price.times(scale).toFixed();
