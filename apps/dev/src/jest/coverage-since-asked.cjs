/**
 * What ran since this was last asked, by file. Modules outlive a spec file here, and so do the
 * counters in them: each run is told of once.
 */
function coverageSinceAsked() {
  const ran = Object.entries(globalThis.__coverage__ ?? {}).filter(([, counters]) =>
    isUsed(counters),
  );
  const since = globalThis.structuredClone(Object.fromEntries(ran));
  for (const [, counters] of ran) reset(counters);
  return since;
}

const isUsed = ({ s, f, b }) =>
  [s, f].some((counts) => Object.values(counts).some(Boolean)) ||
  Object.values(b).some((counts) => counts.some(Boolean));

function reset({ s, f, b }) {
  for (const counts of [s, f]) for (const key of Object.keys(counts)) counts[key] = 0;
  for (const counts of Object.values(b)) counts.fill(0);
}

module.exports = { coverageSinceAsked };
