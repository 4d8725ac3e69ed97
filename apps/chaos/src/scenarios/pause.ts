import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from './scenario';

/** BullMQ locks a job for 30 s, a lease on the feed lasts 5 s. */
const beyondJobLockMs = 35_000;
const beyondLeaseMs = 6_000;

/** A worker stalls for longer than its locks and resumes, while another has taken its work over. */
export const pause: Scenario = {
  name: 'pause',
  about: 'the worker paused for longer than its locks',
  async disturb(stage) {
    const { engine, brief } = stage;
    await stage.sent(0.1);
    engine.pause('worker');
    if (!brief) await sleep(beyondJobLockMs);
    const stopRival = await engine.startRival();
    await sleep(beyondLeaseMs);
    engine.resume('worker');
    stage.did('worker paused, another started');
    if (!brief) {
      await stage.sent(0.6);
      await engine.pauseFor('worker', beyondJobLockMs);
      stage.did('worker paused beside another');
    }
    await stopRival();
  },
};
