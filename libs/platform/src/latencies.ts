/** Each bucket is a tenth longer than the one before: a percentile is accurate to 5 %. */
const GROWTH = Math.log(1.1);
const SHORTEST_MS = 0.1;

/** Calls by how long they took: a count per non-empty bucket, under the bucket's number. */
export type LatencyBuckets = Readonly<Record<string, number>>;

/** The number of the bucket that a time in milliseconds belongs to. */
export const latencyBucket = (ms: number): number =>
  Math.max(0, Math.round(Math.log(Math.max(ms, SHORTEST_MS) / SHORTEST_MS) / GROWTH));

const middleOf = (bucket: number): number => SHORTEST_MS * Math.exp(bucket * GROWTH);

export function mergeLatencies(all: readonly LatencyBuckets[]): LatencyBuckets {
  const merged: Record<string, number> = {};
  for (const buckets of all) {
    for (const [bucket, count] of Object.entries(buckets)) {
      merged[bucket] = (merged[bucket] ?? 0) + count;
    }
  }
  return merged;
}

/**
 * The time in milliseconds within which this share of the calls was answered; null without a call.
 *
 * @param share from 0 to 1: 0.95 for the 95th percentile
 */
export function latencyPercentile(buckets: LatencyBuckets, share: number): number | null {
  const sorted = Object.entries(buckets)
    .map(([bucket, count]) => ({ bucket: Number(bucket), count }))
    .sort((one, other) => one.bucket - other.bucket);
  const rank = Math.ceil(share * sorted.reduce((sum, { count }) => sum + count, 0));
  let passed = 0;
  for (const { bucket, count } of sorted) {
    passed += count;
    if (passed >= rank) return Number(middleOf(bucket).toPrecision(3));
  }
  return null;
}
