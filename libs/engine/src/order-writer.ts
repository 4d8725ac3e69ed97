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
import { FoldedOrders } from './folded-orders';
import type { Journal } from './journal';
import type { OrderReader } from './order-reader';
import type { Projector } from './projector';

/** Who caused a change, for the journal. */
export interface Origin {
  by: string | null;
  requestId: string | null;
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
    private readonly orders: OrderReader,
    projector: Projector,
    private readonly clock: Clock,
    observe: CommitObserver,
  ) {
    this.events = new EventWriter(journal, applyEvent, ({ state, event, eventId, before }) => {
      observe(event);
      return projector.project(state, event, eventId, before);
    });
    this.folded = new FoldedOrders(journal);
  }

  /** Opens an order; if its id is taken, `duplicate` with the event that opened it first. */
  open(fact: NewOrder, origin: Origin): Promise<Change> {
    return this.turns.run(fact.orderId, async () => {
      const event: OrderEvent = { ...fact, ...origin, seq: 1, at: this.clock.now() };
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
    return (await this.journal.read(orderId)).length > 0;
  }

  /** @param origin known beforehand, or derived from the order that the decision is about */
  change(
    orderId: string,
    decide: Decide,
    origin: Origin | ((order: Order) => Origin),
  ): Promise<Change> {
    return this.turns.run(orderId, async () => {
      const projected = await this.orders.load(orderId);
      if (!projected) return this.decideOnJournal(orderId, decide, origin);
      const change = await this.attempt(projected, decide, origin);
      // The projection may lag: confirm a lost race or a refusal against the journal.
      if (!change || change.outcome === 'refused') {
        return this.decideOnJournal(orderId, decide, origin);
      }
      return change;
    });
  }

  /** Like `change`, for callers told by the feed of events that a projection may not show yet. */
  changeJournaled(orderId: string, decide: Decide, origin: Origin): Promise<Change> {
    return this.turns.run(orderId, () => this.decideOnJournal(orderId, decide, origin));
  }

  private async decideOnJournal(
    orderId: string,
    decide: Decide,
    origin: Origin | ((order: Order) => Origin),
  ): Promise<Change> {
    for (;;) {
      const folded = await this.folded.load(orderId);
      if (!folded) return { outcome: 'missing' };
      const change = await this.attempt(folded.order, decide, origin);
      if (change) return change;
    }
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
    const event: OrderEvent = { ...fact, by, requestId, orderId, seq: order.version + 1, at };
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
