import { REDIS } from '@ome/messaging';
import {
  Inject,
  Injectable,
  type OnApplicationShutdown,
  ServiceUnavailableException,
} from '@nestjs/common';
import { linkQueue, type NudgeJob, type QueueInspectionView } from '@ome/contracts';
import { ExecutionLinks, type LinkIdentity } from '@ome/engine';
import { SETTINGS, type Settings } from '@ome/platform';
import { type JobType, Queue } from 'bullmq';
import type { Redis } from 'ioredis';

const JOB_STATES: JobType[] = ['active', 'wait', 'delayed', 'failed'];

interface LinkQueue {
  route: string;
  queue: Queue<NudgeJob>;
}

/** The queues of links and broker sessions, for inspection. */
@Injectable()
export class LinkQueues implements OnApplicationShutdown {
  readonly all: readonly LinkQueue[];

  constructor(
    links: ExecutionLinks<LinkIdentity>,
    @Inject(SETTINGS) { REDIS_URL }: Settings,
    @Inject(REDIS) private readonly redis: Redis,
  ) {
    this.all = links.all.map(({ route }) => {
      const queue = new Queue<NudgeJob>(linkQueue(route), {
        connection: { url: REDIS_URL!, enableOfflineQueue: false, maxRetriesPerRequest: 1 },
      });
      // Without a listener, a lost connection would end the process; health reports it.
      queue.on('error', () => undefined);
      return { route, queue };
    });
  }

  /** A queue would wait for Redis while it is down. */
  get isUp(): boolean {
    return this.redis.status === 'ready';
  }

  /** Null while Redis is down. */
  async inspect(): Promise<QueueInspectionView[] | null> {
    if (!this.isUp) return null;
    return Promise.all(this.all.map(inspected)).catch(() => null);
  }

  /** The jobs of a queue, active ones first; null if there is no such queue. */
  async jobs(name: string, limit: number): Promise<object[] | null> {
    const queue = this.all.map((one) => one.queue).find((one) => one.name === name);
    if (!queue) return null;
    const jobs = this.isUp && (await queue.getJobs(JOB_STATES, 0, limit - 1).catch(() => null));
    if (!jobs) throw new ServiceUnavailableException('Redis is down');
    return jobs.slice(0, limit).map((job) => job.toJSON());
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.all.map(({ queue }) => queue.close().catch(() => undefined)));
  }
}

async function inspected({ route, queue }: LinkQueue): Promise<QueueInspectionView> {
  const [found, paused] = await Promise.all([
    queue.getJobCounts('wait', 'active', 'delayed', 'failed'),
    queue.isPaused(),
  ]);
  const { wait: waiting = 0, active = 0, delayed = 0, failed = 0 } = found;
  return { name: queue.name, route, paused, counts: { waiting, active, delayed, failed } };
}
