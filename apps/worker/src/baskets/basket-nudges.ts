import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type BasketMessage, channels } from '@ome/contracts';
import type { Redis } from 'ioredis';
import type { BasketSweep } from './basket-sweep';

/** Events that clients cause; the workers that run a basket announce all others. */
const BY_CLIENTS = ['BasketNew', 'BasketStopped'];

/** Advances announced baskets at once, without waiting for the next sweep. */
export class BasketNudges implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(BasketNudges.name);

  constructor(
    private readonly subscriber: Redis,
    private readonly baskets: BasketSweep,
  ) {}

  onModuleInit(): void {
    this.subscriber.on('message', (_channel, text: string) => this.nudge(text));
    this.subscriber
      .subscribe(channels.baskets)
      .catch((err: unknown) =>
        this.logger.error({ err }, 'Could not subscribe to basket announcements'),
      );
  }

  onApplicationShutdown(): void {
    this.subscriber.disconnect();
  }

  private nudge(text: string): void {
    try {
      const { basketId, type } = JSON.parse(text) as BasketMessage;
      if (BY_CLIENTS.includes(type)) void this.baskets.advanceOne(basketId);
    } catch (err) {
      this.logger.warn({ err }, 'A basket announcement could not be parsed');
    }
  }
}
