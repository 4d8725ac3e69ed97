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
  /** What was filled against the order since, and was not counted yet. */
  closed: ClosedElsewhere;
  /** What the account holds by orders of other legs, whatever their basket. */
  ofOtherLegs: Decimal;
  /** What open orders of the account may still close of the position. */
  working: Decimal;
  /** Null if the link reports no positions. */
  broker: SessionHolding | null;
}

/** Quantities that orders outside baskets filled against one. */
export interface ClosedElsewhere {
  /** By orders that close a position, and by those that were placed at the venue. */
  closings: Decimal;
  /** By other orders of clients, net. */
  clients: Decimal;
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
 * How much of what an order filled may be closed: what is open, by our journal and at the broker,
 * and what other strategies hide of it that hold the other side of the position.
 */
export function unwindingQuantity(inputs: UnwindingInputs): UnwindingQuantity {
  const { side, quantity, working, broker } = inputs;
  const along: Along = (net) => (side === Side.Buy ? net : net.negated());
  const ours = along(inputs.netQty);
  const hidden = hiddenOf(inputs, ours, along);
  const held = ours.plus(hidden);
  const theirs = broker ? heldAt(broker, along).plus(hidden) : held;
  const free = Decimal.min(held, theirs.minus(broker?.working ?? ZERO)).minus(working);
  const upTo = (most: Decimal): Decimal => Decimal.max(Decimal.min(most, quantity), ZERO);
  return { close: upTo(free), notHeld: quantity.minus(upTo(Decimal.min(held, theirs))) };
}

/**
 * What the position lacks and nobody closed. Where it is on the other side, others hold that, clients
 * or baskets. Else only other legs may: a client who reduced it closed what the order filled.
 */
function hiddenOf(
  { quantity, closed: { closings, clients }, ofOtherLegs }: UnwindingInputs,
  ours: Decimal,
  along: Along,
): Decimal {
  const unclosed = quantity.minus(ours).minus(closings);
  const hidden = ours.isNegative()
    ? unclosed
    : Decimal.min(unclosed.minus(clients), along(ofOtherLegs).negated());
  return Decimal.max(hidden, ZERO);
}

type Along = (net: Decimal) => Decimal;

/** On the order's side, with what opposite positions of other accounts hide. */
const heldAt = ({ netQty, ofOthers }: SessionHolding, along: Along): Decimal =>
  ofOthers.reduce(
    (held, other) => held.plus(Decimal.max(along(other).negated(), ZERO)),
    along(netQty),
  );
