import { channels } from '@ome/contracts';
import { type KnownPosition, PositionAnnouncer, positionMessage } from '@ome/engine';
import type { Redis } from 'ioredis';

/** Publishes on `ome.positions`. */
export class RedisPositionAnnouncer extends PositionAnnouncer {
  /** @param today the market's day that it is */
  constructor(
    private readonly redis: Redis,
    private readonly today: () => string,
  ) {
    super();
  }

  async announce(positions: readonly KnownPosition[]): Promise<void> {
    const day = this.today();
    const texts = positions.map((position) => JSON.stringify(positionMessage(position, day)));
    // One call after another without waiting: the client sends them as one.
    await Promise.all(texts.map((text) => this.redis.publish(channels.positions, text)));
  }
}
