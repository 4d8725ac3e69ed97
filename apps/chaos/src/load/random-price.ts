import type { SeededRandom } from '../../../simulator/src/seeded-random';

/** From 50 to a highest price, a multiple of every tick that the sample's instruments have. */
export const randomPrice = (random: SeededRandom, highest: number): string =>
  (random.integer(100, highest * 2) / 2).toFixed(1);
