import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type BasketMessage, channels } from '@ome/contracts';
import type { Redis } from 'ioredis';
import type { BasketSweep } from './basket-sweep';

/** What clients do to a basket; everything else is announced by those who run it. */
const BY_CLIENTS = ['BasketNew', 'BasketStopped'];

/** Takes baskets on at once when they are announced, rather than with the next sweep. */
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
      .catch((err: unknown) => this.logger.error({ err }, 'Not subscribed'));
  }

  onApplicationShutdown(): void {
    this.subscriber.disconnect();
  }

  private nudge(text: string): void {
    try {
      const { basketId, type } = JSON.parse(text) as BasketMessage;
      if (BY_CLIENTS.includes(type)) void this.baskets.advanceOne(basketId);
    } catch (err) {
      this.logger.warn({ err }, 'An announcement of a basket was not understood');
    }
  }
}
