import type { OrderEventType } from '@ome/domain';
import type { AnnounceEvents, DeliverFills, JournalEntry } from '@ome/engine';

type Handle = (entries: JournalEntry[]) => Promise<void>;

/** What is done with events, by the name of the position in the feed. */
export class FeedHandlers {
  readonly byName: Readonly<Record<string, { handle: Handle; types?: OrderEventType[] }>>;

  /** @param deliver null where there is no trade post to deliver to */
  constructor(announce: AnnounceEvents, deliver: DeliverFills | null) {
    this.byName = {
      announcements: { handle: (entries) => announce.handle(entries) },
      ...(deliver && {
        'trade-post': { handle: (entries) => deliver.handle(entries), types: ['Trade'] },
      }),
    };
  }
}
