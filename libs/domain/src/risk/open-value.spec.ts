import { aNewOrder } from '../../test/builders';
import { applyEvent } from '../apply-event';
import { decideReplace } from '../decide-request';
import { decimal } from '../decimal';
import type { Order } from '../order';
import { OrdType, type OrderTerms } from '../requested-order';
import { OrdStatus } from '../order-status';
import { openValue, raisesExposure } from './open-value';

const AT = new Date('2026-11-20T09:15:00Z');
const event = { seq: 1, at: AT, by: null, requestId: null };
/** 10 at 100. */
const opened = (fields: Parameters<typeof aNewOrder>[0] = {}): Order =>
  applyEvent(null, { ...aNewOrder(fields), ...event });

function replaced(order: Order, quantity: number, price: number): Order {
  const request = {
    clOrdId: null,
    quantity: decimal(quantity),
    price: decimal(price),
    stopPrice: null,
  };
  const fact = decideReplace(order, request, { refuseAfterFill: false });
  if ('refused' in fact) throw new Error(fact.refused);
  return applyEvent(order, { ...event, ...fact, orderId: order.orderId, seq: 2 });
}

const market = { ordType: OrdType.Market, price: null };

describe('what an order may still trade', () => {
  test.each<[string, Order, number | null, number]>([
    ['open', opened(), null, 1000],
    ['partly filled', { ...opened(), cumQty: decimal(4) }, null, 600],
    ['filled', { ...opened(), cumQty: decimal(10), commands: [] }, null, 0],
    ['canceled', { ...opened(), closed: OrdStatus.Canceled, commands: [] }, null, 0],
    ['market at the last price', opened(market), 70, 700],
    ['market without a last price', opened(market), null, 0],
    ['while it may grow', replaced(opened(), 20, 100), null, 2000],
    ['while it may shrink', replaced(opened(), 5, 100), null, 1000],
  ])('%s', (_name, order, lastPrice, value) => {
    const price = lastPrice === null ? null : decimal(lastPrice);
    expect(openValue(order, price).toNumber()).toBe(value);
  });
});

describe('a replace raises exposure', () => {
  const terms = (orderQty: number, price: number | null): OrderTerms => ({
    orderQty: decimal(orderQty),
    price: price === null ? null : decimal(price),
    stopPrice: null,
  });

  test.each<[OrderTerms, OrderTerms, boolean]>([
    [terms(10, 100), terms(10, 100), false],
    [terms(10, 100), terms(9, 100), false],
    [terms(10, 100), terms(11, 100), true],
    [terms(10, 100), terms(10, 101), true],
    [terms(10, 100), terms(10, 99), false],
    [terms(10, null), terms(11, null), true],
    [terms(10, null), terms(5, null), false],
    [terms(10, 100), terms(5, 201), true],
  ])('from %j to %j: %s', (before, after, raises) => {
    expect(raisesExposure(opened(), before, after)).toBe(raises);
  });
});
