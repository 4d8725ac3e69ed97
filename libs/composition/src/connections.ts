import { REDIS } from '@ome/messaging';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Nudger } from '@ome/engine';
import type { BullNudger } from '@ome/messaging';
import type { Redis } from 'ioredis';

/** Closes connections that Nest does not close. */
@Injectable()
export class Connections implements OnApplicationShutdown {
  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(Nudger) private readonly nudger: BullNudger,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.nudger.close();
    this.redis.disconnect();
  }
}
