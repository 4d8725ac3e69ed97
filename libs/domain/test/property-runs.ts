/**
 * How often a property runs: a quarter of `usual`, or four times `usual` if PROPERTY_RUNS is
 * "long".
 */
export const propertyRuns = (usual: number): number =>
  process.env.PROPERTY_RUNS === 'long' ? 4 * usual : Math.ceil(usual / 4);
