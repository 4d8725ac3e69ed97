import type { Order, OrderEvent } from '@ome/domain';

/** The read models, written after the journal and before the acknowledgement. */
export abstract class Projector {
  /**
   * Never throws: what could not be written now is repaired later.
   *
   * @param before null for the event that opens the order
   */
  abstract project(
    order: Order,
    event: OrderEvent,
    eventId: string,
    before: Order | null,
  ): Promise<void>;
}

/** Finds and mends read models that a crash left behind the journal. */
export abstract class ProjectionRepair {
  /** Looks at these orders again in a while, and projects anew what is missing by then. */
  abstract expect(projections: ExpectedProjection[]): void;
  /** All that was expected before this instant (epoch milliseconds) has been looked at. */
  abstract settledAt(): number;
}

/** What the read models must show of an order after some of its events. */
export interface ExpectedProjection {
  orderId: string;
  version: number;
  /** Fills that the events brought or changed, as of which of them. */
  fills: readonly { execId: string; version: number }[];
  /** Whether they changed all fills that were there before. */
  changesAllFills: boolean;
}
