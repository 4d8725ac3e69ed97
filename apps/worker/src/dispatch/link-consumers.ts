import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnModuleInit,
} from '@nestjs/common';
import { linkQueue, NUDGE_JOB_VERSION, type NudgeJob } from '@ome/contracts';
import type { ExecutionLink } from '@ome/engine';
import { SETTINGS, type Settings } from '@ome/platform';
import { type Job, Worker } from 'bullmq';
import { Dispatchers } from './dispatchers';

const JOBS_AT_ONCE = 8;

/**
 * Consumes the nudge jobs of every link and broker session from BullMQ. Lost or repeated jobs do no
 * harm.
 */
@Injectable()
export class LinkConsumers implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(LinkConsumers.name);
  private workers: Worker<NudgeJob>[] = [];
  private hasRefused = false;

  constructor(
    private readonly dispatchers: Dispatchers,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.workers = this.dispatchers.links.map((link) => {
      const { route } = link;
      const worker = new Worker<NudgeJob>(linkQueue(route), (job) => this.process(route, job), {
        connection: { url: this.settings.REDIS_URL!, maxRetriesPerRequest: null },
        concurrency: JOBS_AT_ONCE,
      });
      // Without a listener, a lost connection would end the process; health reports it.
      worker.on('error', () => undefined);
      this.follow(link, worker);
      return worker;
    });
  }

  /** Jobs of a link that one process at a time serves are for that one. */
  private follow(link: ExecutionLink, worker: Worker<NudgeJob>): void {
    if (!link.onServed || !link.isServedHere) return;
    const follow = (): void => {
      if (link.isServedHere?.()) void worker.resume();
      else void worker.pause(true).catch(() => undefined);
    };
    link.onServed(follow);
    follow();
  }

  /** Runs before the store is closed, so that orders in progress are still written. */
  async beforeApplicationShutdown(): Promise<void> {
    this.dispatchers.stop();
    await Promise.all(this.workers.map((worker) => worker.close()));
    await this.dispatchers.drained();
  }

  private async process(route: string, { data }: Job<NudgeJob>): Promise<void> {
    if ((data.schemaVersion ?? 1) > NUDGE_JOB_VERSION) return this.refuse(route, data);
    await this.dispatchers.nudge(route, data.orderIds, data.urgent ? 'urgent' : 'normal');
  }

  /** A job is a hint: the sweepers of all workers find its orders in the store. */
  private refuse(route: string, { schemaVersion }: NudgeJob): void {
    if (this.hasRefused) return;
    this.hasRefused = true;
    this.logger.error(
      { route, schemaVersion, known: NUDGE_JOB_VERSION },
      'Jobs of a newer version are left to the sweeper: upgrade this worker to that version',
    );
  }
}
