import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { type ExecutionLink, type ExecutionLinks, isBrokerLink } from '@ome/engine';
import { type LinkSample, type LinkSamples, type OrderQueries, SAMPLE_MS } from '@ome/persistence';
import type { BrokerSyncs } from '../brokers/broker-syncs';
import type { CallTimes } from './call-times';

/** Pings of MongoDB and Redis. */
export type Pings = Readonly<Record<'mongodb' | 'redis', () => Promise<unknown>>>;

/** Saves the state of all links every ten seconds, for the connectivity history. */
export class LinkSampler implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly links: ExecutionLinks,
    private readonly syncs: BrokerSyncs,
    private readonly samples: LinkSamples,
    private readonly orders: OrderQueries,
    private readonly times: CallTimes,
    private readonly pings: Pings,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.sample(), SAMPLE_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async sample(): Promise<void> {
    const at = new Date();
    await Promise.all([
      ...this.links.all.map((link) => this.write(link.route, () => this.stateOf(link), at)),
      ...Object.entries(this.pings).map(([name, ping]) => this.ping(name, ping, at)),
    ]);
  }

  /** If the write fails, the counts are kept for the next sample. */
  private async write(
    link: string,
    state: () => Promise<Omit<LinkSample, 'link' | 'at' | 'failed' | 'buckets'>>,
    at: Date,
  ): Promise<void> {
    const calls = this.times.take(link);
    try {
      await this.samples.add({ link, at, ...(await state()), ...calls });
    } catch {
      this.times.add(link, calls);
    }
  }

  private async stateOf(link: ExecutionLink) {
    const { name, route } = link;
    const accounts = this.links.accountsOf(link);
    const { queued, inDoubt } = await this.orders.workCountsOf({ link: name, accounts });
    return {
      up: link.status.up,
      loggedIn: isBrokerLink(link) ? link.loginState === 'loggedIn' : null,
      streamOpen: this.syncs.streamOf(route)?.open ?? null,
      queued,
      inDoubt,
    };
  }

  private async ping(name: string, ping: () => Promise<unknown>, at: Date): Promise<void> {
    const begunAt = performance.now();
    const up = await ping().then(
      () => true,
      () => false,
    );
    if (up) this.times.answered(name, performance.now() - begunAt);
    else this.times.failed(name);
    const state = { up, loggedIn: null, streamOpen: null, queued: 0, inDoubt: 0 };
    await this.write(name, () => Promise.resolve(state), at);
  }
}
