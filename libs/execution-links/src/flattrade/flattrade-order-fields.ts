import {
  type Decimal,
  decimalText,
  defaultProduct,
  type Order,
  type OrderTerms,
  parseExchange,
} from '@ome/domain';
import { BrokerFault } from '../broker/broker-fault';
import type { Fields } from './flattrade-client';
import {
  EXCHANGE_CODE,
  parseProduct,
  PRODUCT_CODE,
  PRODUCTS,
  SIDE_CODE,
  VALIDITY_CODE,
} from './flattrade-codes';

/** The price fields of an order, and what type it is placed as. */
export interface PriceFields {
  prctyp: string;
  prc: string;
  /** Stop orders only: a zero with another type is taken, and rejected later. */
  trgprc?: string;
}

/** What an order is about, in Flattrade's words. */
export interface ContractFields {
  exch: string;
  tsym: string;
}

/** A no before anything was sent, that names the field of the order and what to do. */
export const refused = (text: string, remedy: string): BrokerFault =>
  new BrokerFault('rejected', text, remedy);

/** @throws BrokerFault for an exchange or a symbol that Flattrade has no word for */
export function contractFields(
  order: Pick<Order, 'exchange' | 'symbol'>,
  tsym: string | null,
): ContractFields {
  const exchange = parseExchange(order.exchange);
  if (!exchange) {
    throw refused(
      `Flattrade has no exchange ${order.exchange}`,
      `Place the order with exchange ${Object.keys(EXCHANGE_CODE).join(', ')}`,
    );
  }
  if (tsym === null) {
    throw refused(
      `Flattrade has no symbol for ${order.symbol} on ${exchange}`,
      'Check symbol format: NIFTY21AUG25C24500; contracts of BFO need the contract file of Flattrade',
    );
  }
  return { exch: EXCHANGE_CODE[exchange], tsym };
}

/** @throws BrokerFault for a product that there is none such */
export function productCode(order: Pick<Order, 'product' | 'exchange'>): string {
  const named = order.product ?? defaultProduct(order.exchange);
  const product = parseProduct(named);
  if (product) return PRODUCT_CODE[product];
  throw refused(
    `Flattrade has no product ${named}`,
    `Place the order with product ${PRODUCTS.join(', ')}`,
  );
}

/** @throws BrokerFault for what Flattrade keeps no orders for */
export function validityCode({ timeInForce }: Pick<Order, 'timeInForce'>): string {
  const ret = VALIDITY_CODE[timeInForce];
  if (ret !== null) return ret;
  throw refused(
    `Flattrade has no orders with timeInForce ${timeInForce}`,
    'Place the order with timeInForce DAY or IOC',
  );
}

/** @throws BrokerFault where the order lacks what its type needs */
export function needed(price: Decimal | null, field: string): Decimal {
  if (price?.gt(0)) return price;
  throw refused(`The order has no ${field}`, `Place the order with a ${field} above zero`);
}

/** @throws BrokerFault for parts of a unit */
export function quantityField(quantity: Decimal): string {
  if (quantity.isInteger() && quantity.gt(0)) return decimalText(quantity);
  throw refused(
    `Flattrade does not deal in ${decimalText(quantity)} units`,
    'Place the order with a whole quantity',
  );
}

/** The body of PlaceOrder. */
export function placeFields(
  order: Order,
  uid: string,
  contract: ContractFields,
  price: PriceFields,
  tag: string,
): Fields {
  const { prctyp, prc, trgprc } = price;
  return {
    ordersource: 'API',
    uid,
    actid: uid,
    ...contract,
    qty: quantityField(order.orderQty),
    prc,
    trgprc,
    dscqty: '0',
    prd: productCode(order),
    trantype: SIDE_CODE[order.side],
    prctyp,
    ret: validityCode(order),
    // Left out of all others: a "No" is refused.
    amo: order.amo ? 'Yes' : undefined,
    remarks: tag,
  };
}

/** The body of ModifyOrder: the quantity is the total, fills included. */
export function modifyFields(
  order: Order,
  norenordno: string,
  uid: string,
  contract: ContractFields,
  terms: OrderTerms,
  { prctyp, prc, trgprc }: PriceFields,
): Fields {
  return {
    ordersource: 'API',
    uid,
    actid: uid,
    norenordno,
    ...contract,
    qty: quantityField(terms.orderQty),
    prctyp,
    prc,
    trgprc,
    ret: validityCode(order),
  };
}
