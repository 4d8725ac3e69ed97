import { channels, type OrderEventMessage } from '@ome/contracts';
import { Announcer } from '@ome/engine';
import type { Redis } from 'ioredis';

/** Publishes on the channels of wire format 6; rejects where Redis does not take a message. */
export class RedisAnnouncer extends Announcer {
  constructor(
    private readonly redis: Redis,
    private readonly legacyChannels: boolean,
  ) {
    super();
  }

  async announce(events: { message: OrderEventMessage; userIds: string[] }[]): Promise<void> {
    if (events.length === 0) return;
    const pipeline = this.redis.pipeline();
    for (const { message, userIds } of events) {
      const text = JSON.stringify(message);
      pipeline.publish(channels.orders, text);
      pipeline.publish(channels.order(message.orderId), text);
      if (message.fill) pipeline.publish(channels.fills, text);
      for (const userId of userIds) pipeline.publish(channels.user(userId), text);
      if (this.legacyChannels && message.fill) {
        const notice = JSON.stringify({ order_id: message.orderId, users: userIds });
        pipeline.publish(channels.legacyNotice, notice);
      }
    }
    const results = (await pipeline.exec()) ?? [];
    const failed = results.find(([error]) => error);
    if (failed?.[0]) throw failed[0];
  }
}
