import { Injectable } from '@nestjs/common';
import { latencyBucket } from '@ome/platform';

/** Calls to one link. */
export interface TimedCalls {
  failed: number;
  buckets: Record<string, number>;
}

const none = (): TimedCalls => ({ failed: 0, buckets: {} });

/** How long this worker's calls took since somebody last asked. */
@Injectable()
export class CallTimes {
  private readonly byLink = new Map<string, TimedCalls>();

  answered(link: string, tookMs: number): void {
    this.add(link, { failed: 0, buckets: { [latencyBucket(tookMs)]: 1 } });
  }

  /** No answer came, or the call could not be made at all. */
  failed(link: string): void {
    this.add(link, { failed: 1, buckets: {} });
  }

  /** What was counted is forgotten: it is the caller's from here on. */
  take(link: string): TimedCalls {
    const calls = this.byLink.get(link) ?? none();
    this.byLink.delete(link);
    return calls;
  }

  /** Takes back what could not be written down. */
  add(link: string, { failed, buckets }: TimedCalls): void {
    const calls = this.byLink.get(link) ?? none();
    calls.failed += failed;
    for (const [bucket, count] of Object.entries(buckets)) {
      calls.buckets[bucket] = (calls.buckets[bucket] ?? 0) + count;
    }
    this.byLink.set(link, calls);
  }
}
