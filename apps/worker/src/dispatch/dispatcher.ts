import type { ExecutionLink, Hold, SendCommands, Urgency } from '@ome/engine';
import fastq from 'fastq';

/** Orders that may wait in this process; further ones wait where other workers see them. */
const MAX_WAITING = 256;
/** Of those that are asked for one by one; further ones the sweeper finds again in the store. */
const MOST_WAITING = 4_000;

export interface DispatcherObserver {
  failed(orderId: string, error: unknown): void;
}

/**
 * Orders that wait their turn; all of them rest while the session has no room. How many are advanced
 * at once is halved when one came too late to be written, as too many make each other late, and grows
 * again by one with each that does not.
 */
class PacedQueue {
  private readonly queue: fastq.queueAsPromised<string, void>;
  private resting: NodeJS.Timeout | undefined;

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

  rest(ms: number): void {
    clearTimeout(this.resting);
    this.queue.pause();
    this.resting = setTimeout(() => this.wake(), ms);
    this.resting.unref();
  }

  wake(): void {
    clearTimeout(this.resting);
    this.queue.resume();
  }

  async drained(): Promise<void> {
    if (!this.queue.idle()) await this.queue.drained();
  }
}

/**
 * Advances the orders of one link, or of one session at a broker, a limited number at a time. Cancels
 * and orders that trade at once or never have a queue of their own, so that they overtake whatever
 * waits. An order that is asked for while it
 * waits its turn is advanced once.
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
   * Resolves once there is room for more. While the link is down, orders stay where they are, but
   * for those that cannot wait and have to be told so.
   */
  async nudge(orderIds: string[], urgency: Urgency): Promise<void> {
    if (!this.link.isUp() && urgency === 'normal') return;
    const turns = orderIds.map((orderId) => this.dispatch(orderId, urgency));
    const isFull = this.waiting.normal.size > MAX_WAITING;
    if (isFull && urgency === 'normal') await Promise.all(turns);
  }

  /** Resolves once the order has nothing to send or has to wait; never rejects. */
  dispatch(orderId: string, urgency: Urgency = 'normal'): Promise<void> {
    const known = this.waiting.urgent.get(orderId) ?? this.waiting[urgency].get(orderId);
    if (known) return known;
    if (this.waiting[urgency].size >= MOST_WAITING) return Promise.resolve();
    // A free place begins its work within push itself: it must find the order among the waiting.
    const turn = Promise.resolve().then(() => this.queues[urgency].push(orderId));
    this.waiting[urgency].set(orderId, turn);
    return turn;
  }

  /** From here on nothing is begun. What waits is in the journal, and others find it there. */
  stop(): void {
    this.stopped = true;
    for (const queue of Object.values(this.queues)) queue.wake();
  }

  async drained(): Promise<void> {
    await Promise.all(Object.values(this.queues).map((queue) => queue.drained()));
  }

  private async advance(orderId: string, urgency: Urgency): Promise<void> {
    this.waiting[urgency].delete(orderId);
    if (this.stopped) return;
    try {
      const hold = await this.sendCommands.advance(orderId);
      if (hold) this.hold(orderId, urgency, hold);
      if (hold?.isOverloaded) this.queues[urgency].slowDown();
      else this.queues[urgency].speedUp();
    } catch (error) {
      // The journal keeps what is to be done, and the sweeper comes back to it.
      this.observer.failed(orderId, error);
    }
  }

  private hold(orderId: string, urgency: Urgency, { retryAfterMs, everyone }: Hold): void {
    if (everyone && !this.stopped) {
      this.queues[urgency].rest(retryAfterMs);
      void this.dispatch(orderId, urgency);
      return;
    }
    setTimeout(() => void this.dispatch(orderId, urgency), retryAfterMs).unref();
  }
}
