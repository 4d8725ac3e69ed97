import {
  type Command,
  type Decimal,
  decimalText,
  hasStopPrice,
  type Order,
  Side,
  termsBefore,
} from '@ome/domain';
import { BrokerFault } from '../broker/broker-fault';
import { priceField } from '../broker/price-field';
import type { BreezeAction } from './breeze-client';
import {
  breezeProduct,
  ORD_TYPES,
  PRODUCTS,
  SENT_ORD_TYPE,
  SENT_VALIDITY,
  SIDES,
  VALIDITIES,
} from './breeze-codes';
import { type BreezeContract, contractFields, parseBreezeExchange } from './breeze-contract';
import type { BreezeUncertainties } from './breeze-link-options';

/**
 * The call that places an order.
 * @param price its own limit, or the one derived for it
 * @throws BrokerFault that names the field Breeze has no word for
 */
export function placement(
  order: Order,
  contract: BreezeContract,
  price: Decimal,
  tag: string,
): BreezeAction {
  const { stock_code, exchange_code, expiry_date, right, strike_price } = contractFields(contract);
  const derivative = contract.product !== 'cash';
  const fields = {
    stock_code,
    exchange_code,
    product: PRODUCTS.request(productOf(order, contract)),
    action: SIDES.request(order.side),
    order_type: ORD_TYPES.request(SENT_ORD_TYPE[order.ordType]),
    quantity: decimalText(order.orderQty),
    price: priceField(price, order),
    validity: validityOf(order),
    // The SDK of the broker always sends these.
    settlement_id: '',
    order_segment_code: '',
    lots: '',
    user_remark: tag,
    ...(hasStopPrice(order.ordType) && { stoploss: priceField(stopPriceOf(order), order) }),
    ...(derivative && { expiry_date, right, strike_price }),
  };
  return { method: 'POST', path: '/order', fields, kind: 'order' };
}

/**
 * The call that replaces an order; unchanged fields are not sent.
 * @throws BrokerFault if nothing would be left open
 */
export function modification(
  order: Order,
  command: Command,
  { modifyQuantity }: Pick<BreezeUncertainties, 'modifyQuantity'>,
): BreezeAction {
  const wanted = command.terms ?? order;
  const before = termsBefore(order, command);
  const quantity =
    modifyQuantity === 'open' ? wanted.orderQty.minus(order.cumQty) : wanted.orderQty;
  if (!quantity.gt(0)) {
    const remedy = 'cancel the order instead';
    throw new BrokerFault('rejected', 'quantity leaves nothing open', remedy);
  }
  const changed = {
    ...(!wanted.orderQty.eq(before.orderQty) && { quantity: decimalText(quantity) }),
    ...changedPrice(order, 'price', wanted.price, before.price),
    ...changedPrice(order, 'stoploss', wanted.stopPrice, before.stopPrice),
  };
  // The broker requires at least one field.
  const terms = Object.keys(changed).length > 0 ? changed : { quantity: decimalText(quantity) };
  const fields = { ...nameOf(order), ...terms };
  return { method: 'PUT', path: '/order', fields, kind: 'order' };
}

export const cancellation = (order: Order): BreezeAction => ({
  method: 'DELETE',
  path: '/order',
  fields: nameOf(order),
  kind: 'cancel',
});

/** How Breeze identifies an order. Throws BrokerFault if its number is not known yet. */
export function nameOf({ brokerOrderId, exchange }: Order): {
  order_id: string;
  exchange_code: string;
} {
  if (!brokerOrderId) {
    throw new BrokerFault('retryLater', "The broker's order number is not known yet");
  }
  return { order_id: brokerOrderId, exchange_code: exchangeOf(exchange) };
}

export function exchangeOf(exchange: string): string {
  const known = parseBreezeExchange(exchange);
  if (known) return known;
  const remedy = 'use NSE, BSE, NFO or BFO, or another link';
  throw new BrokerFault('rejected', `exchange ${exchange} is not available at Breeze`, remedy);
}

function productOf(order: Order, { product: traded }: BreezeContract) {
  const product = breezeProduct(order.product, traded);
  if (!product) {
    const remedy = 'leave it out, or use CNC, BTST or MTF for shares, NRML for futures and options';
    const text = `product ${order.product} is not available at Breeze for ${traded}`;
    throw new BrokerFault('rejected', text, remedy);
  }
  // Breeze is known to turn such orders silently into intraday orders.
  if (product === 'mtf' && order.side === Side.Sell) {
    throw new BrokerFault('rejected', 'product MTF cannot be sold', 'sell it as CNC');
  }
  return product;
}

function validityOf({ timeInForce }: Order): string {
  const validity = SENT_VALIDITY[timeInForce];
  if (validity) return VALIDITIES.request(validity);
  const text = `timeInForce ${timeInForce} does not exist at Breeze`;
  throw new BrokerFault('rejected', text, 'use DAY, IOC or GTC');
}

function stopPriceOf({ stopPrice }: Order): Decimal {
  if (stopPrice) return stopPrice;
  throw new BrokerFault('rejected', 'stopPrice is missing', 'name the price that triggers it');
}

const changedPrice = (
  order: Order,
  field: 'price' | 'stoploss',
  wanted: Decimal | null,
  before: Decimal | null,
): Record<string, string> =>
  wanted && !(before && wanted.eq(before)) ? { [field]: priceField(wanted, order) } : {};
