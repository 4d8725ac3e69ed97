import { REDIS } from '@ome/messaging';
import { Inject, Injectable } from '@nestjs/common';
import type { LinkStatusView, ReadinessView } from '@ome/contracts';
import { EVERYTHING } from '@ome/domain';
import { StoreHealth } from '@ome/persistence';
import { SETTINGS, type Settings } from '@ome/platform';
import type { Redis } from 'ioredis';
import { LinkStatuses } from '../ops/link-statuses';
import { CalendarCheck } from './calendar-check';
import { OutstandingCounts } from './outstanding-counts';

const PING_TIMEOUT_MS = 1_000;
const ROUNDS_MISSED = 2;

/** The state of each dependency of the engine. */
@Injectable()
export class Readiness {
  constructor(
    private readonly store: StoreHealth,
    @Inject(REDIS) private readonly redis: Redis,
    private readonly work: OutstandingCounts,
    private readonly links: LinkStatuses,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly calendar: CalendarCheck,
  ) {}

  async check(): Promise<Required<Omit<ReadinessView, 'open'>>> {
    const [mongodb, redis] = await Promise.all([
      answers(this.store.ping()),
      answers(this.redis.ping()),
    ]);
    const [queues, histories, links] = mongodb
      ? await Promise.all([this.work.queues(), this.work.histories(), this.links.all(EVERYTHING)])
      : [{ state: 'unknown' as const }, { state: 'unknown' as const }, []];
    const calendar = this.calendar.run();
    const healthy =
      redis &&
      calendar.state === 'valid' &&
      histories.state === 'readable' &&
      links.every((link) => link.state === 'up' && this.isCompared(link));
    return {
      status: mongodb ? (healthy ? 'ok' : 'degraded') : 'unavailable',
      checks: {
        mongodb: { state: mongodb ? 'up' : 'down' },
        redis: { state: redis ? 'up' : 'down' },
        queues,
        links,
        histories,
        calendar,
      },
    };
  }

  /**
   * A session that was not reconciled for this long may have orders that the engine does not know.
   */
  private isCompared({ since, stream }: LinkStatusView): boolean {
    if (!stream) return true;
    const last = Math.max(Date.parse(since), Date.parse(stream.reconciledAt ?? since));
    return Date.now() - last <= ROUNDS_MISSED * this.settings.BROKER_RECONCILE_MS;
  }
}

async function answers(question: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PING_TIMEOUT_MS);
  });
  const answered = question.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}
