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

/** A new order, or an order as a replace would make it. */
export interface CheckedRequest extends Pick<Reservation, 'key' | 'seq' | 'content'> {
  order: OrderIdentity;
  terms: OrderTerms;
  value: (lastPrice: Decimal | null) => Decimal;
  /** What may trade of the order, or of the whole it is a slice of, beside what that has open. */
  takes: (open: Decimal) => Decimal;
  /** Null while it comes; it is counted then. */
  sending: Sending | null;
}

/** What was let pass and is about to be sent. */
export interface Sending {
  kind: CommandKind;
  /** Since it came, perhaps. */
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
      // What a slice was placed for is counted with the whole.
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

/** What makes two orders the same to whoever sent one twice by mistake. */
function contentOf(order: OrderIdentity & OrderTerms): string {
  const { symbol, exchange, side, ordType, timeInForce, product, userId } = order;
  const amounts = [order.orderQty, order.price, order.stopPrice].map((each) =>
    each ? decimalText(each) : null,
  );
  return JSON.stringify([exchange, symbol, side, ordType, timeInForce, product, userId, amounts]);
}
