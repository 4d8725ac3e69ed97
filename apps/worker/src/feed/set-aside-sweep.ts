import type { BasketWriter, Clock, Journal } from '@ome/engine';
import { type UnreadablePlace, unlessUnreadable } from '@ome/event-store';
import type { MongoProjector, SetAsideHistories } from '@ome/persistence';
import type { FeedHandlers } from './feed-handlers';

const INTERVAL_MS = 10_000;
const PAGE = 100;

/**
 * Reads set-aside histories again: a newer engine can read them, or a damaged one was repaired.
 * Feed consumers skipped their events and get them now.
 */
export class SetAsideSweep {
  private sweptAt = -Infinity;

  constructor(
    private readonly aside: SetAsideHistories,
    private readonly journal: Journal,
    private readonly projector: Pick<MongoProjector, 'repair'>,
    private readonly handlers: FeedHandlers,
    private readonly baskets: Pick<BasketWriter, 'repair'>,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const now = this.clock.now().getTime();
    if (now - this.sweptAt < INTERVAL_MS) return;
    this.sweptAt = now;
    for (let cursor: string | null = null; ;) {
      const { items, nextCursor } = await this.aside.page(cursor, PAGE);
      for (const place of items) await unlessUnreadable(() => this.readAgain(place), null);
      if (nextCursor === null) return;
      cursor = nextCursor;
    }
  }

  private async readAgain(place: UnreadablePlace): Promise<void> {
    const { stream, id, seq } = place;
    if (stream === 'basket') {
      await this.baskets.repair(id);
      return this.aside.readmit(place, Infinity);
    }
    if (stream !== 'order') return;
    const entries = await this.journal.readEntries(id);
    await this.projector.repair(id);
    const missed = entries.filter(({ event }) => event.seq >= seq);
    for (const { handle, types } of Object.values(this.handlers.byName)) {
      const wanted = missed.filter(({ event }) => types?.includes(event.type) ?? true);
      if (wanted.length > 0) await handle(wanted);
    }
    await this.aside.readmit(place, entries.length);
  }
}
