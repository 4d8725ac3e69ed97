import { channels, type OrderEventMessage } from '@ome/contracts';
import { Redis } from 'ioredis';

/** Listens to the engine's announcements on Redis. */
export class Announcements {
  /** Ids of the announced journal events, on the channel of orders and that of fills. */
  readonly events = new Set<string>();
  readonly fills = new Set<string>();

  private constructor(private readonly redis: Redis) {}

  static async listen(redisUrl: string): Promise<Announcements> {
    const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
    const heard = new Announcements(redis);
    // Redis is down now and then; the client reconnects and subscribes again by itself.
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
