import { FILL_EVENT_TYPES, type OrderEventType } from '@ome/domain';
import type {
  AnnounceEvents,
  DeliverFills,
  ProjectPositions,
  FollowSlices,
  JournalEntry,
} from '@ome/engine';
import { POSITIONS_FOLLOWER } from '@ome/persistence';
import type { BasketSweep } from '../baskets/basket-sweep';

export interface FeedHandler {
  /** May be given the same events again; a rejection is tried again until it is taken. */
  handle: (entries: JournalEntry[]) => Promise<void>;
  /** Left out, all events are followed. */
  types?: OrderEventType[];
  /**
   * What was handled before this instant (epoch milliseconds) is done with; left out, everything is
   * that was handled at all. A restart begins with what is not.
   */
  settledAt?: () => number;
  /** Others go by how lately its position was saved, also where nothing happens. */
  saysItRuns?: true;
}

/** What is done with events, by the name of the position in the feed. */
export class FeedHandlers {
  readonly byName: Readonly<Record<string, FeedHandler>>;

  /** @param deliver null where there is no trade post to deliver to */
  constructor(
    announce: AnnounceEvents,
    positions: ProjectPositions,
    slices: FollowSlices,
    baskets: Pick<BasketSweep, 'follow'>,
    deliver: DeliverFills | null,
  ) {
    this.byName = {
      announcements: {
        handle: (entries) => announce.handle(entries),
        settledAt: () => announce.settledAt(),
      },
      [POSITIONS_FOLLOWER]: {
        handle: (entries) => positions.handle(entries),
        types: [...FILL_EVENT_TYPES],
        settledAt: () => positions.settledAt(),
        saysItRuns: true,
      },
      slices: { handle: (entries) => slices.handle(entries) },
      baskets: { handle: (entries) => baskets.follow(entries) },
      ...(deliver && {
        'trade-post': { handle: (entries) => deliver.handle(entries), types: ['Trade'] },
      }),
    };
  }
}
