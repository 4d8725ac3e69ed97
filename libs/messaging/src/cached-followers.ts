import { setTimeout as sleep } from 'node:timers/promises';
import { Followers } from '@ome/engine';
import type { Redis } from 'ioredis';

const CACHED_SECONDS = 300;
const SETTLE_MS = 1_000;
const key = (orderId: string): string => `ome:followers:${orderId}`;

/**
 * Followers from MongoDB with a copy in Redis, which is deleted on a change and never edited. It is
 * deleted twice: a reader that looked before the change may store its old copy right after it.
 */
export class CachedFollowers extends Followers {
  constructor(
    private readonly source: Followers,
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

  async of(orderIds: string[]): Promise<Map<string, string[]>> {
    if (orderIds.length === 0) return new Map();
    const cached = await this.redis.mget(orderIds.map(key));
    const missing = orderIds.filter((_, index) => !cached[index]);
    const found = missing.length > 0 ? await this.source.of(missing) : new Map<string, string[]>();
    if (found.size > 0) await this.store(found);
    return new Map(
      orderIds.map((orderId, index) => {
        const copy = cached[index];
        return [orderId, copy ? (JSON.parse(copy) as string[]) : (found.get(orderId) ?? [])];
      }),
    );
  }

  /** Most orders have no followers: those are asked for in MongoDB, all of a batch at once. */
  private async store(found: Map<string, string[]>): Promise<void> {
    const pipeline = this.redis.pipeline();
    for (const [orderId, userIds] of found) {
      pipeline.set(key(orderId), JSON.stringify(userIds), 'EX', CACHED_SECONDS);
    }
    await pipeline.exec();
  }

  /** Without Redis there is no copy to forget but one that may come back with it; it expires. */
  private async forget(orderId: string): Promise<void> {
    await this.redis.del(key(orderId)).catch(() => undefined);
    void sleep(SETTLE_MS, undefined, { ref: false })
      .then(() => this.redis.del(key(orderId)))
      .catch(() => undefined);
  }
}
