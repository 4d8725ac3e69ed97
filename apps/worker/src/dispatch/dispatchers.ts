import type { ExecutionLink, SendCommands, Urgency } from '@ome/engine';
import { Dispatcher, type DispatcherObserver } from './dispatcher';

/** One dispatcher per link and broker session, so that a stuck one holds up nobody else. */
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

  /** Resolves once there is room for more. */
  async nudge(route: string, orderIds: string[], urgency: Urgency): Promise<void> {
    await this.byRoute.get(route)?.nudge(orderIds, urgency);
  }

  /** Looks at an order even while its link is down: it may have to be given up. */
  async dispatch(route: string, orderId: string, urgency: Urgency): Promise<void> {
    await this.byRoute.get(route)?.dispatch(orderId, urgency);
  }

  /** From here on nothing is begun. */
  stop(): void {
    for (const dispatcher of this.byRoute.values()) dispatcher.stop();
  }

  /** Resolves once nothing is under way. */
  async drained(): Promise<void> {
    await Promise.all([...this.byRoute.values()].map((dispatcher) => dispatcher.drained()));
  }
}
