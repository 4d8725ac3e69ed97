import { setTimeout as sleep } from 'node:timers/promises';
import type { TradePostBehaviour } from '../../../simulator/src/behaviour';
import type { Scenario } from './scenario';

const behaviours: readonly TradePostBehaviour[] = [
  { behaviour: 'refuse', probability: 0.3 },
  { behaviour: 'fail', probability: 0.3 },
  { behaviour: 'drop', probability: 0.3 },
  { behaviour: 'refuse' },
];

/** Trade post management accepts some fills, and then none for a while. */
export const tradePost: Scenario = {
  name: 'trade-post',
  about: 'a trade post that refuses, fails and drops',
  async disturb(stage) {
    for (const [index, behaviour] of behaviours.entries()) {
      await stage.sent(index / behaviours.length);
      await stage.simulator.setTradePost(behaviour);
      stage.did(`trade post: ${behaviour.behaviour}`);
    }
    await stage.sent(0.9);
    await sleep(stage.brief ? 0 : 5_000);
    await stage.simulator.setTradePost({ behaviour: 'take' });
  },
};
