import type { LatencyBuckets } from '@ome/platform';
import type { Model } from 'mongoose';
import type { LinkSampleRecord } from './link-sample.schema';

/** How long a sample is; those of all workers within it are put together. */
export const SAMPLE_MS = 10_000;

export interface LinkSample {
  link: string;
  at: Date;
  up: boolean;
  /** Null for links without, as is `streamOpen` in workers that do not follow the stream. */
  loggedIn: boolean | null;
  streamOpen: boolean | null;
  /** Calls since this worker's last sample. */
  failed: number;
  buckets: LatencyBuckets;
  queued: number;
  inDoubt: number;
}

/** How links did in the past. */
export class LinkSamples {
  constructor(private readonly model: Model<LinkSampleRecord>) {}

  /** Adds what one worker saw. */
  async add(sample: LinkSample): Promise<void> {
    const { link, up, loggedIn, streamOpen, failed, queued, inDoubt } = sample;
    const at = new Date(Math.floor(sample.at.getTime() / SAMPLE_MS) * SAMPLE_MS);
    const calls = Object.entries(sample.buckets).map(([bucket, count]) => [
      `buckets.${bucket}`,
      count,
    ]);
    await this.model.collection.updateOne(
      { _id: `${link} ${at.toISOString()}` as never },
      {
        $setOnInsert: { link, at },
        $min: {
          up,
          ...(loggedIn !== null && { loggedIn }),
          ...(streamOpen !== null && { streamOpen }),
        },
        $max: { queued, inDoubt },
        $inc: { failed, ...(Object.fromEntries(calls) as Record<string, number>) },
      },
      { upsert: true },
    );
  }

  /** Oldest first; `from` inclusive, `to` exclusive. */
  async between(link: string, from: Date, to: Date): Promise<LinkSample[]> {
    const found = this.model.find({ link, at: { $gte: from, $lt: to } }).sort({ at: 1 });
    return (await found.lean()).map(sampleOf);
  }

  /** Of all links since an instant. */
  async since(from: Date): Promise<LinkSample[]> {
    return (await this.model.find({ at: { $gte: from } }).lean()).map(sampleOf);
  }
}

const sampleOf = ({ _id, ...sample }: LinkSampleRecord): LinkSample => ({
  ...sample,
  loggedIn: sample.loggedIn ?? null,
  streamOpen: sample.streamOpen ?? null,
  buckets: sample.buckets ?? {},
});
