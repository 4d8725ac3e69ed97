import type { ExecutionLink, SendCommands, Urgency } from '@ome/engine';
import { Dispatcher, type DispatcherObserver } from './dispatcher';

/** One dispatcher per link and broker session, so that a slow one does not delay others. */
export class Dispatchers {
  private readonly byRoute: ReadonlyMap<string, Dispatcher>;

  constructor(
    readonly links: readonly ExecutionLink[],
    sendCommands: SendCommands,
    observer: DispatcherObserver,
  ) {
    this.byRoute = new Map(
      links.map((link) => [link.route, new Dispatcher(link, sendCommands, observer)]),
    );
  }

  /** Whether this process serves the link. */
  serves(route: string): boolean {
    return this.byRoute.get(route)?.isServed ?? false;
  }

  /** Resolves once there is room for more. */
  async nudge(route: string, orderIds: string[], urgency: Urgency): Promise<void> {
    await this.byRoute.get(route)?.nudge(orderIds, urgency);
  }

  /** Advances an order even while its link is down: it may have to be rejected. */
  async dispatch(route: string, orderId: string, urgency: Urgency): Promise<void> {
    await this.byRoute.get(route)?.dispatch(orderId, urgency);
  }

  /** Starts nothing more. */
  stop(): void {
    for (const dispatcher of this.byRoute.values()) dispatcher.stop();
  }

  /** Resolves once nothing is in progress. */
  async drained(): Promise<void> {
    await Promise.all([...this.byRoute.values()].map((dispatcher) => dispatcher.drained()));
  }
}
