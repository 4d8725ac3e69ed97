import type { ExecutionLink, Hold, SendCommands, Urgency } from '@ome/engine';
import fastq from 'fastq';

/** Orders that may wait in this process; more wait in Redis, where other workers can take them. */
const MAX_WAITING = 256;
/** Limit of orders that are requested one by one; the sweeper finds more in the store. */
const MAX_REQUESTED = 4_000;

export interface DispatcherObserver {
  failed(orderId: string, error: unknown): void;
}

/**
 * A queue that pauses while the session has no capacity. Its concurrency is halved when a write
 * came too late, as too many concurrent orders delay each other, and grows by one with each write
 * in time.
 */
class PacedQueue {
  private readonly queue: fastq.queueAsPromised<string, void>;
  private pauseTimer: NodeJS.Timeout | undefined;

  constructor(
    work: (orderId: string) => Promise<void>,
    private readonly maxConcurrency: number,
  ) {
    this.queue = fastq.promise(work, maxConcurrency);
  }

  slowDown(): void {
    this.queue.concurrency = Math.max(1, Math.floor(this.queue.concurrency / 2));
  }

  speedUp(): void {
    if (this.queue.concurrency < this.maxConcurrency) this.queue.concurrency += 1;
  }

  push(orderId: string): Promise<void> {
    return this.queue.push(orderId);
  }

  pause(ms: number): void {
    clearTimeout(this.pauseTimer);
    this.queue.pause();
    this.pauseTimer = setTimeout(() => this.resume(), ms);
    this.pauseTimer.unref();
  }

  resume(): void {
    clearTimeout(this.pauseTimer);
    this.queue.resume();
  }

  async drained(): Promise<void> {
    if (!this.queue.idle()) await this.queue.drained();
  }
}

/**
 * Advances the orders of one link, or of one broker session, with limited concurrency. Cancels and
 * IOC and FOK orders have a queue of their own, so that they overtake all others. An order that is
 * requested again while it waits is advanced once.
 */
export class Dispatcher {
  private readonly queues: Record<Urgency, PacedQueue>;
  private readonly waiting: Record<Urgency, Map<string, Promise<void>>> = {
    urgent: new Map(),
    normal: new Map(),
  };
  private stopped = false;

  constructor(
    readonly link: ExecutionLink,
    private readonly sendCommands: SendCommands,
    private readonly observer: DispatcherObserver,
  ) {
    const paced = (urgency: Urgency): PacedQueue =>
      new PacedQueue((orderId) => this.advance(orderId, urgency), link.concurrency);
    this.queues = { urgent: paced('urgent'), normal: paced('normal') };
  }

  /**
   * Resolves once there is room for more. While the link is down, normal orders are left alone;
   * urgent ones are advanced, as their clients must be told.
   */
  async nudge(orderIds: string[], urgency: Urgency): Promise<void> {
    if (!this.isServed || (!this.link.isUp() && urgency === 'normal')) return;
    const turns = orderIds.map((orderId) => this.dispatch(orderId, urgency));
    const isFull = this.waiting.normal.size > MAX_WAITING;
    if (isFull && urgency === 'normal') await Promise.all(turns);
  }

  /** Resolves once the order has nothing to send or has to wait. Never rejects. */
  dispatch(orderId: string, urgency: Urgency = 'normal'): Promise<void> {
    if (!this.isServed) return Promise.resolve();
    const known = this.waiting.urgent.get(orderId) ?? this.waiting[urgency].get(orderId);
    if (known) return known;
    if (this.waiting[urgency].size >= MAX_REQUESTED) return Promise.resolve();
    // `push` may start the work at once, which must find the order among the waiting ones.
    const turn = Promise.resolve().then(() => this.queues[urgency].push(orderId));
    this.waiting[urgency].set(orderId, turn);
    return turn;
  }

  /** Where another process serves the link, the order is that one's. */
  get isServed(): boolean {
    return this.link.isServedHere?.() ?? true;
  }

  /** Starts nothing more. Waiting orders are in the journal, where other workers find them. */
  stop(): void {
    this.stopped = true;
    for (const queue of Object.values(this.queues)) queue.resume();
  }

  async drained(): Promise<void> {
    await Promise.all(Object.values(this.queues).map((queue) => queue.drained()));
  }

  private async advance(orderId: string, urgency: Urgency): Promise<void> {
    this.waiting[urgency].delete(orderId);
    if (this.stopped || !this.isServed) return;
    try {
      const hold = await this.sendCommands.advance(orderId);
      if (hold) this.hold(orderId, urgency, hold);
      if (hold?.isOverloaded) this.queues[urgency].slowDown();
      else this.queues[urgency].speedUp();
    } catch (error) {
      // The command stays in the journal, and the sweeper retries it.
      this.observer.failed(orderId, error);
    }
  }

  private hold(orderId: string, urgency: Urgency, { retryAfterMs, everyone }: Hold): void {
    if (everyone && !this.stopped) {
      this.queues[urgency].pause(retryAfterMs);
      void this.dispatch(orderId, urgency);
      return;
    }
    setTimeout(() => void this.dispatch(orderId, urgency), retryAfterMs).unref();
  }
}
