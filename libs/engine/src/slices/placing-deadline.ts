import { isImmediate, type Order, type Refusal, refuse, RefusalCode } from '@ome/domain';
import type { Clock } from '../clock-and-ids';
import type { MarketHours } from '../end-of-day/market-hours';
import type { LinkTiming } from '../send-commands/send-rules';

/** Why no further slice of an order is placed: a rule, or the end of the order. */
export type SlicesStop = Refusal | { text: string };

/**
 * Until when slices of an order may be placed. Each is an order of its own, with a session and a
 * waiting time that begin when it is placed: what is left of an order whose placing was interrupted
 * would otherwise be sent hours later, or on another day.
 */
export class PlacingDeadline {
  constructor(
    private readonly hours: Pick<MarketHours, 'endOf'>,
    private readonly clock: Clock,
    private readonly timing: Pick<LinkTiming, 'sendWindowMs' | 'linkTimeoutMs'>,
    private readonly newOrderMaxWaitMs: number,
  ) {}

  /** Null while slices may be placed; to be asked before each of them. */
  async passedFor(order: Order): Promise<SlicesStop | null> {
    const now = this.clock.now();
    const end = await this.hours.endOf(order);
    if (end && now >= end)
      return { text: 'the session or the good-till date of the order is over' };
    const requestedAt = order.commands.find(({ kind }) => kind === 'new')?.requestedAt;
    const { sendWindowMs, linkTimeoutMs } = this.timing;
    // As long as one order that is sent at once may be under way.
    const mostMs = isImmediate(order) ? sendWindowMs + linkTimeoutMs : this.newOrderMaxWaitMs;
    const waitedMs = now.getTime() - (requestedAt ?? order.createdAt).getTime();
    return waitedMs < mostMs
      ? null
      : refuse(RefusalCode.NotSentInTime, `not placed within ${mostMs} ms`);
  }
}
