import { type Decimal, decimalText, type Order } from '@ome/domain';
import { exchangeDecimals } from '../price-decimals';
import { BrokerFault } from './broker-fault';

/**
 * A price as brokers accept it. Orders are checked before they are journalled; an order that
 * reaches a link some other way must still not be sent.
 * @throws BrokerFault for more decimals than the exchange allows
 */
export function priceField(price: Decimal, order: Pick<Order, 'exchange'>): string {
  const decimals = exchangeDecimals(order);
  if (price.decimalPlaces() <= decimals) return decimalText(price);
  throw new BrokerFault(
    'rejected',
    `The price ${decimalText(price)} has more than ${decimals} decimals`,
    `Place the order with at most ${decimals}`,
  );
}
