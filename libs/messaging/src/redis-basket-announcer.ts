import { channels } from '@ome/contracts';
import type { Basket, BasketEvent } from '@ome/domain';
import { BasketAnnouncer, basketMessage } from '@ome/engine';
import type { Redis } from 'ioredis';

/**
 * Publishes on `ome.baskets`, which workers also subscribe to. Sweeps make up for lost messages.
 */
export class RedisBasketAnnouncer extends BasketAnnouncer {
  constructor(
    private readonly redis: Redis,
    private readonly onFailure: (error: unknown) => void,
  ) {
    super();
  }

  announce(basket: Basket, event: BasketEvent): void {
    const text = JSON.stringify(basketMessage(basket, event));
    this.redis.publish(channels.baskets, text).catch(this.onFailure);
  }
}
