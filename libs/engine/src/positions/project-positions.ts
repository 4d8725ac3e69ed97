import type { JournalEntry } from '../journal';
import type { KnownPosition, PositionAnnouncer, PositionProjector } from './position-projector';

/**
 * Keeps positions, and announces them. They are kept while nobody can be told, because limits and
 * closing depend on them; what could not be announced then waits, as it stands last.
 */
export class ProjectPositions {
  /** By the position's id, with when it began to wait. */
  private readonly unannounced = new Map<string, { since: number; position: KnownPosition }>();

  constructor(
    private readonly book: PositionProjector,
    private readonly announcer: PositionAnnouncer,
    private readonly onUnannounced: (error: unknown) => void,
  ) {}

  /** May be repeated: positions that did not change are announced again, and that is all. */
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

  /** What was handled before this instant (epoch milliseconds) is kept and announced. */
  settledAt(): number {
    return Math.min(...[...this.unannounced.values()].map(({ since }) => since));
  }
}
