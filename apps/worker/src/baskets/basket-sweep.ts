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
/** At the start, how long ago something may have been journalled that was never projected. */
const LONG_AGO_MS = 86_400_000;
/** Later on: clocks of several processes differ. */
const LATELY_MS = 120_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** When a basket that rests is looked at again, unless its orders bring it up earlier. */
interface Pause {
  next: number;
  lengthMs: number;
}

/**
 * Takes open baskets on: when something happens to their orders, when they are announced, and, from
 * MongoDB alone, every second.
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

  /** Baskets that the events are about; what fails is left to the next round. */
  async follow(entries: JournalEntry[]): Promise<void> {
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
      // One that cannot be read is set aside, and people were told of it once.
      if (err instanceof HistoryUnreadable) return this.pause(basketId, null);
      this.logger.warn({ err, basketId }, 'A basket could not be taken on and is tried again');
    }
  }

  private async advance(ids: string[]): Promise<void> {
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      await Promise.all(ids.slice(start, start + AT_ONCE).map((id) => this.advanceOne(id)));
    }
  }

  /** Longer each time nothing was to be done, but never past a time limit. */
  private pause(basketId: string, until: Date | null): void {
    const lengthMs = this.pauses.get(basketId)?.lengthMs ?? FIRST_PAUSE_MS;
    const next = Math.min(Date.now() + lengthMs, until?.getTime() ?? Infinity);
    this.pauses.set(basketId, { next, lengthMs: Math.min(lengthMs * 2, LONGEST_PAUSE_MS) });
  }

  /** A process may have died between a basket's journal and its projection. */
  private async projectMissing(): Promise<void> {
    const now = Date.now();
    const backMs = this.lookedBackAt === null ? LONG_AGO_MS : LATELY_MS;
    const missing = await this.baskets.unprojected(new Date(now - backMs));
    for (const basketId of missing)
      await unlessUnreadable(() => this.writer.repair(basketId), null);
    this.lookedBackAt = now;
  }
}
