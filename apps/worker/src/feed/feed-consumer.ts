import { setTimeout as sleep } from 'node:timers/promises';
import { CursorExpired, type EventFeed, type JournalEntry } from '@ome/engine';
import { HistoryUnreadable, type NoteUnreadable } from '@ome/event-store';
import type { EventQueries, FeedPositions } from '@ome/persistence';
import type { FeedHandler } from './feed-handlers';

const SAVE_INTERVAL_MS = 1_000;
/** Without events, saves only often enough for the cursor to stay within the oplog. */
const QUIET_SAVE_INTERVAL_MS = 15_000;
const RETRY_MS = 500;
const BATCH = 500;
const MAX_PASSED = 10_000;
/** The writers' clocks differ, and an event is dated before it is committed. */
const OVERLAP_MS = 60_000;

export interface FeedConsumerOptions extends FeedHandler {
  name: string;
  onFailure: (error: unknown) => void;
  onHandled: (lagMs: number) => void;
  noteUnreadable: NoteUnreadable;
}

/** Consumes the feed from its saved cursor, at least once and in order, across restarts. */
export class FeedConsumer {
  private savedAt = 0;
  /** Cursors of handled batches that are not saved yet, with their times. */
  private passed: { cursor: string; at: number; isQuiet: boolean }[] = [];

  constructor(
    private readonly feed: EventFeed,
    private readonly positions: FeedPositions,
    private readonly events: EventQueries,
    private readonly options: FeedConsumerOptions,
  ) {}

  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      try {
        await this.consume(stop);
      } catch (error) {
        if (stop.aborted) return;
        this.options.onFailure(error);
        await sleep(RETRY_MS);
      }
    }
  }

  private async consume(stop: AbortSignal): Promise<void> {
    const { name, types } = this.options;
    const { cursor } = await this.positions.load(name);
    try {
      for await (const { entries, nextCursor } of this.feed.subscribe(cursor, stop, types)) {
        if (entries.length > 0 && !(await this.handled(entries, stop))) return;
        await this.pass(nextCursor, entries.length === 0);
      }
    } catch (error) {
      if (!(error instanceof CursorExpired)) throw error;
      await this.catchUpFromJournal(stop);
    }
  }

  /**
   * Retries until the handler accepts the events: later ones must not overtake them. False if
   * stopped before that.
   */
  private async handled(entries: JournalEntry[], stop: AbortSignal): Promise<boolean> {
    while (!stop.aborted) {
      try {
        await this.options.handle(entries);
        this.options.onHandled(Date.now() - entries.at(-1)!.event.at.getTime());
        return true;
      } catch (error) {
        if (error instanceof HistoryUnreadable) return this.handledApart(entries, error, stop);
        this.options.onFailure(error);
        await sleep(RETRY_MS);
      }
    }
    return false;
  }

  /**
   * Handles the events order by order: an order whose history cannot be read is set aside, and does
   * not block others.
   */
  private async handledApart(
    entries: JournalEntry[],
    { place }: HistoryUnreadable,
    stop: AbortSignal,
  ): Promise<boolean> {
    const byOrder = new Map<string, JournalEntry[]>();
    for (const entry of entries) {
      const { orderId } = entry.event;
      byOrder.set(orderId, [...(byOrder.get(orderId) ?? []), entry]);
    }
    if (byOrder.size === 1) {
      const { orderId: id, seq } = entries[0].event;
      this.options.noteUnreadable({ ...place, stream: 'order', id, seq });
      return true;
    }
    for (const own of byOrder.values()) if (!(await this.handled(own, stop))) return false;
    return true;
  }

  private async pass(cursor: string, isQuiet: boolean): Promise<void> {
    const now = Date.now();
    this.passed.push({ cursor, at: now, isQuiet });
    // Every second cursor suffices: a restart then begins a little earlier.
    if (this.passed.length > MAX_PASSED) this.passed = this.passed.filter((_, index) => index % 2);
    if (now - this.savedAt < this.saveIntervalMs()) return;
    this.savedAt = now;
    const settledAt = this.options.settledAt?.() ?? Infinity;
    const settled = this.passed.findLastIndex(({ at }) => at < settledAt);
    if (settled === -1) return;
    await this.positions.save(this.options.name, this.passed[settled].cursor);
    this.passed = this.passed.slice(settled + 1);
  }

  private saveIntervalMs(): number {
    const isQuiet = this.passed.every((one) => one.isQuiet);
    return isQuiet && !this.options.isMonitored ? QUIET_SAVE_INTERVAL_MS : SAVE_INTERVAL_MS;
  }

  /** The consumer was away for longer than the oplog lasts: it reads the journal instead. */
  private async catchUpFromJournal(stop: AbortSignal): Promise<void> {
    const { at } = await this.positions.load(this.options.name);
    const end = await this.feed.end();
    const batch: JournalEntry[] = [];
    for await (const entry of this.events.since(new Date(at.getTime() - OVERLAP_MS))) {
      if (this.options.types && !this.options.types.includes(entry.event.type)) continue;
      batch.push(entry);
      if (batch.length === BATCH) await this.handled(batch.splice(0), stop);
    }
    if (batch.length > 0) await this.handled(batch, stop);
    if (!stop.aborted) await this.positions.save(this.options.name, end);
  }
}
