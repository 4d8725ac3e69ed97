import { Decimal, ZERO } from '../decimal';
import { Side } from '../requested-order';

/** What is known of a position when an order of it is to be unwound. Quantities are signed. */
export interface UnwindingInputs {
  /** Of the order that filled. */
  side: Side;
  /** Filled, and neither closed nor being closed by its basket. */
  quantity: Decimal;
  /** According to our journal. */
  netQty: Decimal;
  /**
   * What closings and the venue's own orders filled against the order, and was not counted yet.
   * Decides only where another strategy holds the other side.
   */
  closedElsewhere: Decimal;
  /** What open orders of the account may still close of the position. */
  working: Decimal;
  /** Null if the link reports no positions. */
  broker: SessionHolding | null;
}

/** What the broker reports for a session, which may serve several accounts. */
export interface SessionHolding {
  netQty: Decimal;
  /** Of the session's other accounts, by our journal. */
  ofOthers: readonly Decimal[];
  /** What open orders of the other accounts may still close of it. */
  working: Decimal;
}

export interface UnwindingQuantity {
  /** At most this may be closed now. */
  close: Decimal;
  /** Somebody else closed this much: to close it again would open a position. */
  notHeld: Decimal;
}

/**
 * How much of what an order filled may be closed. On the order's side at most what is open, by our
 * journal and at the broker. Where the position is on the other side anyway, because another
 * strategy sold more than this one bought, all but what somebody closed since.
 */
export function unwindingQuantity(inputs: UnwindingInputs): UnwindingQuantity {
  const { side, quantity, working, broker } = inputs;
  const along = (net: Decimal): Decimal => (side === Side.Buy ? net : net.negated());
  const held = heldOf(inputs, along);
  const theirs = broker && !along(inputs.netQty).isNegative() ? heldAt(broker, along) : held;
  const free = Decimal.min(held, theirs.minus(broker?.working ?? ZERO)).minus(working);
  const upTo = (most: Decimal): Decimal => Decimal.max(Decimal.min(most, quantity), ZERO);
  return { close: upTo(free), notHeld: quantity.minus(upTo(Decimal.min(held, theirs))) };
}

type Along = (net: Decimal) => Decimal;

function heldOf({ quantity, netQty, closedElsewhere, broker }: UnwindingInputs, along: Along) {
  const ours = along(netQty);
  if (!ours.isNegative()) return ours;
  const unbooked = broker ? ours.minus(along(ofAccount(broker))) : ZERO;
  return quantity.minus(closedElsewhere).minus(Decimal.max(unbooked, ZERO));
}

const ofAccount = ({ netQty, ofOthers }: SessionHolding): Decimal =>
  ofOthers.reduce((rest, other) => rest.minus(other), netQty);

/** On the order's side, with what opposite positions of other accounts hide. */
const heldAt = ({ netQty, ofOthers }: SessionHolding, along: Along): Decimal =>
  ofOthers.reduce(
    (held, other) => held.plus(Decimal.max(along(other).negated(), ZERO)),
    along(netQty),
  );
