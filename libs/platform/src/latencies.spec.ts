import fc from 'fast-check';
import { latencyBucket, latencyPercentile, mergeLatencies } from './latencies';

const bucketsOf = (times: number[]) =>
  mergeLatencies(times.map((ms) => ({ [latencyBucket(ms)]: 1 })));

test('percentiles are accurate to five percent, however the calls were merged', () => {
  const times = fc.array(fc.double({ min: 0.1, max: 600_000, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(times, fc.constantFrom(0.5, 0.95, 0.99), fc.nat(), (all, share, cut) => {
      const split = cut % all.length;
      const merged = mergeLatencies([bucketsOf(all.slice(0, split)), bucketsOf(all.slice(split))]);
      const sorted = [...all].sort((one, other) => one - other);
      const truth = sorted[Math.ceil(share * all.length) - 1];
      const found = latencyPercentile(merged, share)!;
      expect(Math.abs(found - truth) / truth).toBeLessThan(0.056);
    }),
  );
});

test('without calls there is no percentile', () => {
  expect(latencyPercentile({}, 0.5)).toBeNull();
});

test('times below the resolution are in the first bucket', () => {
  expect([latencyBucket(0), latencyBucket(-3), latencyBucket(0.1)]).toEqual([0, 0, 0]);
});
