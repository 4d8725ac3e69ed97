import { Inject, Injectable } from '@nestjs/common';
import type { CallBudgetView } from '@ome/contracts';
import { type CallLimits, Clock } from '@ome/engine';
import { callLimits } from '@ome/execution-links';
import { callUsage, REDIS, unlessAway } from '@ome/messaging';
import { BrokerCallDays } from '@ome/persistence';
import { dayIn, SETTINGS, type Settings } from '@ome/platform';
import type { Redis } from 'ioredis';

/** How much of its broker's rate limits each session has used. */
@Injectable()
export class CallBudgets {
  private readonly limits: ReadonlyMap<string, CallLimits>;
  private readonly dayOf: (instant: Date) => string;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    @Inject(REDIS) private readonly redis: Redis,
    private readonly days: BrokerCallDays,
    private readonly clock: Clock,
  ) {
    this.limits = callLimits(settings);
    this.dayOf = dayIn(settings.MARKET_TIME_ZONE);
  }

  /** Null for links without limits, and while Redis is down. */
  async budgetOf(route: string): Promise<CallBudgetView | null> {
    const limits = this.limits.get(route);
    if (!limits) return null;
    const now = this.clock.now();
    const usage = await callUsage(this.redis, route, limits).catch((error: unknown) => {
      unlessAway(error);
      return null;
    });
    return usage && { ...usage, day: await this.dayUsage(route, limits, this.dayOf(now)) };
  }

  private async dayUsage(route: string, { perDay }: CallLimits, day: string) {
    return perDay && { day, used: await this.days.callsOf(route, day), limits: perDay };
  }
}
