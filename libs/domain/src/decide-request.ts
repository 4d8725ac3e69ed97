import type { Decimal } from './decimal';
import {
  hasPending,
  heldPlacement,
  isFullyFilled,
  isUnsent,
  leavesQty,
  type Order,
  projectedTerms,
  requestClOrdId,
} from './order';
import { hasLimitPrice, hasStopPrice, type OrderTerms } from './requested-order';
import type { CanceledUnsent, CancelRequested, ReplaceRequested } from './order-event';
import { type Refusal, refuse, RefusalCode } from './refusal';

export interface RequestRules {
  /** Refuse to change or cancel an order that has fills, as the first gateway of this kind did. */
  refuseAfterFill: boolean;
}

export interface ReplaceRequest {
  clOrdId: string | null;
  /** Total quantity, fills included. */
  quantity: Decimal | null;
  price: Decimal | null;
  stopPrice: Decimal | null;
}

export interface CancelRequest {
  clOrdId: string | null;
  text: string | null;
}

/** The event of a replace, or why it is refused (rules 5 to 7 of order-states.md). */
export function decideReplace(
  order: Order,
  request: ReplaceRequest,
  rules: RequestRules,
): ReplaceRequested | Refusal {
  const refused = changeRefusal(order, rules);
  if (refused) return refuse(refused);
  if (order.slicing) return refuse(RefusalCode.OrderIsSliced);
  // What a second person approves is what was asked for at first.
  if (heldPlacement(order)?.delivery.approval.kind === 'secondPerson') {
    return refuse(RefusalCode.AwaitsApproval);
  }
  if (request.price && !hasLimitPrice(order.ordType)) return refuse(RefusalCode.PriceNotAllowed);
  if (request.stopPrice && !hasStopPrice(order.ordType)) return refuse(RefusalCode.PriceNotAllowed);
  const terms = projectedTerms(order);
  const orderQty = request.quantity ?? terms.orderQty;
  if (isFullyFilled(order) && orderQty.lte(order.cumQty)) return refuse(RefusalCode.OrderFilled);
  const inherited = inheritedBy(order, request);
  return {
    type: 'ReplaceRequested',
    clOrdId: requestClOrdId(order),
    newClOrdId: request.clOrdId,
    orderQty,
    price: request.price ?? terms.price,
    stopPrice: request.stopPrice ?? terms.stopPrice,
    ...(inherited.length > 0 && { inherited }),
  };
}

function inheritedBy(
  { ordType }: Order,
  { quantity, price, stopPrice }: ReplaceRequest,
): (keyof OrderTerms)[] {
  const inherited: (keyof OrderTerms)[] = [];
  if (!quantity) inherited.push('orderQty');
  if (!price && hasLimitPrice(ordType)) inherited.push('price');
  if (!stopPrice && hasStopPrice(ordType)) inherited.push('stopPrice');
  return inherited;
}

/** A cancel of an order that was never sent takes effect here; any other is sent to the link. */
export function decideCancel(
  order: Order,
  request: CancelRequest,
  rules: RequestRules,
): CancelRequested | CanceledUnsent | Refusal {
  const refused = changeRefusal(order, rules);
  if (refused) return refuse(refused);
  if (isFullyFilled(order) && !hasPending(order, 'replace')) return refuse(RefusalCode.OrderFilled);
  return {
    type: isUnplaced(order) ? 'CanceledUnsent' : 'CancelRequested',
    clOrdId: requestClOrdId(order),
    newClOrdId: request.clOrdId,
    text: request.text,
  };
}

function changeRefusal(order: Order, rules: RequestRules): RefusalCode | null {
  if (order.closed) return RefusalCode.OrderClosed;
  if (hasPending(order, 'cancel')) return RefusalCode.CancelPending;
  if (rules.refuseAfterFill && order.cumQty.gt(0)) return RefusalCode.OrderHasFills;
  if (order.doneForDay && leavesQty(order).isZero()) return RefusalCode.OrderDoneForDay;
  return null;
}

const isUnplaced = (order: Order): boolean =>
  order.commands.some((command) => command.kind === 'new' && isUnsent(command));
