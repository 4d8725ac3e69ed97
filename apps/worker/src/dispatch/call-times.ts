import { Injectable } from '@nestjs/common';
import { latencyBucket } from '@ome/platform';

/** The calls to one link, by latency. */
export interface TimedCalls {
  failed: number;
  buckets: Record<string, number>;
}

const none = (): TimedCalls => ({ failed: 0, buckets: {} });

/** Counts this worker's calls per link since the last `take`. */
@Injectable()
export class CallTimes {
  private readonly byLink = new Map<string, TimedCalls>();

  answered(link: string, tookMs: number): void {
    this.add(link, { failed: 0, buckets: { [latencyBucket(tookMs)]: 1 } });
  }

  /** Counts a call without a response, or one that could not be made. */
  failed(link: string): void {
    this.add(link, { failed: 1, buckets: {} });
  }

  /** Returns and resets the counts of a link. */
  take(link: string): TimedCalls {
    const calls = this.byLink.get(link) ?? none();
    this.byLink.delete(link);
    return calls;
  }

  /** Adds counts back that could not be saved. */
  add(link: string, { failed, buckets }: TimedCalls): void {
    const calls = this.byLink.get(link) ?? none();
    calls.failed += failed;
    for (const [bucket, count] of Object.entries(buckets)) {
      calls.buckets[bucket] = (calls.buckets[bucket] ?? 0) + count;
    }
    this.byLink.set(link, calls);
  }
}
