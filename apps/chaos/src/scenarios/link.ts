import type { Behaviour } from '../../../simulator/src/behaviour';
import type { Scenario } from './scenario';

/** Late answers come after the engine has stopped waiting for them. */
const behaviours: readonly Behaviour[] = [
  { behaviour: 'dropAfterActing' },
  { behaviour: 'dropBeforeActing' },
  { behaviour: 'noAnswer' },
  { behaviour: 'error500' },
  { behaviour: 'nonsense' },
  { behaviour: 'unavailable' },
  { behaviour: 'answerLate', delayMs: 1_500 },
  { behaviour: 'answerTwice' },
  { behaviour: 'reorder' },
];

const probability = 0.2;

/** The link has every fault, for a share of the requests of each symbol. */
export const faults: Scenario = {
  name: 'faults',
  about: 'a link that drops, stalls, lies and repeats',
  symbols: behaviours.map(({ behaviour }) => behaviour.toUpperCase()),
  async prepare({ simulator }) {
    for (const each of behaviours) {
      await simulator.setSymbol(each.behaviour.toUpperCase(), { ...each, probability });
    }
  },
};

/** The link stalls and comes back; requests sent before the stall are still in its buffers. */
export const linkDown: Scenario = {
  name: 'link-down',
  about: 'the link paused for 8 s, twice',
  async disturb(stage) {
    for (const share of stage.brief ? [0.3] : [0.1, 0.5]) {
      await stage.sent(share);
      await stage.engine.pauseFor('simulator', stage.brief ? 3_000 : 8_000);
      stage.did('link paused');
    }
  },
};
