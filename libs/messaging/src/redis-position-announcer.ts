import { channels } from '@ome/contracts';
import { type KnownPosition, PositionAnnouncer, positionMessage } from '@ome/engine';
import type { Redis } from 'ioredis';

/** Publishes on `ome.positions`. */
export class RedisPositionAnnouncer extends PositionAnnouncer {
  constructor(private readonly redis: Redis) {
    super();
  }

  async announce(positions: readonly KnownPosition[]): Promise<void> {
    const texts = positions.map((position) => JSON.stringify(positionMessage(position)));
    // One call after another without waiting: the client sends them as one.
    await Promise.all(texts.map((text) => this.redis.publish(channels.positions, text)));
  }
}
