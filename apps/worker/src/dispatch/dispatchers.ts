import type { ExecutionLink, SendCommands, Urgency } from '@ome/engine';
import { Dispatcher, type DispatcherObserver } from './dispatcher';

/** One dispatcher per link, so that a stuck link holds up nobody else. */
export class Dispatchers {
  private readonly byLink: ReadonlyMap<string, Dispatcher>;

  constructor(
    readonly links: readonly ExecutionLink[],
    sendCommands: SendCommands,
    concurrency: number,
    observer: DispatcherObserver,
  ) {
    this.byLink = new Map(
      links.map((link) => [link.name, new Dispatcher(link, sendCommands, concurrency, observer)]),
    );
  }

  /** Resolves once there is room for more. */
  async nudge(link: string, orderIds: string[], urgency: Urgency): Promise<void> {
    await this.byLink.get(link)?.nudge(orderIds, urgency);
  }

  /** Looks at an order even while its link is down: it may have to be given up. */
  async dispatch(link: string, orderId: string): Promise<void> {
    await this.byLink.get(link)?.dispatch(orderId);
  }

  /** Resolves once nothing is under way. */
  async drained(): Promise<void> {
    await Promise.all([...this.byLink.values()].map((dispatcher) => dispatcher.drained()));
  }
}
