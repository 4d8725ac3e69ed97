import type { Clock, ExecutionLink, ExecutionLinks, LinkTiming } from '@ome/engine';
import type { DueWork, OrderQueries, OutstandingWork } from '@ome/persistence';
import { LRUCache } from 'lru-cache';
import type { Dispatchers } from '../dispatch/dispatchers';

/** A new order is left to its nudge for this long. */
const NUDGE_GRACE_MS = 1_500;
const LIMIT = 2_000;
const FIRST_STATUS_REQUEST_MS = 500;
const MAX_STATUS_REQUEST_MS = 30_000;

/** Finds orders with an outstanding command that no worker is processing. */
export class OutstandingWorkSweep {
  /** Per attempt in doubt: when its status is requested next, and the pause after that. */
  private readonly statusRequests = new LRUCache<string, { next: number; pauseMs: number }>({
    max: 50_000,
  });

  constructor(
    private readonly orders: OrderQueries,
    private readonly links: ExecutionLinks,
    private readonly dispatchers: Dispatchers,
    private readonly timing: LinkTiming,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    if (!(await this.orders.isWorkOutstanding())) return;
    for (const link of this.links.all) await this.sweep(link);
  }

  private async sweep(link: ExecutionLink): Promise<void> {
    const now = this.clock.now().getTime();
    const [lost, doubtful, queued] = await Promise.all([
      this.due(link, 'sending', now - this.settleMs),
      this.due(link, 'inDoubt', now),
      // While the link is down, only orders that waited too long are advanced, to be rejected.
      this.due(link, 'queued', now - (link.isUp() ? NUDGE_GRACE_MS : link.newOrderMaxWaitMs)),
    ]);
    const ask = doubtful.filter((work) => this.isTimeToAsk(work, now));
    for (const { orderId, cannotWait } of [...lost, ...ask, ...queued]) {
      void this.dispatchers.dispatch(link.route, orderId, cannotWait ? 'urgent' : 'normal');
    }
  }

  private due(
    link: ExecutionLink,
    state: OutstandingWork['state'],
    before: number,
  ): Promise<DueWork[]> {
    const session = { link: link.name, accounts: this.links.accountsOf(link) };
    return this.orders.dueWork(session, state, new Date(before), LIMIT);
  }

  private get settleMs(): number {
    return this.timing.linkTimeoutMs + this.timing.settleMarginMs;
  }

  private isTimeToAsk({ orderId, dueAt }: DueWork, now: number): boolean {
    // A new attempt starts with short pauses again.
    const attempt = `${orderId} ${dueAt.getTime()}`;
    const last = this.statusRequests.get(attempt) ?? { next: 0, pauseMs: FIRST_STATUS_REQUEST_MS };
    if (now < last.next) return false;
    const pauseMs = Math.min(last.pauseMs * 2, MAX_STATUS_REQUEST_MS);
    this.statusRequests.set(attempt, { next: now + last.pauseMs, pauseMs });
    return true;
  }
}
