import type { Decimal } from '../decimal';
import type { BasketLeg, Unwinding } from './basket';
import type { BasketFact } from './basket-event';

/** The next action for a basket. */
export type BasketStep =
  | { do: 'journal'; fact: BasketFact }
  /** Legs of the current stage whose orders do not exist yet. */
  | { do: 'place'; legs: BasketLeg[] }
  /** Rejected orders that take the order ids, so that no other process can still place them. */
  | { do: 'placeRejected'; orders: { leg: BasketLeg; text: string }[] }
  | { do: 'cancel'; legs: BasketLeg[] }
  /** Journalled, with the id of its order, before the order is placed. */
  | { do: 'startUnwinding'; leg: BasketLeg; quantity: Decimal }
  | { do: 'unwind'; unwindings: Unwinding[] }
  | { do: 'rejectUnwinding'; unwinding: Unwinding; text: string }
  /** Waits for the orders, until the time limit if there is one. */
  | { do: 'wait'; until: Date | null };
