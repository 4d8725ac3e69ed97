import type {
  ApproveRequest,
  RejectRequest,
  BasketDetailView,
  BasketView,
  CancelBasketRequest,
  IronCondorRequest,
  NewBasketRequest,
  Page,
  PageRequest,
} from '@ome/contracts';
import { type CallOptions, pathOf, type PostOptions, type Transport } from './transport';

/** Orders that are sent together, stage by stage. */
export class Baskets {
  constructor(private readonly transport: Transport) {}

  /** Newest first. */
  list(page: PageRequest = {}, options?: CallOptions): Promise<Page<BasketView>> {
    return this.transport.get('/baskets', { ...options, query: page });
  }

  show(basketId: string, options?: CallOptions): Promise<BasketDetailView> {
    return this.transport.get(pathOf('/baskets/{}', basketId), options);
  }

  place(basket: NewBasketRequest, options?: PostOptions): Promise<BasketView> {
    return this.transport.post('/baskets', { ...options, body: basket });
  }

  placeIronCondor(condor: IronCondorRequest, options?: PostOptions): Promise<BasketView> {
    return this.transport.post('/baskets/iron-condor', { ...options, body: condor });
  }

  cancel(
    basketId: string,
    request: CancelBasketRequest = {},
    options?: PostOptions,
  ): Promise<BasketView> {
    return this.transport.post(pathOf('/baskets/{}/cancel', basketId), {
      ...options,
      body: request,
    });
  }

  /** Lets a basket of somebody else begin. */
  approve(
    basketId: string,
    request: ApproveRequest = {},
    options?: PostOptions,
  ): Promise<BasketView> {
    const path = pathOf('/baskets/{}/approve', basketId);
    return this.transport.post(path, { ...options, body: request });
  }

  reject(basketId: string, request: RejectRequest, options?: PostOptions): Promise<BasketView> {
    const path = pathOf('/baskets/{}/reject', basketId);
    return this.transport.post(path, { ...options, body: request });
  }
}
