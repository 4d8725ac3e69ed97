import { RISK_CHANNEL } from '@ome/contracts';
import { RiskNudger } from '@ome/engine';
import type { Redis } from 'ioredis';

/** Publishes on `ome-risk`. */
export class RedisRiskNudger extends RiskNudger {
  constructor(private readonly redis: Redis) {
    super();
  }

  nudge(version: number): void {
    this.redis.publish(RISK_CHANNEL, String(version)).catch(() => undefined);
  }
}

/** @param subscriber a dedicated connection */
export async function subscribeToRiskNudges(
  subscriber: Redis,
  hear: (version: number) => void,
): Promise<void> {
  subscriber.on('message', (_channel, text: string) => hear(Number(text)));
  await subscriber.subscribe(RISK_CHANNEL);
}
