import { type OrderPlan, raisedQuantity } from './order-plan';

export interface Request {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** The request that places an order; a repeat means the same order. */
export function placement(plan: OrderPlan): Request {
  if (plan.route === 'orders') {
    return { method: 'POST', path: '/orders', headers: {}, body: newOrder(plan) };
  }
  return message(plan.key, newOrderMessage(plan));
}

/** The request that cancels an order; a repeat means the same cancel. */
export function cancellation({ route: door, key }: OrderPlan, orderId: string): Request {
  const id = `${key}-cancel`;
  if (door === 'orders') {
    const path = `/orders/${orderId}/cancel`;
    return { method: 'POST', path, headers: {}, body: { clOrdId: id } };
  }
  return message(id, { type: 3, order_id: orderId, reason_cancellation: 'chaos' });
}

/** The request that raises the quantity of an order; a repeat means the same replace. */
export function replacement(plan: OrderPlan, orderId: string): Request {
  const id = `${plan.key}-replace`;
  const quantity = raisedQuantity(plan);
  if (plan.route === 'orders') {
    const body = { clOrdId: id, quantity };
    return { method: 'PUT', path: `/orders/${orderId}`, headers: {}, body };
  }
  return message(id, { type: 2, order_id: orderId, total_qty: Number(quantity) });
}

const message = (key: string, body: object): Request => ({
  method: 'POST',
  path: '/order_endpoint',
  headers: { 'idempotency-key': key },
  body,
});

const newOrder = ({ key, link, account, userId, symbol, side, quantity, price }: OrderPlan) => ({
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
  ...(link !== null && { link }),
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
