import type { OrderQueries } from '@ome/persistence';
import type { SendTiming } from '@ome/domain';
import { LRUCache } from 'lru-cache';
import type { Dispatchers } from '../dispatch/dispatchers';

/** A fresh order is left to its nudge for this long. */
const NUDGE_GRACE_MS = 1_500;
const LIMIT = 500;
const FIRST_ASKED_AFTER_MS = 500;
const MAX_ASKED_AFTER_MS = 30_000;

/** Orders with something to send, or to find out, that nobody is at. */
export class OutstandingWorkSweep {
  /** Per order in doubt: when it is asked about next, and the pause after that. */
  private readonly asked = new LRUCache<string, { next: number; pauseMs: number }>({ max: 50_000 });

  constructor(
    private readonly orders: OrderQueries,
    private readonly dispatchers: Dispatchers,
    private readonly timing: SendTiming,
  ) {}

  async run(): Promise<void> {
    const now = Date.now();
    const settleMs = this.timing.linkTimeoutMs + this.timing.settleMarginMs;
    const [queued, lost, doubtful] = await Promise.all([
      this.orders.dueWork('queued', new Date(now - NUDGE_GRACE_MS), LIMIT),
      this.orders.dueWork('sending', new Date(now - settleMs), LIMIT),
      this.orders.dueWork('inDoubt', new Date(now), LIMIT),
    ]);
    const ask = doubtful.filter(({ orderId }) => this.isTimeToAsk(orderId, now));
    for (const { link, orderId } of [...lost, ...ask, ...queued]) {
      void this.dispatchers.dispatch(link, [orderId]);
    }
  }

  private isTimeToAsk(orderId: string, now: number): boolean {
    const last = this.asked.get(orderId) ?? { next: 0, pauseMs: FIRST_ASKED_AFTER_MS };
    if (now < last.next) return false;
    const pauseMs = Math.min(last.pauseMs * 2, MAX_ASKED_AFTER_MS);
    this.asked.set(orderId, { next: now + last.pauseMs, pauseMs });
    return true;
  }
}
