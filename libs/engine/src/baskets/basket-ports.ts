import type { Basket, BasketEvent, BasketStatus } from '@ome/domain';
import { EventStore } from '@ome/event-store';

/** The journal of basket events. */
export abstract class BasketJournal extends EventStore<BasketEvent> {}

/** The read model of baskets. */
export abstract class BasketProjector {
  /** Never throws: a failed write is repaired later. */
  abstract project(basket: Basket): Promise<void>;
}

export interface BasketFilter {
  account?: string;
  status?: BasketStatus;
  open?: boolean;
}

/** Baskets as last projected; may lag behind the journal. */
export abstract class BasketReader {
  /** Ids of baskets that have not ended, oldest first. */
  abstract open(limit: number): Promise<string[]>;
  /** Ids of baskets that something happened to since an instant, and whose projection lacks it. */
  abstract unprojected(since: Date): Promise<string[]>;
}

/** Announces a basket's state to current listeners. Loss is harmless. */
export abstract class BasketAnnouncer {
  abstract announce(basket: Basket, event: BasketEvent): void;
}
