import { Decimal, ZERO } from '../decimal';
import { canonicalSymbol } from '../instrument-symbol';
import { heldPlacement, isHeld, isOpen, leavesQty, type Order } from '../order';
import { canonicalProduct } from '../product';
import { Side } from '../requested-order';
import { RefusalCode } from '../refusal';
import type { SetLimits } from './risk-rules';

/**
 * Refusals that limit exposure. They do not apply to an order that only reduces a position:
 * refusing it would trap the account in that position. Rates, repeats and the exchange's own
 * requirements apply to it as to any other order.
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

/** The limits that apply to an order that only reduces; open orders count all the same. */
export function limitsOfReducing(limits: SetLimits): SetLimits {
  const { maxOrderQty: _qty, maxOrderNotional: _value, maxDailyLoss: _loss, ...others } = limits;
  return others;
}

/** The limits that apply to a replace that raises nothing, and so adds nothing to any total. */
export function limitsOfLowering(limits: SetLimits): SetLimits {
  const { maxOpenOrders: _orders, maxExposure: _exposure, ...others } = limitsOfReducing(limits);
  return others;
}

/** What must be equal for positions to be netted. */
export interface NettedIn {
  exchange: string;
  symbol: string;
  product: string | null;
  link: string;
}

/**
 * One key per position of an account; another spelling of a symbol, or a product that is left out,
 * gives the same key.
 */
export const nettingKey = ({ exchange, symbol, product, link }: NettedIn): string =>
  JSON.stringify([
    exchange,
    canonicalSymbol(exchange, symbol),
    canonicalProduct(exchange, product),
    link,
  ]);

/** How much of a position an order of this side can close before the position changes sign. */
export function closableBy(side: Side, netQty: Decimal): Decimal {
  const opposed = side === Side.Sell ? netQty : netQty.negated();
  return Decimal.max(opposed, 0);
}

/**
 * The largest quantity that can still trade, whichever pending replace takes effect. What is held
 * cannot trade: it is judged anew when somebody lets it go on.
 */
export function mostOpen(order: Order): Decimal {
  if (!isOpen(order) || order.closed || heldPlacement(order)) return ZERO;
  const replaced = order.commands.flatMap((command) =>
    command.terms && !isHeld(command) ? command.terms.orderQty.minus(order.cumQty) : [],
  );
  return Decimal.max(leavesQty(order), ...replaced);
}
