import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Behaviour, OrderLife } from '../behaviour';
import type { Decimal } from '../exact-decimal';
import { Ledger } from '../ledger/ledger';
import type { SeededRandom } from '../seeded-random';
import { OrderFiller } from './order-filler';
import type { OrderCourse, VenueOrder } from './venue-order';

export type Verdict = 'accepted' | 'rejected';

export type Change =
  { type: 'replace'; quantity: Decimal; price: Decimal | null } | { type: 'cancel' };

/** Why a cancel or a replace is refused. */
export interface Refusal {
  tooLate: boolean;
  text: string;
}

/**
 * Processes orders, whichever front they came through. Naive on purpose, as a real exchange is:
 * every order counts as a new one.
 */
@Injectable()
export class Venue implements OnModuleDestroy {
  constructor(
    private readonly ledger: Ledger,
    private readonly filler: OrderFiller,
  ) {}

  /** Fills follow by themselves once `tell` has reported the acceptance or rejection. */
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

  /**
   * Changes the order, has `tell` report it, and proceeds; or returns the reason for the refusal.
   */
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

  /** Fills what the market has for an order now. */
  meetMarket(order: VenueOrder): void {
    this.filler.meetMarket(order);
  }

  onModuleDestroy(): void {
    this.filler.reset();
  }
}

/** How an order with this behaviour proceeds. */
export function courseOf(behaviour: Behaviour, now = () => new Date()): OrderCourse {
  return {
    life: lifeOf(behaviour),
    filling: behaviour,
    copies: copiesOf(behaviour),
    now,
  };
}

function lifeOf(behaviour: Behaviour): OrderLife {
  const { behaviour: name, then = 'fill' } = behaviour;
  return name === 'rest' || name === 'market' ? name : then;
}

export const copiesOf = (behaviour: Behaviour): number =>
  behaviour.behaviour === 'answerTwice' ? 2 : 1;

function refusalOf(change: Change, order: VenueOrder, behaviour: Behaviour): Refusal | null {
  if (behaviour.behaviour === 'reject') {
    return { tooLate: false, text: behaviour.text ?? 'Rejected' };
  }
  if (order.leavesQty.greaterThan(0)) return null;
  // A replace that raises the total reopens a filled order.
  if (change.type === 'replace' && !order.closedAs && change.quantity.greaterThan(order.cumQty)) {
    return null;
  }
  return { tooLate: true, text: `Too late to ${change.type}` };
}
