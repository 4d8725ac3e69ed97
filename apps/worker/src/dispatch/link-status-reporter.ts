import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { RestLink } from '@ome/execution-links';
import type { LinkStatusRecord } from '@ome/persistence';
import type { Model } from 'mongoose';

const INTERVAL_MS = 3_000;

/** Writes down what this worker sees of its links, for the API and for ops. */
export class LinkStatusReporter implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly links: readonly RestLink[],
    private readonly model: Model<LinkStatusRecord>,
    private readonly worker: string,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.report(), INTERVAL_MS);
    void this.report();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.model.deleteMany({ _id: { $in: this.links.map((link) => this.id(link)) } });
  }

  /** A report that cannot be written grows old, and that is what readers see. */
  async report(): Promise<void> {
    const reportedAt = new Date();
    await Promise.all(
      this.links.map((link) =>
        this.model.updateOne(
          { _id: this.id(link) },
          { link: link.name, ...link.status, reportedAt },
          { upsert: true },
        ),
      ),
    ).catch(() => undefined);
  }

  private id({ name }: RestLink): string {
    return `${name}@${this.worker}`;
  }
}
