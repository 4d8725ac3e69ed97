import { Decimal, decimalText, ZERO } from '../decimal';
import { leavesQty, type Order } from '../order';
import { Side } from '../requested-order';

export const leavesOf = (orders: readonly Order[]): Decimal =>
  orders.reduce((sum, order) => sum.plus(leavesQty(order)), ZERO);

/** What is known of a position when it is to be closed. Position quantities are signed. */
export interface ClosingInputs {
  /** According to our journal. */
  netQty: Decimal;
  /** Quantity that closing orders may still fill. */
  working: Decimal;
  /**
   * What the broker reports for the session; null if the link reports no positions, or was not
   * asked.
   */
  broker: BrokerHolding | null;
}

/** One session may serve several accounts: the broker knows only their sum. */
export interface BrokerHolding {
  netQty: Decimal;
  /** Opposite positions of the session's other accounts, by our journal: never above 0. */
  against: Decimal;
  /** What orders of all accounts of the session on the closing side may still close of it. */
  working: Decimal;
}

export type ClosingQuantity =
  | { outcome: 'close'; side: Side; quantity: Decimal; text: string | null }
  | { outcome: 'flat' | 'alreadyClosing' | 'notHeld'; side: Side; text: string | null };

/** Of the order that closes a position: a short is bought back. */
export const closingSide = (netQty: Decimal): Side => (netQty.isNegative() ? Side.Buy : Side.Sell);

/**
 * How much an opposite order may close: at most what is open by our journal and not being closed
 * yet, and at most what the broker holds and no order is closing yet.
 */
export function closingQuantity({ netQty, working, broker }: ClosingInputs): ClosingQuantity {
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

/**
 * The broker's quantity on the position's side, plus what other accounts' opposite positions hide.
 */
const heldFor = (position: Decimal, { netQty, against }: BrokerHolding): Decimal =>
  (position.isNegative() ? netQty.negated() : netQty).plus(against.abs());

const notHeldText = (ours: Decimal, theirs: Decimal): string =>
  theirs.isZero()
    ? `The broker holds nothing of your ${decimalText(ours.abs())}`
    : `The broker is at ${decimalText(theirs)}, and you at ${decimalText(ours)}`;

const lessText = (ours: Decimal, held: Decimal): string =>
  `The broker holds ${decimalText(held)} of your ${decimalText(ours)}`;
