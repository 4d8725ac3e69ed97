import { Decimal, ZERO } from '../decimal';
import { canonicalSymbol } from '../instrument-symbol';
import { isOpen, leavesQty, type Order, Side } from '../order';
import { RefusalCode } from '../refusal';
import type { SetLimits } from './risk-rules';

/**
 * Refusals that keep exposure from growing. An order that only reduces a position is none of their
 * business: refused, it would leave the account with what it wants to get out of. Rates, repeats
 * and what the exchange itself asks of an order hold for it as for any other.
 */
const OF_EXPOSURE: ReadonlySet<RefusalCode> = new Set([
  RefusalCode.AboveMaxOrderQty,
  RefusalCode.AboveMaxOrderNotional,
  RefusalCode.PriceUnknown,
  RefusalCode.TooManyOpenOrders,
  RefusalCode.AboveMaxExposure,
  RefusalCode.DailyLossReached,
  RefusalCode.TradingStopped,
]);

export const limitsExposure = (code: RefusalCode): boolean => OF_EXPOSURE.has(code);

/** What is left of the limits for an order that only reduces; open orders count all the same. */
export function limitsOfReducing(limits: SetLimits): SetLimits {
  const { maxOrderQty: _qty, maxOrderNotional: _value, maxDailyLoss: _loss, ...others } = limits;
  return others;
}

/** What is left of the limits for a replace that raises nothing, and so counts for nothing new. */
export function limitsOfLowering(limits: SetLimits): SetLimits {
  const { maxOpenOrders: _orders, maxExposure: _exposure, ...others } = limitsOfReducing(limits);
  return others;
}

/** Instruments, products and links that are netted with each other. */
export interface NettedIn {
  exchange: string;
  symbol: string;
  product: string | null;
  link: string;
}

/** One text per position of an account; another spelling of a symbol is the same position. */
export const nettingKey = ({ exchange, symbol, product, link }: NettedIn): string =>
  JSON.stringify([exchange, canonicalSymbol(exchange, symbol), product, link]);

/** How much an order of this side can take off a position before it turns over. */
export function closableBy(side: Side, netQty: Decimal): Decimal {
  const opposed = side === Side.Sell ? netQty : netQty.negated();
  return Decimal.max(opposed, 0);
}

/** The most that can still trade of an order, whichever of the replaces under way takes effect. */
export function mostOpen(order: Order): Decimal {
  if (!isOpen(order) || order.closed) return ZERO;
  const replaced = order.commands.flatMap(({ terms }) =>
    terms ? terms.orderQty.minus(order.cumQty) : [],
  );
  return Decimal.max(leavesQty(order), ...replaced);
}
