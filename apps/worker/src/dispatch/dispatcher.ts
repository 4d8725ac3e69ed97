import type { ExecutionLink, SendCommands, Urgency } from '@ome/engine';
import fastq from 'fastq';

/** Orders that may wait in this process; further ones wait where other workers see them. */
const MAX_WAITING = 256;

export interface DispatcherObserver {
  failed(orderId: string, error: unknown): void;
}

/**
 * Advances orders of one link, a limited number at a time and cancels first. An order that is asked
 * for while it waits its turn is advanced once.
 */
export class Dispatcher {
  private readonly queue: fastq.queueAsPromised<string, void>;
  private readonly waiting = new Map<string, Promise<void>>();

  constructor(
    private readonly link: ExecutionLink,
    private readonly sendCommands: SendCommands,
    concurrency: number,
    private readonly observer: DispatcherObserver,
  ) {
    this.queue = fastq.promise((orderId: string) => this.advance(orderId), concurrency);
  }

  /** Resolves once there is room for more. While the link is down, orders stay where they are. */
  async nudge(orderIds: string[], urgency: Urgency): Promise<void> {
    if (!this.link.isUp()) return;
    const turns = orderIds.map((orderId) => this.dispatch(orderId, urgency));
    if (this.waiting.size > MAX_WAITING && urgency === 'normal') await Promise.all(turns);
  }

  /** Resolves once the order has nothing to send or has to wait; never rejects. */
  dispatch(orderId: string, urgency: Urgency = 'normal'): Promise<void> {
    const known = this.waiting.get(orderId);
    if (known) return known;
    // A free place begins its work within push itself: it must find the order among the waiting.
    const turn = Promise.resolve().then(() =>
      urgency === 'urgent' ? this.queue.unshift(orderId) : this.queue.push(orderId),
    );
    this.waiting.set(orderId, turn);
    return turn;
  }

  async drained(): Promise<void> {
    if (!this.queue.idle()) await this.queue.drained();
  }

  private async advance(orderId: string): Promise<void> {
    this.waiting.delete(orderId);
    try {
      await this.sendCommands.advance(orderId);
    } catch (error) {
      // The journal keeps what is to be done, and the sweeper comes back to it.
      this.observer.failed(orderId, error);
    }
  }
}
