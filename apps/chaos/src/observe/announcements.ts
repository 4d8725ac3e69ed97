import { channels, type OrderEventMessage } from '@ome/contracts';
import { Redis } from 'ioredis';

/** Hears what the engine announces on Redis. */
export class Announcements {
  /** Ids of the journal events that were announced, on the channel of orders and that of fills. */
  readonly events = new Set<string>();
  readonly fills = new Set<string>();

  private constructor(private readonly redis: Redis) {}

  static async listen(redisUrl: string): Promise<Announcements> {
    const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
    const heard = new Announcements(redis);
    // Redis is away now and then; the client comes back and subscribes again by itself.
    redis.on('error', () => undefined);
    redis.on('message', (channel: string, text: string) => {
      const { id } = JSON.parse(text) as OrderEventMessage;
      (channel === channels.fills ? heard.fills : heard.events).add(id);
    });
    await redis.subscribe(channels.orders, channels.fills);
    return heard;
  }

  close(): void {
    this.redis.disconnect();
  }
}
