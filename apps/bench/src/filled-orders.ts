import { channels, type OrderEventMessage } from '@ome/contracts';
import { Redis } from 'ioredis';

/** A subscriber that notes when it heard that each order is filled. */
export class FilledOrders {
  readonly at = new Map<string, number>();
  private waiting: { count: number; resolve: () => void } | null = null;

  private constructor(private readonly redis: Redis) {
    redis.on('message', (_channel, text: string) => {
      const { orderId, order } = JSON.parse(text) as OrderEventMessage;
      if (order.ordStatus !== 'Filled' || this.at.has(orderId)) return;
      this.at.set(orderId, performance.now());
      if (this.waiting && this.at.size >= this.waiting.count) this.waiting.resolve();
    });
  }

  static async subscribe(redisUrl: string): Promise<FilledOrders> {
    const redis = new Redis(redisUrl);
    const filled = new FilledOrders(redis);
    await redis.subscribe(channels.orders);
    return filled;
  }

  /** Until so many were heard of. */
  async heard(count: number): Promise<void> {
    if (this.at.size >= count) return;
    await new Promise<void>((resolve) => (this.waiting = { count, resolve }));
  }

  close(): void {
    this.redis.disconnect();
  }
}
