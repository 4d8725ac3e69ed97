import { isEntitledTo } from '@ome/domain';
import type { FixSession } from '@ome/fix';
import { reportsOf } from '../reports/order-reports';
import type { FeedReader, ReportedEvent } from '../reports/report-feed';
import type { ReportedOrder } from '../reports/reported-order';
import { enteredBy, type SessionDefinition } from './session-definition';

/** How often the place in the feed is kept where nothing of it concerned the session. */
const KEPT_EVERY_MS = 10_000;

/** A session in this process, and what it is told of. */
export class ServedSession implements FeedReader {
  private keptAt = Date.now();

  constructor(
    readonly definition: SessionDefinition,
    readonly session: FixSession,
    public cursor: string,
  ) {}

  tell({ entry, before, after }: ReportedEvent): void {
    const { cursor, event } = entry;
    this.cursor = cursor;
    if (!this.concerns(after)) return;
    for (const message of reportsOf(this.definition.version, event, before, after)) {
      this.session.send({ ...message, cursor });
      this.keptAt = Date.now();
    }
  }

  async settle(cursor: string): Promise<void> {
    if (cursor > this.cursor) this.cursor = cursor;
    if (Date.now() - this.keptAt > KEPT_EVERY_MS) {
      this.keptAt = Date.now();
      this.session.noteCursor(this.cursor);
    }
    await this.session.logged();
  }

  private concerns({ order, enteredBy: by }: ReportedOrder): boolean {
    const { role, compId, entitlement } = this.definition;
    return isEntitledTo(entitlement, order) && (role === 'dropCopy' || by === enteredBy(compId));
  }
}
