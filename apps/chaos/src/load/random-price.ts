import type { SeededRandom } from '../../../simulator/src/seeded-random';

/** From 50 to a maximum price, on the tick of every instrument in the sample. */
export const randomPrice = (random: SeededRandom, highest: number): string =>
  (random.integer(100, highest * 2) / 2).toFixed(1);
