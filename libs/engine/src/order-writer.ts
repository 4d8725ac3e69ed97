import {
  applyEvent,
  foldOrder,
  isRefusal,
  type NewOrder,
  type Order,
  type OrderEvent,
  type OrderFact,
  type Refusal,
} from '@ome/domain';
import { EventWriter, KeyedQueue } from '@ome/event-store';
import type { Clock } from './clock-and-ids';
import { type FoldedOrder, FoldedOrders } from './folded-orders';
import type { Journal } from './journal';
import { isLookedUpBy, type Projector } from './projector';

/** Who caused a change, for the journal. */
export interface Origin {
  /** A person, as `user:anna`, the id of an API key, or a part of the engine; null if nobody said. */
  by: string | null;
  requestId: string | null;
  /** A person entered it by hand, as far as its door knows. */
  isManual?: boolean;
}

export type Change =
  | { outcome: 'appended'; order: Order; event: OrderEvent }
  | { outcome: 'unchanged'; order: Order }
  | { outcome: 'refused'; order: Order; refusal: Refusal }
  | { outcome: 'duplicate'; order: Order; holder: OrderEvent }
  | { outcome: 'missing' };

/** Null if there is nothing to do. Called again, on a newer state, after losing a race. */
export type Decide = (
  order: Order,
) => OrderFact | Refusal | null | Promise<OrderFact | Refusal | null>;

/** Called with every event that this process committed. */
export type CommitObserver = (event: OrderEvent) => void;

/** Appends events to the journal under optimistic concurrency and projects them. */
export class OrderWriter {
  private readonly turns = new KeyedQueue();
  private readonly events: EventWriter<Order, OrderEvent>;
  private readonly folded: FoldedOrders;

  constructor(
    private readonly journal: Journal,
    projector: Projector,
    private readonly clock: Clock,
    observe: CommitObserver,
  ) {
    this.folded = new FoldedOrders(journal);
    this.events = new EventWriter(journal, applyEvent, async (committed) => {
      const { state, event, eventId, before } = committed;
      observe(event);
      this.folded.add(event);
      if (isLookedUpBy(event)) await projector.project(state, event, eventId, before);
      else projector.projectSoon(state);
    });
  }

  /** Opens an order; if its id is taken, `duplicate` with the event that opened it first. */
  open(fact: NewOrder, origin: Origin): Promise<Change> {
    return this.turns.run(fact.orderId, async () => {
      const { by, requestId } = origin;
      const event: OrderEvent = { by, requestId, seq: 1, at: this.clock.now(), ...fact };
      const appended = await this.events.append(null, event);
      if (appended.outcome === 'appended') {
        return { outcome: 'appended', order: appended.state, event };
      }
      const events = await this.journal.read(fact.orderId);
      return { outcome: 'duplicate', order: foldOrder(events)!, holder: events[0] };
    });
  }

  /** Whether an order of this id was ever opened. */
  async exists(orderId: string): Promise<boolean> {
    return (await this.folded.load(orderId)) !== null;
  }

  /** An order as the journal has it at this moment; null if it was never opened. */
  load(orderId: string): Promise<FoldedOrder | null> {
    return this.folded.load(orderId);
  }

  /**
   * Decides on what the journal has at this moment: read models may lag.
   *
   * @param origin known beforehand, or derived from the order that the decision is about
   */
  change(
    orderId: string,
    decide: Decide,
    origin: Origin | ((order: Order) => Origin),
  ): Promise<Change> {
    return this.turns.run(orderId, async () => {
      for (;;) {
        const folded = await this.folded.load(orderId);
        if (!folded) return { outcome: 'missing' };
        const change = await this.attempt(folded.order, decide, origin);
        if (change) return change;
      }
    });
  }

  /** Null if another event took the sequence number. */
  private async attempt(
    order: Order,
    decide: Decide,
    origin: Origin | ((order: Order) => Origin),
  ): Promise<Change | null> {
    const fact = await decide(order);
    if (!fact) return { outcome: 'unchanged', order };
    if (isRefusal(fact)) return { outcome: 'refused', order, refusal: fact };
    const { orderId } = order;
    const at = this.clock.now();
    const { by, requestId } = typeof origin === 'function' ? origin(order) : origin;
    const event: OrderEvent = { by, requestId, orderId, seq: order.version + 1, at, ...fact };
    const appended = await this.events.append(order, event);
    switch (appended.outcome) {
      case 'appended':
        return { outcome: 'appended', order: appended.state, event };
      case 'duplicate':
        return { outcome: 'duplicate', order, holder: appended.holder };
      case 'conflict':
        return null;
    }
  }
}
