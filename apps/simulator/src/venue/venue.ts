import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Behaviour } from '../behaviour';
import type { Decimal } from '../exact-decimal';
import { Ledger } from '../ledger/ledger';
import type { SeededRandom } from '../seeded-random';
import { OrderFiller } from './order-filler';
import type { OrderCourse, VenueOrder } from './venue-order';

export type Verdict = 'accepted' | 'rejected';

export type Change =
  { type: 'replace'; quantity: Decimal; price: Decimal | null } | { type: 'cancel' };

/** Why a cancel or a replace is not honoured. */
export interface Refusal {
  tooLate: boolean;
  text: string;
}

/**
 * What becomes of orders, whichever front they came through. Naive on purpose, as a real exchange
 * is: it takes every order for one more order.
 */
@Injectable()
export class Venue implements OnModuleDestroy {
  constructor(
    private readonly ledger: Ledger,
    private readonly filler: OrderFiller,
  ) {}

  /** Fills follow by themselves once `tell` has said what became of the order. */
  open(
    order: VenueOrder,
    behaviour: Behaviour,
    tell: (rejectionText: string | null) => void,
  ): Verdict {
    this.ledger.recordOrder(order);
    if (behaviour.behaviour === 'reject') {
      order.closedAs = '8';
      tell(behaviour.text ?? 'Rejected');
      return 'rejected';
    }
    tell(null);
    this.filler.start(order, order.random);
    return 'accepted';
  }

  /** Changes the order, has `tell` say so, and goes on with it; or gives the reason why not. */
  change(
    order: VenueOrder,
    change: Change,
    behaviour: Behaviour,
    random: SeededRandom,
    tell: () => void,
  ): Refusal | null {
    const refusal = refusalOf(change, order, behaviour);
    if (refusal) return refusal;
    if (change.type === 'cancel') {
      order.closedAs = '4';
      tell();
      this.filler.stop(order);
    } else {
      order.replace(change.quantity, change.price);
      tell();
      this.filler.start(order, random);
    }
    return null;
  }

  onModuleDestroy(): void {
    this.filler.reset();
  }
}

/** How an order goes on that met the behaviour. */
export function courseOf(behaviour: Behaviour): OrderCourse {
  return {
    life: behaviour.behaviour === 'rest' ? 'rest' : (behaviour.then ?? 'fill'),
    filling: behaviour,
    copies: copiesOf(behaviour),
  };
}

export const copiesOf = (behaviour: Behaviour): number =>
  behaviour.behaviour === 'answerTwice' ? 2 : 1;

function refusalOf(change: Change, order: VenueOrder, behaviour: Behaviour): Refusal | null {
  if (behaviour.behaviour === 'reject') {
    return { tooLate: false, text: behaviour.text ?? 'Rejected' };
  }
  if (order.leavesQty.greaterThan(0)) return null;
  // A replace that raises the total opens a filled order again.
  if (change.type === 'replace' && !order.closedAs && change.quantity.greaterThan(order.cumQty)) {
    return null;
  }
  return { tooLate: true, text: `Too late to ${change.type}` };
}
