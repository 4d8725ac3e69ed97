import {
  applyEvent,
  type Command,
  decimal,
  type NewOrder,
  type Order,
  ORDER_DEFAULTS,
  OrdType,
  Side,
  TimeInForce,
} from '@ome/domain';
import type { LinkRequest } from '@ome/engine';

export const ORDER_ID = '0123456789abcdef01234567';

const NEW_ORDER: NewOrder = {
  ...ORDER_DEFAULTS,
  type: 'NewOrder',
  origin: 'client',
  orderId: ORDER_ID,
  clOrdId: ORDER_ID,
  account: '42',
  userId: '7',
  symbol: 'RELIANCE',
  exchange: 'NSE',
  side: Side.Sell,
  ordType: OrdType.Limit,
  timeInForce: TimeInForce.Day,
  link: 'rest',
  orderQty: decimal(100),
  price: decimal('2450.5'),
  brokerOrderId: null,
  execId: null,
};

/** 03:04:05 UTC, 08:34:05 in Kolkata. */
const AT = new Date('2026-01-02T03:04:05Z');

export const anOrder = (fields: Partial<NewOrder> = {}): Order =>
  applyEvent(null, { ...NEW_ORDER, ...fields, seq: 1, at: AT, by: null, requestId: null });

/** The request to send an order's first command, with a minute left to write it. */
export function aRequest(order: Order = anOrder(), fields: Partial<LinkRequest> = {}): LinkRequest {
  return {
    order,
    command: order.commands[0],
    origClOrdId: '',
    tag: 'tag-1',
    sendBy: new Date(Date.now() + 60_000),
    isStillAllowed: () => true,
    ...fields,
  };
}

export const aCommand = (order: Order, fields: Partial<Command>): Command => ({
  ...order.commands[0],
  ...fields,
});
