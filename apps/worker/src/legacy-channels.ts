import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { channels } from '@ome/contracts';
import type { OrderFollowers } from '@ome/engine';
import type { Redis } from 'ioredis';

/** Lets programs watch orders through the channels of the first prototype (wire format 6). */
export class LegacyChannels implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(LegacyChannels.name);

  constructor(
    private readonly subscriber: Redis,
    private readonly followers: OrderFollowers,
  ) {}

  onModuleInit(): void {
    this.subscriber.on('message', (_channel, text: string) => void this.follow(text));
    this.subscriber
      .subscribe(channels.legacyEntry, channels.legacyExecution)
      .catch((error: unknown) =>
        this.logger.error({ err: error }, 'Could not subscribe to the legacy channels'),
      );
  }

  onApplicationShutdown(): void {
    this.subscriber.disconnect();
  }

  private async follow(text: string): Promise<void> {
    try {
      const { order_id, user_id } = JSON.parse(text) as Record<string, unknown>;
      if (typeof order_id !== 'string' || !['string', 'number'].includes(typeof user_id)) return;
      await this.followers.add(order_id, String(user_id));
    } catch (error) {
      this.logger.warn({ err: error }, 'A message on a legacy channel could not be parsed');
    }
  }
}
