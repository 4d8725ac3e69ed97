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

/** The price fields of an order, and the type it is placed as. */
export interface PriceFields {
  prctyp: string;
  prc: string;
  /** Stop orders only: Flattrade accepts a zero for another type, and rejects it later. */
  trgprc?: string;
}

/** The instrument of an order, in Flattrade's words. */
export interface ContractFields {
  exch: string;
  tsym: string;
}

/** A refusal before anything was sent, which names the order's field and the remedy. */
export const refused = (text: string, remedy: string): BrokerFault =>
  new BrokerFault('rejected', text, remedy);

/** @throws BrokerFault for an exchange or a symbol that Flattrade does not have */
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

/** @throws BrokerFault for a product that does not exist */
export function productCode(order: Pick<Order, 'product' | 'exchange'>): string {
  const named = order.product ?? defaultProduct(order.exchange);
  const product = parseProduct(named);
  if (product) return PRODUCT_CODE[product];
  throw refused(
    `Flattrade has no product ${named}`,
    `Place the order with product ${PRODUCTS.join(', ')}`,
  );
}

/** @throws BrokerFault for a time in force that Flattrade does not have */
export function validityCode({ timeInForce }: Pick<Order, 'timeInForce'>): string {
  const ret = VALIDITY_CODE[timeInForce];
  if (ret !== null) return ret;
  throw refused(
    `Flattrade has no orders with timeInForce ${timeInForce}`,
    'Place the order with timeInForce DAY or IOC',
  );
}

/** @throws BrokerFault if the order lacks what its type needs */
export function needed(price: Decimal | null, field: string): Decimal {
  if (price?.gt(0)) return price;
  throw refused(`The order has no ${field}`, `Place the order with a ${field} above zero`);
}

/** @throws BrokerFault for a fractional quantity */
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
    // Omitted for all others: a "No" is refused.
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
