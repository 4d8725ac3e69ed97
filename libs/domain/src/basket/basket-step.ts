import type { Decimal } from '../decimal';
import type { BasketLeg, Unwinding } from './basket';
import type { BasketFact } from './basket-event';

/** What is to be done next about a basket. */
export type BasketStep =
  | { do: 'journal'; fact: BasketFact }
  /** Legs of the stage under way, whose orders do not exist yet. */
  | { do: 'place'; legs: BasketLeg[] }
  /** To take the orders' places, so that whoever still means to place them cannot. */
  | { do: 'placeRejected'; orders: { leg: BasketLeg; text: string }[] }
  | { do: 'cancel'; legs: BasketLeg[] }
  /** To be journalled, with the id of its order, before the order is placed. */
  | { do: 'startUnwinding'; leg: BasketLeg; quantity: Decimal }
  | { do: 'unwind'; unwindings: Unwinding[] }
  | { do: 'rejectUnwinding'; unwinding: Unwinding; text: string }
  /** For the orders; at the latest until then, where there is a time limit. */
  | { do: 'wait'; until: Date | null };
