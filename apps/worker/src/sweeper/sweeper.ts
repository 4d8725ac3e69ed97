import { Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';

export interface Sweep {
  name: string;
  run: () => Promise<unknown>;
}

const INTERVAL_MS = 1_000;

/**
 * Finishes, from what is missing in MongoDB, whatever a crash or the loss of Redis left undone. It
 * runs in every worker: the journal, not a lock, sees to it that nothing happens twice.
 */
export class Sweeper implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(Sweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private current: Promise<void> | null = null;

  constructor(private readonly sweeps: readonly Sweep[]) {}

  onModuleInit(): void {
    this.timer = setInterval(() => this.start(), INTERVAL_MS);
    this.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.current;
  }

  /** One round at a time: a round that takes long is not joined by the next. */
  start(): void {
    this.current ??= this.round().finally(() => (this.current = null));
  }

  private async round(): Promise<void> {
    for (const { name, run } of this.sweeps) {
      try {
        await run();
      } catch (error) {
        this.logger.warn({ err: error, sweep: name }, 'A sweep failed and is tried again');
      }
    }
  }
}
