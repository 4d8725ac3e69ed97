import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { SweepStatusStore } from '@ome/persistence';
import type { Sweeper } from './sweeper';

const INTERVAL_MS = 3_000;

/** Saves when this worker's sweeps last succeeded, for ops. */
export class SweepReporter implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly sweeper: Pick<Sweeper, 'statuses'>,
    private readonly store: SweepStatusStore,
    private readonly worker: string,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.report(), INTERVAL_MS);
    void this.report();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.store.withdraw(this.worker);
  }

  /** If a report cannot be saved, the next one is. */
  async report(): Promise<void> {
    const { statuses } = this.sweeper;
    await this.store.report(this.worker, statuses, new Date()).catch(() => undefined);
  }
}
