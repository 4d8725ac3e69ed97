import type { Order, OrderEvent } from '@ome/domain';

/** The read models, written after the journal and before the acknowledgement. */
export abstract class Projector {
  /**
   * Never throws: a failed write is repaired later.
   *
   * @param before null for the event that opens the order
   */
  abstract project(
    order: Order,
    event: OrderEvent,
    eventId: string,
    before: Order | null,
  ): Promise<void>;

  /** The order alone, within a tenth of a second; not at all if a later state of it is projected before. */
  abstract projectSoon(order: Order): void;
}

/**
 * Whether somebody may look an order up by what the event adds. Of a tag that is the order's own
 * ClOrdID, and of an acceptance without the venue's OrderID, only how far the command got is new.
 */
export function isLookedUpBy(event: OrderEvent): boolean {
  switch (event.type) {
    case 'SendStarted':
      return event.tag !== event.clOrdId;
    case 'SendAccepted':
      return event.brokerOrderId !== null;
    default:
      return true;
  }
}

/** Finds and repairs read models that a crash left behind the journal. */
export abstract class ProjectionRepair {
  /** Checks these orders again later, and projects anew what is still missing. */
  abstract expect(projections: ExpectedProjection[]): void;
  /** Everything expected before this instant (epoch milliseconds) has been checked. */
  abstract settledAt(): number;
}

/** What the read models must show of an order after some of its events. */
export interface ExpectedProjection {
  orderId: string;
  version: number;
  /** Fills that the events added or changed, with the version that changed each. */
  fills: readonly { execId: string; version: number }[];
  /** Whether they changed all earlier fills. */
  changesAllFills: boolean;
}
