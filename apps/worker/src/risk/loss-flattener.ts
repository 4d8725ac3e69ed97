import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { FlattenLosses } from '@ome/engine';
import { Leases } from '@ome/persistence';
import { Leader } from '@ome/composition';

const INTERVAL_MS = 1_000;

/** Flattens accounts that reach their maximum daily loss, in one worker at a time. */
@Injectable()
export class LossFlattener implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(LossFlattener.name);
  private readonly leader: Leader;

  constructor(
    leases: Leases,
    private readonly flatten: FlattenLosses,
  ) {
    const failed = (err: unknown) =>
      this.logger.error({ err }, 'Daily losses could not be checked; the check is retried');
    this.leader = new Leader(leases, 'flatten-losses', (stop) => this.watch(stop, failed), failed);
  }

  onModuleInit(): void {
    this.leader.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.leader.stop();
  }

  private async watch(stop: AbortSignal, failed: (error: unknown) => void): Promise<void> {
    while (!stop.aborted) {
      await this.flatten.run().catch(failed);
      await sleep(INTERVAL_MS, undefined, { signal: stop }).catch(() => undefined);
    }
  }
}
