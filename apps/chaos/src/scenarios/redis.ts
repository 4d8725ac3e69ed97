import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Scenario, Stage } from './scenario';

/** Everything in Redis is lost, running jobs included. */
export const flush: Scenario = {
  name: 'flush',
  about: 'FLUSHALL on Redis five times',
  async disturb(stage) {
    const redis = new Redis(stage.engine.state.redisUrl as string);
    for (const share of [0.05, 0.2, 0.4, 0.6, 0.8]) {
      await stage.sent(share);
      await redis.flushall();
      stage.did('flushed');
    }
    redis.disconnect();
  },
};

/** Redis does not answer, and then dies; orders are still accepted and sent. */
export const redisDown: Scenario = {
  name: 'redis-down',
  about: 'Redis paused, then killed',
  deaf: true,
  async disturb(stage) {
    await stage.acknowledged(0.2);
    stage.engine.pause('redis');
    await checkDegraded(stage);
    await checkAccepted(stage);
    await sleep(stage.brief ? 1_000 : 5_000);
    stage.engine.resume('redis');
    stage.did('redis paused');
    await stage.acknowledged(0.6);
    await stage.engine.kill('redis');
    stage.did('redis killed');
  },
};

async function checkDegraded(stage: Stage): Promise<void> {
  const { status, body } = await stage.api.request('GET', '/health/ready');
  if (status !== 200 || body.status !== 'degraded') {
    stage.violated(`Without Redis, ready answers ${status} ${String(body.status)}`);
  }
}

async function checkAccepted(stage: Stage): Promise<void> {
  const inTime = stage.acknowledged(0.4).then(() => true);
  const late = sleep(10_000, false);
  if (!(await Promise.race([inTime, late]))) {
    stage.violated('Without Redis, no orders are accepted');
  }
}
