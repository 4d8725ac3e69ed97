import type { Decimal } from '../decimal';
import type { BasketLeg, Unwinding } from './basket';
import type { BasketFact } from './basket-event';

/** A quantity that the leg filled, and that no order closes yet. */
export interface UnclosedLeg {
  leg: BasketLeg;
  quantity: Decimal;
}

/** The next action for a basket. */
export type BasketStep =
  | { do: 'journal'; fact: BasketFact }
  /** Legs of the current stage whose orders do not exist yet. */
  | { do: 'place'; legs: BasketLeg[] }
  /** Rejected orders that take the order ids, so that no other process can still place them. */
  | { do: 'placeRejected'; orders: { leg: BasketLeg; text: string }[] }
  | { do: 'cancel'; legs: BasketLeg[] }
  /**
   * Of any of these, the unwinding is journalled with the id of its order before the order is placed.
   * One whose quantity is not known now does not keep the others waiting, nor those of `unplaced`.
   */
  | { do: 'startUnwinding'; legs: UnclosedLeg[]; unplaced: Unwinding[] }
  | { do: 'unwind'; unwindings: Unwinding[] }
  | { do: 'rejectUnwinding'; unwinding: Unwinding; text: string }
  /** Waits for the orders, until the time limit if there is one. */
  | { do: 'wait'; until: Date | null };
