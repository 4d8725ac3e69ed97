import type {
  CancelAllRequest,
  CanceledAll,
  CancelOrderRequest,
  FillView,
  NewOrderRequest,
  OrderHistoryItem,
  OrdersRequest,
  OrderView,
  Page,
  PageRequest,
  ReplaceOrderRequest,
  ResolveRequest,
} from '@ome/contracts';
import { type CallOptions, pathOf, type PostOptions, type Transport } from './transport';

export class Orders {
  constructor(private readonly transport: Transport) {}

  place(order: NewOrderRequest, options?: PostOptions): Promise<OrderView> {
    return this.transport.post('/orders', { ...options, body: order });
  }

  /** Newest first. */
  list(filter: OrdersRequest = {}, options?: CallOptions): Promise<Page<OrderView>> {
    return this.transport.get('/orders', { ...options, query: filter });
  }

  show(orderId: string, options?: CallOptions): Promise<OrderView> {
    return this.transport.get(pathOf('/orders/{}', orderId), options);
  }

  /** The order as it was at an instant; one without a zone is in the market's. */
  at(orderId: string, instant: Date | string, options?: CallOptions): Promise<OrderView> {
    const query = { at: typeof instant === 'string' ? instant : instant.toISOString() };
    return this.transport.get(pathOf('/orders/{}', orderId), { ...options, query });
  }

  replace(orderId: string, terms: ReplaceOrderRequest, options?: PostOptions): Promise<OrderView> {
    return this.transport.put(pathOf('/orders/{}', orderId), { ...options, body: terms });
  }

  cancel(
    orderId: string,
    request: CancelOrderRequest = {},
    options?: PostOptions,
  ): Promise<OrderView> {
    return this.transport.post(pathOf('/orders/{}/cancel', orderId), { ...options, body: request });
  }

  /** Sends a staged order. */
  release(orderId: string, options?: PostOptions): Promise<OrderView> {
    return this.transport.post(pathOf('/orders/{}/release', orderId), { ...options, body: {} });
  }

  /** Without a filter it means every open order. */
  cancelAll(request: CancelAllRequest = {}, options?: PostOptions): Promise<CanceledAll> {
    return this.transport.post('/orders/cancel-all', { ...options, body: request });
  }

  /** The events of the order, oldest first, with the order after each. */
  events(
    orderId: string,
    page: PageRequest = {},
    options?: CallOptions,
  ): Promise<Page<OrderHistoryItem>> {
    return this.transport.get(pathOf('/orders/{}/events', orderId), { ...options, query: page });
  }

  fills(orderId: string, page: PageRequest = {}, options?: CallOptions): Promise<Page<FillView>> {
    return this.transport.get(pathOf('/orders/{}/fills', orderId), { ...options, query: page });
  }

  /** The user gets notifications of the order from now on. */
  async follow(orderId: string, userId: string, options?: CallOptions): Promise<void> {
    await this.transport.put(pathOf('/orders/{}/followers/{}', orderId, userId), options);
  }

  unfollow(orderId: string, userId: string, options?: CallOptions): Promise<void> {
    return this.transport.delete(pathOf('/orders/{}/followers/{}', orderId, userId), options);
  }

  /** Ops resolve a command in doubt. */
  resolve(orderId: string, word: ResolveRequest, options?: PostOptions): Promise<OrderView> {
    return this.transport.post(pathOf('/orders/{}/resolve', orderId), { ...options, body: word });
  }
}
