import { isEntitledTo } from '@ome/domain';
import type { EventFeed, FeedEntry } from '@ome/engine';
import type { FixLog, FixSession, OutgoingMessage } from '@ome/fix';
import type { FixSessionStatus } from '@ome/persistence';
import { once } from 'node:events';
import { reportKey, reportsOf } from '../reports/order-reports';
import type { ReportedEvent, ReportedEvents } from '../reports/reported-events';
import type { ReportedOrder } from '../reports/reported-order';
import type { LogonCheck } from './logon-check';
import type { MissedEvents } from './missed-events';
import { enteredBy, type SessionDefinition } from './session-definition';

/** How often the place in the feed is kept where nothing of it concerned the session. */
const KEPT_EVERY_MS = 10_000;

/** A session in this process, and what it tells its counterparty of the feed. */
export class ServedSession {
  private keptAt = Date.now();
  private readonly begun = new AbortController();

  /**
   * @param cursor behind what the counterparty was told; null if it never logged on
   * @param before what the process that served it before reported
   */
  constructor(
    readonly definition: SessionDefinition,
    readonly session: FixSession,
    private readonly check: LogonCheck,
    private readonly log: Pick<FixLog, 'sentSince'>,
    private cursor: string | null,
    private readonly before: Pick<FixSessionStatus, 'lastEnd' | 'writtenOut'>,
  ) {}

  /** At the first Logon, and logged with it: what happened before is nobody's to be told. */
  begin(cursor: string): void {
    if (this.cursor !== null) return;
    this.cursor = cursor;
    this.session.noteCursor(cursor);
    this.begun.abort();
  }

  /** What operators are shown of it. */
  status(): Omit<FixSessionStatus, 'process' | 'isOpen'> {
    const { standing } = this.session;
    return {
      ...standing,
      compId: this.definition.compId,
      writtenOut: standing.writtenOut ?? this.before.writtenOut,
      lastEnd: standing.lastEnd ?? this.before.lastEnd,
      reportedAt: new Date(),
    };
  }

  async checkKey(): Promise<void> {
    if (!this.session.isLoggedOn || (await this.check.isStillValid())) return;
    this.session.logout('The API key is no longer valid');
  }

  /** Until `stop` aborts. Throws where the feed breaks off; called again, it goes on from there. */
  async consume(feed: EventFeed, events: ReportedEvents, stop: AbortSignal): Promise<void> {
    if (this.cursor === null) await once(AbortSignal.any([this.begun.signal, stop]), 'abort');
    if (this.cursor === null) return;
    for await (const { entries, nextCursor } of feed.subscribe(this.cursor, stop)) {
      for (const event of await events.describe(entries)) this.tell(event);
      if (entries.length === 0) continue;
      this.cursor = nextCursor;
      this.keepPlace();
      await this.session.logged();
    }
  }

  /**
   * Tells what the counterparty was not told yet, where the feed no longer has the place up to which
   * it was. The log keeps that place until all is told: ended before, this begins once more.
   */
  async catchUp(missed: MissedEvents, events: ReportedEvents, stop: AbortSignal): Promise<void> {
    const lost = this.cursor;
    if (lost === null) return;
    await this.session.logged();
    const told = await this.toldSince(missed.toldFrom(lost));
    for await (const { entries, nextCursor } of missed.after(lost)) {
      stop.throwIfAborted();
      for (const event of await events.describe(entries)) {
        for (const report of this.reportsOf(event)) {
          const key = reportKey(report);
          if (!told.has(key)) this.session.send(report);
          told.add(key);
        }
      }
      await this.session.logged();
      if (nextCursor === null) continue;
      this.cursor = nextCursor;
      this.session.noteCursor(nextCursor);
      await this.session.logged();
    }
  }

  private async toldSince(at: Date): Promise<Set<string>> {
    const told = new Set<string>();
    for await (const messages of this.log.sentSince(at)) {
      for (const message of messages) told.add(reportKey(message));
    }
    return told;
  }

  private tell(event: ReportedEvent<FeedEntry>): void {
    const { cursor } = event.entry;
    this.cursor = cursor;
    for (const report of this.reportsOf(event)) {
      this.session.send({ ...report, cursor });
      this.keptAt = Date.now();
    }
  }

  private reportsOf({ entry, before, after }: ReportedEvent): OutgoingMessage[] {
    if (!this.concerns(after)) return [];
    return reportsOf(this.definition.version, entry.event, before, after);
  }

  private keepPlace(): void {
    if (Date.now() - this.keptAt <= KEPT_EVERY_MS) return;
    this.keptAt = Date.now();
    this.session.noteCursor(this.cursor!);
  }

  private concerns({ order, enteredBy: by }: ReportedOrder): boolean {
    const { role, compId, entitlement } = this.definition;
    return isEntitledTo(entitlement, order) && (role === 'dropCopy' || by === enteredBy(compId));
  }
}
