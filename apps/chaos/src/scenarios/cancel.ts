import type { Scenario } from './scenario';

const stallMs = 300;

/**
 * Cancels race the sends. The worker stalls now and then, so that some cancels find their order
 * still queued; the orders of one symbol rest, so that other cancels reach the link in time.
 */
export const cancel: Scenario = {
  name: 'cancel',
  about: 'half of the orders cancelled at once, by a worker that stalls',
  symbols: ['FILLS', 'RESTS'],
  cancelShare: 0.5,
  async prepare({ simulator }) {
    await simulator.setSymbol('RESTS', { behaviour: 'rest' });
  },
  async disturb(stage) {
    for (const share of [0.1, 0.4, 0.7]) {
      await stage.acknowledged(share);
      await stage.engine.pauseFor('worker', stallMs);
      stage.did('worker stalled');
    }
  },
};
