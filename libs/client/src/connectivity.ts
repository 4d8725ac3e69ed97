import type { ConnectivityHistoryView, ConnectivityView } from '@ome/contracts';
import type { CallOptions, Transport } from './transport';

/** The state of links, sessions, workers, MongoDB and Redis. */
export class Connectivity {
  constructor(private readonly transport: Transport) {}

  show(options?: CallOptions): Promise<ConnectivityView> {
    return this.transport.get('/connectivity', options);
  }

  /** @param link a route, `mongodb` or `redis` */
  history(
    link: string,
    range: { from?: string; to?: string } = {},
    options?: CallOptions,
  ): Promise<ConnectivityHistoryView> {
    return this.transport.get('/connectivity/history', { ...options, query: { link, ...range } });
  }
}
