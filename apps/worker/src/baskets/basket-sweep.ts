import { Logger } from '@nestjs/common';
import type {
  BasketReader,
  BasketWriter,
  JournalEntry,
  OrderFamilies,
  RunBaskets,
} from '@ome/engine';
import type { MongoBasketProjector } from '@ome/persistence';
import { HistoryUnreadable, unlessUnreadable } from '@ome/event-store';
import { LRUCache } from 'lru-cache';

const LIMIT = 10_000;
const AT_ONCE = 16;
/** How far the first sweep looks back for events that were not projected. */
const LONG_AGO_MS = 86_400_000;
/** How far later sweeps look back: the clocks of processes differ. */
const LATELY_MS = 120_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** When a waiting basket is checked again, unless an event of its orders comes first. */
interface Pause {
  next: number;
  lengthMs: number;
}

/**
 * Advances open baskets: on events of their orders, when they are announced, and every second from
 * MongoDB alone.
 */
export class BasketSweep {
  private readonly logger = new Logger(BasketSweep.name);
  private readonly pauses = new LRUCache<string, Pause>({ max: LIMIT });
  private lookedBackAt: number | null = null;

  constructor(
    private readonly baskets: BasketReader,
    private readonly runner: RunBaskets,
    private readonly writer: BasketWriter,
    private readonly projector: MongoBasketProjector,
    private readonly families: OrderFamilies,
  ) {}

  async run(): Promise<void> {
    await this.projector.repairStale((basketId) => this.writer.repair(basketId));
    await this.projectMissing();
    const now = Date.now();
    const open = await this.baskets.open(LIMIT);
    await this.advance(open.filter((id) => (this.pauses.get(id)?.next ?? 0) <= now));
  }

  /** Advances the baskets of these events. The next sweep retries failures. */
  async handle(entries: JournalEntry[]): Promise<void> {
    this.families.learn(entries);
    const families = await this.families.familiesOf(entries.map(({ event }) => event.orderId));
    const concerned = new Set(families.flatMap(({ basketId }) => basketId ?? []));
    for (const basketId of concerned) await this.advanceOne(basketId);
  }

  /** Never rejects. */
  async advanceOne(basketId: string): Promise<void> {
    try {
      const resting = await this.runner.advance(basketId);
      if (!resting || resting.ended) this.pauses.delete(basketId);
      else this.pause(basketId, resting.until);
    } catch (err) {
      // A basket that cannot be read is set aside, with one alert.
      if (err instanceof HistoryUnreadable) return this.pause(basketId, null);
      this.logger.warn({ err, basketId }, 'A basket could not be advanced and is retried');
    }
  }

  private async advance(ids: string[]): Promise<void> {
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      await Promise.all(ids.slice(start, start + AT_ONCE).map((id) => this.advanceOne(id)));
    }
  }

  /** The pause grows while there is nothing to do, but never beyond a time limit of the basket. */
  private pause(basketId: string, until: Date | null): void {
    const lengthMs = this.pauses.get(basketId)?.lengthMs ?? FIRST_PAUSE_MS;
    const next = Math.min(Date.now() + lengthMs, until?.getTime() ?? Infinity);
    this.pauses.set(basketId, { next, lengthMs: Math.min(lengthMs * 2, LONGEST_PAUSE_MS) });
  }

  /** A process may have died between the journal and the projection of a basket. */
  private async projectMissing(): Promise<void> {
    const now = Date.now();
    const backMs = this.lookedBackAt === null ? LONG_AGO_MS : LATELY_MS;
    const missing = await this.baskets.unprojected(new Date(now - backMs));
    for (const basketId of missing)
      await unlessUnreadable(() => this.writer.repair(basketId), null);
    this.lookedBackAt = now;
  }
}
