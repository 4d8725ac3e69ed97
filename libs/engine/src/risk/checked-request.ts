import {
  type Command,
  type CommandKind,
  Decimal,
  decimalText,
  type Order,
  type OrderIdentity,
  type OrderTerms,
  projectedTerms,
  valueOf,
  ZERO,
} from '@ome/domain';
import { targetLink } from '../execution-links';
import type { Reducer, Reservation } from './risk-ports';

/** A new order, or an order as a replace would change it. */
export interface CheckedRequest extends Pick<Reservation, 'key' | 'seq' | 'content'> {
  order: OrderIdentity;
  terms: OrderTerms;
  value: (lastPrice: Decimal | null) => Decimal;
  /** Quantity that may trade of the order, or of a slice's parent, given what is open already. */
  takes: (open: Decimal) => Decimal;
  /** Null on entry, when the request is counted. */
  sending: Sending | null;
}

/** A request that passed and is about to be sent. */
export interface Sending {
  kind: CommandKind;
  /** Whether settings may have changed since entry. */
  settingsChanged: boolean;
}

export const newRequest = (order: OrderIdentity & OrderTerms): CheckedRequest => ({
  order,
  terms: order,
  key: order.orderId,
  seq: 1,
  value: (lastPrice) => valueOf(order, ZERO, lastPrice),
  content: contentOf(order),
  takes: (open) => (order.parentOrderId === null ? order.orderQty : open),
  sending: null,
});

export function sentRequest(
  order: Order,
  { kind, terms, clOrdId }: Command,
  settingsChanged: boolean,
): CheckedRequest {
  const request = terms ? replaceRequest(order, terms, clOrdId) : newRequest(order);
  return { ...request, seq: order.version, sending: { kind, settingsChanged } };
}

export function replaceRequest(order: Order, request: OrderTerms, key: string): CheckedRequest {
  const { cumQty, version } = order;
  const before = projectedTerms(order);
  const isSlice = order.parentOrderId !== null;
  return {
    order,
    terms: request,
    key,
    seq: version + 1,
    content: null,
    value: (lastPrice) => {
      const value = valueOf(request, cumQty, lastPrice);
      // A slice's planned quantity is counted with its parent.
      return isSlice ? Decimal.max(value.minus(valueOf(before, cumQty, lastPrice)), ZERO) : value;
    },
    takes: (open) =>
      isSlice
        ? open.plus(Decimal.max(request.orderQty.minus(before.orderQty), ZERO))
        : Decimal.max(open, request.orderQty.minus(cumQty)),
    sending: null,
  };
}

export function reducerOf(order: OrderIdentity): Reducer {
  const { account, exchange, symbol, product, side, orderId, parentOrderId } = order;
  return {
    account,
    exchange,
    symbol,
    product,
    side,
    link: targetLink(order),
    orderId: parentOrderId ?? orderId,
  };
}

/** The content by which an accidental repeat of an order is recognised. */
function contentOf(order: OrderIdentity & OrderTerms): string {
  const { symbol, exchange, side, ordType, timeInForce, product, userId } = order;
  const amounts = [order.orderQty, order.price, order.stopPrice].map((each) =>
    each ? decimalText(each) : null,
  );
  return JSON.stringify([exchange, symbol, side, ordType, timeInForce, product, userId, amounts]);
}
