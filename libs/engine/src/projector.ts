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
