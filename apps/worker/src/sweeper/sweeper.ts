import { Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';

export interface Sweep {
  name: string;
  run: () => Promise<unknown>;
}

/** When a sweep last succeeded, and the error since then. */
export interface SweepStatus {
  name: string;
  lastSuccessAt: Date | null;
  error: string | null;
}

/** Called after every successful run. */
export type SweepObserver = (name: string, at: Date) => void;

const INTERVAL_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Completes, from the state in MongoDB, what a crash or a loss of Redis left undone. It runs in
 * every worker: the journal, not a lock, prevents duplicate effects. Each sweep has its own
 * interval: a slow or failing one does not delay others.
 */
export class Sweeper implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(Sweeper.name);
  private readonly loops: readonly SweepLoop[];

  constructor(sweeps: readonly Sweep[], observe: SweepObserver = () => undefined) {
    const failed = (sweep: string, err: unknown): void =>
      this.logger.warn({ err, sweep }, 'A sweep failed and is retried');
    this.loops = sweeps.map((sweep) => new SweepLoop(sweep, observe, failed));
  }

  get statuses(): SweepStatus[] {
    return this.loops.map(({ status }) => ({ ...status }));
  }

  onModuleInit(): void {
    this.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }

  /** Starts a run now, unless one is in progress. */
  start(): void {
    for (const loop of this.loops) loop.start();
  }
}

class SweepLoop {
  readonly status: SweepStatus;
  private pauseMs = INTERVAL_MS;
  private timer: NodeJS.Timeout | undefined;
  private current: Promise<void> | null = null;
  private isStopped = false;

  constructor(
    private readonly sweep: Sweep,
    private readonly observe: SweepObserver,
    private readonly failed: (name: string, error: unknown) => void,
  ) {
    this.status = { name: sweep.name, lastSuccessAt: null, error: null };
  }

  start(): void {
    if (this.isStopped) return;
    clearTimeout(this.timer);
    this.current ??= this.run().finally(() => {
      this.current = null;
      if (!this.isStopped) this.timer = setTimeout(() => this.start(), this.pauseMs);
    });
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.current;
  }

  private async run(): Promise<void> {
    const { name, run } = this.sweep;
    try {
      await run();
      this.pauseMs = INTERVAL_MS;
      this.status.error = null;
      this.status.lastSuccessAt = new Date();
      this.observe(name, this.status.lastSuccessAt);
    } catch (error) {
      this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
      this.status.error = error instanceof Error ? error.message : String(error);
      this.failed(name, error);
    }
  }
}
