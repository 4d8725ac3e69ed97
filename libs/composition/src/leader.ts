import { setTimeout as sleep } from 'node:timers/promises';
import type { Leases } from '@ome/persistence';

/** Runs a work in one process at a time, in this one while it holds the lease. */
export class Leader {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly leases: Leases,
    private readonly name: string,
    private readonly work: (stop: AbortSignal) => Promise<void>,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  start(): void {
    this.running = this.loop();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.leases.release(this.name).catch(this.onFailure);
  }

  private async loop(): Promise<void> {
    const { signal } = this.stopping;
    let term: { stop: AbortController; done: Promise<void> } | undefined;
    while (!signal.aborted) {
      const waitMs = term ? 0 : await this.freeIn();
      const held = waitMs === 0 && (await this.holds());
      if (held && !term) term = this.begin();
      if (!held && term) term = void (await end(term));
      // Another process's lease is taken when it expires, or soon after it is released.
      const { renewEveryMs } = this.leases;
      const pauseMs = waitMs > 0 ? Math.min(waitMs, renewEveryMs) : renewEveryMs;
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
    if (term) await end(term);
  }

  private begin() {
    const stop = new AbortController();
    return { stop, done: this.work(stop.signal).catch(this.onFailure) };
  }

  private async freeIn(): Promise<number> {
    try {
      return await this.leases.freeIn(this.name);
    } catch (error) {
      this.onFailure(error);
      return this.leases.renewEveryMs;
    }
  }

  private async holds(): Promise<boolean> {
    try {
      return await this.leases.hold(this.name);
    } catch (error) {
      this.onFailure(error);
      return false;
    }
  }
}

async function end({ stop, done }: { stop: AbortController; done: Promise<void> }): Promise<void> {
  stop.abort();
  await done;
}
