import { Inject, Injectable } from '@nestjs/common';
import type { ReadinessView } from '@ome/contracts';
import { OrderQueries, StoreHealth } from '@ome/persistence';
import type { Redis } from 'ioredis';
import { LinkStatuses } from '../ops/link-statuses';

export const REDIS = Symbol('redis');

const PING_TIMEOUT_MS = 1_000;

/** What the engine leans on, each with a state of its own. */
@Injectable()
export class Readiness {
  constructor(
    private readonly store: StoreHealth,
    @Inject(REDIS) private readonly redis: Redis,
    private readonly orders: OrderQueries,
    private readonly links: LinkStatuses,
  ) {}

  async check(): Promise<Omit<ReadinessView, 'open'>> {
    const [mongodb, redis] = await Promise.all([
      answers(this.store.ping()),
      answers(this.redis.ping()),
    ]);
    const [queues, links] = mongodb
      ? await Promise.all([this.orders.workCounts(), this.links.all()])
      : [{ state: 'unknown' as const }, []];
    const healthy = redis && links.every(({ state }) => state === 'up');
    return {
      status: mongodb ? (healthy ? 'ok' : 'degraded') : 'unavailable',
      checks: {
        mongodb: { state: mongodb ? 'up' : 'down' },
        redis: { state: redis ? 'up' : 'down' },
        queues,
        links,
      },
    };
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
