import { setTimeout as sleep } from 'node:timers/promises';
import { ClosingGuard, ClosingLost } from '@ome/engine';
import { KeyedQueue } from '@ome/event-store';
import type { Leases } from './leases';

/** Longer than a stopped holder keeps its lease. */
const PATIENCE_MS = 10_000;
const ASK_MS = 50;

/**
 * Runs closings of one position one after another: within this process in a queue, among processes
 * by a lease.
 */
export class ClosingLeases extends ClosingGuard {
  private readonly turns = new KeyedQueue();

  constructor(private readonly leases: Leases) {
    super();
  }

  run<T>(
    name: string,
    work: (keep: () => Promise<void>) => Promise<T>,
  ): Promise<{ result: T } | null> {
    return this.turns.run(name, async () => {
      if (!(await this.isHeldInTime(name))) return null;
      try {
        return { result: await work(() => this.keep(name)) };
      } finally {
        await this.leases.release(name);
      }
    });
  }

  private async isHeldInTime(name: string): Promise<boolean> {
    const end = Date.now() + PATIENCE_MS;
    while (!(await this.leases.hold(name))) {
      if (Date.now() > end) return false;
      await sleep(ASK_MS);
    }
    return true;
  }

  private async keep(name: string): Promise<void> {
    if (!(await this.leases.hold(name))) throw new ClosingLost(`${name} was taken over`);
  }
}
