import type { SendCommands } from '@ome/engine';
import fastq from 'fastq';

export interface DispatcherObserver {
  failed(orderId: string, error: unknown): void;
}

/**
 * Advances orders of one link, a limited number at a time. An order that is asked for while it
 * waits its turn is advanced once; one that is being advanced is looked at again afterwards.
 */
export class Dispatcher {
  private readonly queue: fastq.queueAsPromised<string, void>;
  private readonly waiting = new Map<string, Promise<void>>();

  constructor(
    private readonly sendCommands: SendCommands,
    concurrency: number,
    private readonly observer: DispatcherObserver,
  ) {
    this.queue = fastq.promise((orderId: string) => this.advance(orderId), concurrency);
  }

  /** Resolves once the order has nothing to send or has to wait; never rejects. */
  dispatch(orderId: string): Promise<void> {
    const known = this.waiting.get(orderId);
    if (known) return known;
    const turn = this.queue.push(orderId);
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
