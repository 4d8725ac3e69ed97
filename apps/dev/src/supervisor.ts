import type { Say } from './embedded/say';
import { describe, type Running } from './embedded/running';

const firstMs = 200;
const longestMs = 10_000;
const healthyAfterMs = 10_000;

/** How long to wait before a dead process is started again. */
export class RestartDelay {
  private nextMs = firstMs;

  /** @param livedMs how long the process had lived. */
  after(livedMs: number): number {
    if (livedMs >= healthyAfterMs) this.nextMs = firstMs;
    const delayMs = this.nextMs;
    this.nextMs = Math.min(delayMs * 2, longestMs);
    return delayMs;
  }
}

/** The exit code (EX_CONFIG) of a process that refuses its settings: starting it again is useless. */
export const refusedSettings = 78;

export interface SupervisorEvents {
  readonly say: Say;
  /** Called with the process id of each start, and with undefined when the process is gone. */
  readonly onPid: (pid: number | undefined) => void;
  /** Called when the process refuses its settings; it is not started again then. */
  readonly onRefusal: () => void;
}

/** Keeps one process running until it is told to stop. */
export class Supervisor {
  private readonly stopping = new AbortController();
  private readonly delay = new RestartDelay();
  private running?: Running;
  private starting?: Promise<void>;
  private watching?: Promise<void>;

  constructor(
    readonly name: string,
    private readonly launch: () => Promise<Running>,
    private readonly events: SupervisorEvents,
  ) {}

  /** @throws what `launch` throws at the first start; later ones are retried. */
  async start(): Promise<void> {
    this.starting = this.launchOnce();
    await this.starting;
    this.watching = this.watch();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running?.stop();
    await this.starting?.catch(() => undefined);
    await this.watching;
  }

  kill(): void {
    this.stopping.abort();
    this.running?.kill();
  }

  private async watch(): Promise<void> {
    while (this.running) {
      const startedAt = Date.now();
      const ending = await this.running.ended;
      this.events.onPid(undefined);
      if (this.stopping.signal.aborted) return;
      if (ending.code === refusedSettings) return this.events.onRefusal();
      await this.restart(describe(ending), Date.now() - startedAt);
    }
  }

  private async restart(reason: string, livedMs: number): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.running = undefined;
    const delayMs = this.delay.after(livedMs);
    this.events.say(`${this.name} ${reason}; it is started again in ${delayMs} ms.`);
    await pause(delayMs, this.stopping.signal);
    if (this.stopping.signal.aborted) return;
    try {
      await this.launchOnce();
    } catch (error) {
      return this.restart(`did not start (${(error as Error).message})`, 0);
    }
  }

  private async launchOnce(): Promise<void> {
    const running = await this.launch();
    this.running = running;
    this.events.onPid(running.pid);
    // Told to stop before there was anything to stop.
    if (this.stopping.signal.aborted) void running.stop();
    try {
      await running.ready;
    } catch (error) {
      await running.stop();
      this.running = undefined;
      this.events.onPid(undefined);
      throw error;
    }
  }
}

/** Waits until the delay is over or the signal aborts. */
function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    signal.addEventListener('abort', done);
  });
}
