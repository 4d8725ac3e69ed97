import type { Basket, BasketEvent, BasketStatus } from '@ome/domain';
import { EventStore } from '@ome/event-store';

/** The journal of basket events. */
export abstract class BasketJournal extends EventStore<BasketEvent> {}

/** The read model of baskets. */
export abstract class BasketProjector {
  /** Never throws: what could not be written now is repaired later. */
  abstract project(basket: Basket): Promise<void>;
}

export interface BasketFilter {
  account?: string;
  status?: BasketStatus;
  open?: boolean;
}

/** Baskets as their last projection shows them; it may lag behind the journal. */
export abstract class BasketReader {
  /** Ids of those that are not over, oldest first. */
  abstract open(limit: number): Promise<string[]>;
  /** Ids of those that these orders belong to. */
  abstract ofOrders(orderIds: string[]): Promise<string[]>;
  /** Ids of those that were journalled since an instant, and of which no projection is there. */
  abstract unprojected(since: Date): Promise<string[]>;
}

/** Tells whoever listens how a basket stands. Loss is harmless. */
export abstract class BasketAnnouncer {
  abstract announce(basket: Basket, event: BasketEvent): void;
}
