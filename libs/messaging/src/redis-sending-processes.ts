import { SendingProcesses } from '@ome/engine';
import type { Redis } from 'ioredis';

const channelOf = (process: string): string => `ome.process.${process}`;

/**
 * A process subscribes to a channel of its own. The subscription lasts as long as its connection:
 * the kernel keeps that open while the process is stopped, and closes it when the process ends.
 */
export class RedisSendingProcesses extends SendingProcesses {
  constructor(
    readonly current: string,
    private readonly redis: Redis,
    private readonly subscriber: Redis,
  ) {
    super();
    // The connection renews it by itself; it is refused only when it is closed for good.
    subscriber.subscribe(channelOf(current)).catch(() => undefined);
  }

  async hasEnded(process: string): Promise<boolean> {
    try {
      const [, subscribers] = await this.redis.pubsub('NUMSUB', channelOf(process));
      return subscribers === 0;
    } catch {
      return false;
    }
  }

  onApplicationShutdown(): void {
    this.subscriber.disconnect();
  }
}
