import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessName } from '../../../dev/src/engine-process/engine-process';
import type { Scenario, Stage } from './scenario';

const longestDelayMs = 100;

async function killAt(stage: Stage, name: ProcessName): Promise<void> {
  await sleep(stage.random.integer(0, longestDelayMs));
  await stage.engine.kill(name);
  stage.did(`${name} killed`);
}

/** Each of the two is killed three times, spread over the load; the last time both at once. */
export const kill: Scenario = {
  name: 'kill',
  about: 'api and worker killed three times each',
  async disturb(stage) {
    await stage.acknowledged(0.2);
    await killAt(stage, 'api');
    await stage.sent(0.1);
    await killAt(stage, 'worker');
    await stage.acknowledged(0.6);
    await killAt(stage, 'api');
    await stage.sent(0.4);
    await killAt(stage, 'worker');
    await stage.sent(0.7);
    await Promise.all([killAt(stage, 'worker'), killAt(stage, 'api')]);
  },
};
