import { Decimal, decimalText } from '../decimal';
import { Side } from '../order';

/** What is known of a position when it is to be closed. Quantities of positions are signed. */
export interface ClosingBooks {
  /** By our books. */
  netQty: Decimal;
  /** What orders on the closing side may still fill of the position. */
  working: Decimal;
  /** What the broker says of the session; null where the link has no books, or was not asked. */
  broker: BrokerHolding | null;
}

/** One session may serve several accounts: the broker knows only what they add up to. */
export interface BrokerHolding {
  netQty: Decimal;
  /** What other accounts of the session hold against the position, by our books: never above 0. */
  against: Decimal;
  /** What orders of all accounts of the session on the closing side may still fill. */
  working: Decimal;
}

export type ClosingQuantity =
  | { outcome: 'close'; side: Side; quantity: Decimal; text: string | null }
  | { outcome: 'flat' | 'alreadyClosing' | 'notHeld'; side: Side; text: string | null };

/** Of the order that closes a position: a short is bought back. */
export const closingSide = (netQty: Decimal): Side => (netQty.isNegative() ? Side.Buy : Side.Sell);

/**
 * How much an opposite order may close: no more than is open by our books and not being closed yet,
 * and no more than the broker holds and nobody's order is closing there yet.
 */
export function closingQuantity({ netQty, working, broker }: ClosingBooks): ClosingQuantity {
  const side = closingSide(netQty);
  if (netQty.isZero()) return { outcome: 'flat', side, text: null };
  const open = netQty.abs();
  const free = open.minus(working);
  if (free.lte(0)) return { outcome: 'alreadyClosing', side, text: null };
  if (!broker) return { outcome: 'close', side, quantity: free, text: null };
  const held = heldFor(netQty, broker);
  if (held.lte(0)) {
    return { outcome: 'notHeld', side, text: notHeldText(netQty, broker.netQty) };
  }
  const quantity = Decimal.min(free, held.minus(broker.working));
  const text = held.lt(open) ? lessText(open, held) : null;
  return quantity.lte(0)
    ? { outcome: 'alreadyClosing', side, text }
    : { outcome: 'close', side, quantity, text };
}

/** What the broker holds on the side of the position, and what others' opposite positions hide of it. */
const heldFor = (position: Decimal, { netQty, against }: BrokerHolding): Decimal =>
  (position.isNegative() ? netQty.negated() : netQty).plus(against.abs());

const notHeldText = (ours: Decimal, theirs: Decimal): string =>
  theirs.isZero()
    ? `The broker holds nothing of your ${decimalText(ours.abs())}`
    : `The broker is at ${decimalText(theirs)}, and you at ${decimalText(ours)}`;

const lessText = (ours: Decimal, held: Decimal): string =>
  `The broker holds ${decimalText(held)} of your ${decimalText(ours)}`;
