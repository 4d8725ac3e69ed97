import type { ExecutionLink, SendCommands } from '@ome/engine';
import { Dispatcher, type DispatcherObserver } from './dispatcher';

/** One dispatcher per link, so that a stuck link holds up nobody else. */
export class Dispatchers {
  private readonly byLink: ReadonlyMap<string, Dispatcher>;

  constructor(
    links: readonly ExecutionLink[],
    sendCommands: SendCommands,
    concurrency: number,
    observer: DispatcherObserver,
  ) {
    this.byLink = new Map(
      links.map(({ name }) => [name, new Dispatcher(sendCommands, concurrency, observer)]),
    );
  }

  links(): string[] {
    return [...this.byLink.keys()];
  }

  /** Resolves once each of the orders has nothing to send or has to wait. */
  async dispatch(link: string, orderIds: string[]): Promise<void> {
    const dispatcher = this.byLink.get(link);
    await Promise.all(orderIds.map((orderId) => dispatcher?.dispatch(orderId)));
  }
}
