import type { Parameters } from 'fast-check';

const { PROPERTY_RUNS, PROPERTY_SECONDS = '60' } = process.env;
/** Whether properties are tried much more often than a newcomer waits for. */
export const LONG = PROPERTY_RUNS === 'long';
/** The time for one property in a long run. */
export const LONGEST_MS = Number(PROPERTY_SECONDS) * 1_000;

/**
 * How often a property runs: a quarter of `usual`, or four times `usual` if PROPERTY_RUNS is
 * "long".
 */
export const propertyRuns = (usual: number): number => (LONG ? 4 * usual : Math.ceil(usual / 4));

/** Of cases that can be counted: all if PROPERTY_RUNS is "long", and else one in so many. */
export const sampled = <T>(cases: readonly T[], oneIn: number): T[] =>
  cases.filter((_, index) => LONG || index % oneIn === 0);

/** As many runs as `propertyRuns` says, for fast-check. A long run that reaches its time limit ends with what it has tried. */
export const tries = <T>(usual: number): Parameters<T> => ({
  numRuns: propertyRuns(usual),
  ...(LONG && { interruptAfterTimeLimit: LONGEST_MS, markInterruptAsFailure: false }),
});
