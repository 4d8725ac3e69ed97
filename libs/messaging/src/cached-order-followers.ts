import { setTimeout as sleep } from 'node:timers/promises';
import { OrderFollowers } from '@ome/engine';
import type { Redis } from 'ioredis';

const CACHED_SECONDS = 300;
const SETTLE_MS = 1_000;
const key = (orderId: string): string => `ome:followers:${orderId}`;

/**
 * Caches followers from MongoDB in Redis. A change deletes the copy, twice: a reader that read
 * before the change may store its old copy right after it.
 */
export class CachedOrderFollowers extends OrderFollowers {
  constructor(
    private readonly source: OrderFollowers,
    private readonly redis: Redis,
  ) {
    super();
  }

  async add(orderId: string, userId: string): Promise<void> {
    await this.source.add(orderId, userId);
    await this.forget(orderId);
  }

  async remove(orderId: string, userId: string): Promise<void> {
    await this.source.remove(orderId, userId);
    await this.forget(orderId);
  }

  async byOrder(orderIds: string[]): Promise<Map<string, string[]>> {
    if (orderIds.length === 0) return new Map();
    const cached = await this.redis.mget(orderIds.map(key));
    const missing = orderIds.filter((_, index) => !cached[index]);
    const found =
      missing.length > 0 ? await this.source.byOrder(missing) : new Map<string, string[]>();
    if (found.size > 0) await this.store(found);
    return new Map(
      orderIds.map((orderId, index) => {
        const copy = cached[index];
        return [orderId, copy ? (JSON.parse(copy) as string[]) : (found.get(orderId) ?? [])];
      }),
    );
  }

  /** Most orders have no followers. Orders without a copy are read from MongoDB in one query. */
  private async store(found: Map<string, string[]>): Promise<void> {
    const pipeline = this.redis.pipeline();
    for (const [orderId, userIds] of found) {
      pipeline.set(key(orderId), JSON.stringify(userIds), 'EX', CACHED_SECONDS);
    }
    await pipeline.exec();
  }

  /** Without Redis only an old copy may remain, which expires. */
  private async forget(orderId: string): Promise<void> {
    await this.redis.del(key(orderId)).catch(() => undefined);
    void sleep(SETTLE_MS, undefined, { ref: false })
      .then(() => this.redis.del(key(orderId)))
      .catch(() => undefined);
  }
}
