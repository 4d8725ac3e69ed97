import { type Order, Side } from '@ome/domain';
import type { PositionConversion } from '@ome/engine';
import type { Fields } from './flattrade-client';
import { SIDE_CODE } from './flattrade-codes';
import { contractFields, productCode, quantityField, refused } from './flattrade-order-fields';

const POSITION_TYPE: Readonly<Record<PositionConversion['positionType'], string>> = {
  DAY: 'Day',
  CARRY_FORWARD: 'CF',
};

/**
 * The body of ExitSNOOrder.
 * @throws BrokerFault for an order that is not a cover or bracket order, or has no number yet
 */
export function exitFields(order: Order, uid: string): Fields {
  const { product, brokerOrderId } = order;
  if (product !== 'CO' && product !== 'BO') {
    throw refused('Only cover and bracket orders have an exit', 'Cancel the order');
  }
  if (brokerOrderId === null) {
    throw refused("Flattrade's order number is not known yet", 'Try again later');
  }
  return { uid, norenordno: brokerOrderId, prd: productCode(order) };
}

/**
 * The body of ProductConversion.
 * @throws BrokerFault for a symbol or product that Flattrade does not have
 */
export function conversionFields(
  conversion: PositionConversion,
  uid: string,
  tsym: string | null,
): Fields {
  const { side, quantity, fromProduct, toProduct, positionType, exchange } = conversion;
  return {
    ordersource: 'API',
    uid,
    actid: uid,
    ...contractFields(conversion, tsym),
    qty: quantityField(quantity),
    prd: productCode({ exchange, product: toProduct }),
    prevprd: productCode({ exchange, product: fromProduct }),
    trantype: SIDE_CODE[side === 'BUY' ? Side.Buy : Side.Sell],
    postype: POSITION_TYPE[positionType],
  };
}
