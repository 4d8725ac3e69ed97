import { FILL_EVENT_TYPES, type OrderEventType } from '@ome/domain';
import type {
  AnnounceEvents,
  DeliverFills,
  ProjectPositions,
  AdvanceSlices,
  JournalEntry,
} from '@ome/engine';
import { POSITIONS_CONSUMER } from '@ome/persistence';
import type { BasketSweep } from '../baskets/basket-sweep';

export interface FeedHandler {
  /** May get the same events again; a rejection is retried until it succeeds. */
  handle: (entries: JournalEntry[]) => Promise<void>;
  /** Event types to consume; all if left out. */
  types?: OrderEventType[];
  /**
   * Events handled before this instant (epoch milliseconds) are done. If left out, every handled
   * event is. A restart begins with the first one that is not.
   */
  settledAt?: () => number;
  /**
   * True if others monitor how recently the cursor was saved, so it is saved even without events.
   */
  isMonitored?: true;
}

/** The handlers of events, by the name of their cursor in the feed. */
export class FeedHandlers {
  readonly byName: Readonly<Record<string, FeedHandler>>;

  /** @param deliver null if there is no trade post */
  constructor(
    announce: AnnounceEvents,
    positions: ProjectPositions,
    slices: AdvanceSlices,
    baskets: Pick<BasketSweep, 'handle'>,
    deliver: DeliverFills | null,
  ) {
    this.byName = {
      announcements: {
        handle: (entries) => announce.handle(entries),
        settledAt: () => announce.settledAt(),
      },
      [POSITIONS_CONSUMER]: {
        handle: (entries) => positions.handle(entries),
        types: [...FILL_EVENT_TYPES],
        settledAt: () => positions.settledAt(),
        isMonitored: true,
      },
      slices: { handle: (entries) => slices.handle(entries) },
      baskets: { handle: (entries) => baskets.handle(entries) },
      ...(deliver && {
        'trade-post': { handle: (entries) => deliver.handle(entries), types: ['Trade'] },
      }),
    };
  }
}
