import type { CallLatencyView } from '@ome/contracts';
import type { LinkSample } from '@ome/persistence';
import { latencyPercentile, mergeLatencies } from '@ome/platform';

/** Sums the calls of several samples. */
export function callLatency(
  samples: readonly Pick<LinkSample, 'failed' | 'buckets'>[],
): CallLatencyView {
  const buckets = mergeLatencies(samples.map((sample) => sample.buckets));
  return {
    answered: Object.values(buckets).reduce((sum, count) => sum + count, 0),
    failed: samples.reduce((sum, { failed }) => sum + failed, 0),
    p50Ms: latencyPercentile(buckets, 0.5),
    p95Ms: latencyPercentile(buckets, 0.95),
    p99Ms: latencyPercentile(buckets, 0.99),
  };
}
