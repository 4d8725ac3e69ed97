import { channels } from '@ome/contracts';
import { type KnownPosition, PositionAnnouncer, positionMessage } from '@ome/engine';
import type { Redis } from 'ioredis';

/** Publishes on `ome.positions`. */
export class RedisPositionAnnouncer extends PositionAnnouncer {
  /** @param today the current market day */
  constructor(
    private readonly redis: Redis,
    private readonly today: () => string,
  ) {
    super();
  }

  async announce(positions: readonly KnownPosition[]): Promise<void> {
    const day = this.today();
    const texts = positions.map((position) => JSON.stringify(positionMessage(position, day)));
    // The client sends calls without awaits between them in one batch.
    await Promise.all(texts.map((text) => this.redis.publish(channels.positions, text)));
  }
}
