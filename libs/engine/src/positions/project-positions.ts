import type { JournalEntry } from '../journal';
import type { KnownPosition, PositionAnnouncer, PositionProjector } from './position-projector';

/**
 * Stores positions, and announces them. They are stored even while announcing fails, because limits
 * and closing depend on them; failed announcements wait, each with its latest state.
 */
export class ProjectPositions {
  /** By the position's id, with the time since when it waits. */
  private readonly unannounced = new Map<string, { since: number; position: KnownPosition }>();

  constructor(
    private readonly book: PositionProjector,
    private readonly announcer: PositionAnnouncer,
    private readonly onUnannounced: (error: unknown) => void,
  ) {}

  /** May be repeated: unchanged positions are only announced again. */
  async handle(entries: JournalEntry[]): Promise<void> {
    const since = Date.now();
    for (const position of await this.book.project(entries)) {
      const waiting = this.unannounced.get(position.id);
      this.unannounced.set(position.id, { since: waiting?.since ?? since, position });
    }
    await this.announce();
  }

  async announce(): Promise<void> {
    const waiting = [...this.unannounced];
    if (waiting.length === 0) return;
    try {
      await this.announcer.announce(waiting.map(([, { position }]) => position));
    } catch (error) {
      return this.onUnannounced(error);
    }
    for (const [id, announced] of waiting) {
      if (this.unannounced.get(id) === announced) this.unannounced.delete(id);
    }
  }

  /** Events handled before this instant (epoch milliseconds) are stored and announced. */
  settledAt(): number {
    return Math.min(...[...this.unannounced.values()].map(({ since }) => since));
  }
}
