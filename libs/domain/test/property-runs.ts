/** How often a property is tried: a quarter of `usual`, and four times that where PROPERTY_RUNS is "long". */
export const propertyRuns = (usual: number): number =>
  process.env.PROPERTY_RUNS === 'long' ? 4 * usual : Math.ceil(usual / 4);
