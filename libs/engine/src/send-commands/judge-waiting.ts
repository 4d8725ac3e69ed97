import { isImmediate, type Order } from '@ome/domain';
import { inBatches, unlessUnreadable } from '@ome/event-store';
import type { Clock } from '../clock-and-ids';
import type { MarketHours } from '../end-of-day/market-hours';
import type { ExecutionLink } from '../execution-link';
import type { ExecutionLinks } from '../execution-links';
import type { LeasedRiskSettings } from '../risk/leased-risk-settings';
import type { SendCommands } from './send-commands';

type Timed = 'orderId' | 'exchange' | 'symbol' | 'createdAt' | 'timeInForce' | 'expireAt';

/** An order whose next command waits to be sent. */
export interface QueuedOrder extends Pick<Order, Timed> {
  /** When it was requested. */
  since: Date;
}

/** Orders of a link with a queued new order or replace; cancels are always allowed. */
export abstract class QueuedOrders {
  /** Whether any order of any link is queued. */
  abstract isAny(): Promise<boolean>;
  /** Those due first come first. */
  abstract all(link: string, requestedBefore: Date): AsyncIterable<QueuedOrder>;
}

/** A younger one is judged by whoever is about to send it. */
const GRACE_MS = 1_000;
const JUDGED_AT_ONCE = 500;
/** What neither the settings nor a known end changes: an expired instrument, losses of the day. */
const JUDGE_ALL_MS = 60_000;

/**
 * Ends queued orders that may no longer be sent, even while their session has no room in its rate
 * limits or its link is down: all of them when limits or switches changed, and each one when its
 * time is over.
 */
export class JudgeWaiting {
  private judgedVersion: number | null = null;
  private judgedAllAt = -Infinity;

  constructor(
    private readonly queued: QueuedOrders,
    private readonly links: ExecutionLinks,
    private readonly send: Pick<SendCommands, 'endForbidden'>,
    private readonly hours: Pick<MarketHours, 'endOf'>,
    private readonly settings: Pick<LeasedRiskSettings, 'version'>,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    if (!(await this.queued.isAny())) return;
    const { version } = this.settings;
    const now = this.clock.now();
    const judgesAll =
      version !== this.judgedVersion || now.getTime() - this.judgedAllAt >= JUDGE_ALL_MS;
    const byName = new Map(this.links.all.map((link) => [link.name, link]));
    for (const link of byName.values()) {
      await this.judge(link, now, (order) => judgesAll || this.isOver(order, link, now));
    }
    if (!judgesAll) return;
    this.judgedVersion = version;
    this.judgedAllAt = now.getTime();
  }

  private async judge(
    { name }: ExecutionLink,
    now: Date,
    isToJudge: (order: QueuedOrder) => boolean | Promise<boolean>,
  ): Promise<void> {
    const requestedBefore = new Date(now.getTime() - GRACE_MS);
    const queued = this.queued.all(name, requestedBefore);
    for await (const batch of inBatches(queued, JUDGED_AT_ONCE)) {
      await Promise.all(
        batch.map(async (order) => {
          if (!(await isToJudge(order))) return;
          await unlessUnreadable(() => this.send.endForbidden(order.orderId), undefined);
        }),
      );
    }
  }

  private async isOver(order: QueuedOrder, link: ExecutionLink, now: Date): Promise<boolean> {
    const waitedMs = now.getTime() - order.since.getTime();
    if (isImmediate(order) || waitedMs >= link.newOrderMaxWaitMs) return true;
    const end = await this.hours.endOf(order);
    return end !== null && now >= end;
  }
}
