import type { Scenario } from './scenario';

/** Cancels race the sends; the orders of one symbol rest, so that some come in time. */
export const cancel: Scenario = {
  name: 'cancel',
  about: 'half of the orders cancelled at once',
  symbols: ['FILLS', 'RESTS'],
  cancelShare: 0.5,
  async prepare({ simulator }) {
    await simulator.setSymbol('RESTS', { behaviour: 'rest' });
  },
};
