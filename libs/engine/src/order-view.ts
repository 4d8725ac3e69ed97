import type { ApprovalView, OrderEventMessage, OrderView } from '@ome/contracts';
import {
  avgPx,
  decimalText,
  type Decimal,
  isDoubted,
  isHeld,
  isInDoubt,
  leavesQty,
  type Order,
  type OrderEvent,
  ordStatus,
  tradedAt,
} from '@ome/domain';

const text = (value: Decimal | null): string | null => value && decimalText(value);

/** An order as REST and events show it. */
export const orderView = (order: Order): OrderView => ({
  orderId: order.orderId,
  origin: order.origin,
  clOrdId: order.clOrdId,
  account: order.account,
  userId: order.userId,
  symbol: order.symbol,
  ...(order.givenSymbol && { givenSymbol: order.givenSymbol }),
  exchange: order.exchange,
  side: order.side,
  ordType: order.ordType,
  orderQty: decimalText(order.orderQty),
  price: text(order.price),
  stopPrice: text(order.stopPrice),
  timeInForce: order.timeInForce,
  expireAt: order.expireAt?.toISOString() ?? null,
  product: order.product,
  ...(order.amo && { amo: true }),
  tag: order.tag,
  ordStatus: ordStatus(order),
  cumQty: decimalText(order.cumQty),
  leavesQty: decimalText(leavesQty(order)),
  avgPx: decimalText(avgPx(order)),
  lastPx: text(order.lastPx),
  link: order.link,
  basketId: order.basketId,
  parentOrderId: order.parentOrderId,
  slicing: order.slicing && {
    link: order.slicing.link,
    quantity: decimalText(order.slicing.quantity),
  },
  brokerOrderId: order.brokerOrderId,
  inDoubt: isInDoubt(order),
  ...approvalPart(order),
  reason: order.reason,
  version: order.version,
  createdAt: order.createdAt.toISOString(),
  updatedAt: order.updatedAt.toISOString(),
});

function approvalPart(order: Order): { approval: ApprovalView } | undefined {
  const held = order.commands.find(isHeld);
  if (!held) return undefined;
  const { orderQty, price, stopPrice } = held.terms ?? order;
  const { kind, rules, requestedAt, expiresAt, by } = held.delivery.approval;
  return {
    approval: {
      id: held.clOrdId,
      request: held.kind === 'new' ? 'new' : 'replace',
      kind,
      rules,
      orderQty: decimalText(orderQty),
      price: text(price),
      stopPrice: text(stopPrice),
      requestedAt: requestedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      by,
    },
  };
}

/** A journal event with the order after it, as announced and as delivered by the feed. */
export function eventMessage(id: string, event: OrderEvent, order: Order): OrderEventMessage {
  const message: OrderEventMessage = {
    v: 1,
    id,
    orderId: event.orderId,
    seq: event.seq,
    type: event.type,
    at: event.at.toISOString(),
    order: orderView(order),
  };
  if (event.type === 'Trade') {
    message.fill = {
      execId: event.execId,
      quantity: decimalText(event.lastQty),
      price: decimalText(event.lastPx),
      exchange: event.exchange,
      at: tradedAt(event, event.at).toISOString(),
      ...(isDoubted(event.alerts) && { doubted: true as const }),
    };
  }
  return message;
}
