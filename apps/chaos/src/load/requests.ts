import type { OrderPlan } from './order-plan';

export interface Request {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** The request that places an order; sent again, it means the same order. */
export function placement(plan: OrderPlan): Request {
  if (plan.door === 'orders') {
    return { path: '/orders', headers: {}, body: newOrder(plan) };
  }
  const headers = { 'idempotency-key': plan.key };
  return { path: '/order_endpoint', headers, body: newOrderMessage(plan) };
}

/** The request that cancels an order; sent again, it means the same cancel. */
export function cancellation({ door, key }: OrderPlan, orderId: string): Request {
  const id = `${key}-cancel`;
  if (door === 'orders') {
    return { path: `/orders/${orderId}/cancel`, headers: {}, body: { clOrdId: id } };
  }
  const body = { type: 3, order_id: orderId, reason_cancellation: 'chaos' };
  return { path: '/order_endpoint', headers: { 'idempotency-key': id }, body };
}

const newOrder = ({ key, account, userId, symbol, side, quantity, price }: OrderPlan) => ({
  clOrdId: key,
  account,
  userId,
  symbol,
  exchange: 'NSE',
  side,
  ordType: price === null ? 'MARKET' : 'LIMIT',
  quantity,
  ...(price !== null && { price }),
  timeInForce: 'DAY',
});

/** Wire format 1, type 1. */
const newOrderMessage = ({ account, userId, symbol, side, quantity, price }: OrderPlan) => ({
  type: 1,
  user_id: Number(userId),
  product_id: symbol,
  side: side === 'BUY' ? 0 : 1,
  price_instruction: price === null ? 'MARKET' : 'LIMIT',
  ask_price: Number(price ?? 0),
  total_qty: Number(quantity),
  client: 1,
  exchange_id: 'NSE',
  account: Number(account),
  counter_party: 'chaos',
});
