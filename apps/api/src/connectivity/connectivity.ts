import { Injectable } from '@nestjs/common';
import type { ConnectivityView } from '@ome/contracts';
import { Clock } from '@ome/engine';
import { LinkSamples, LinkStatusStore, SweepStatusStore } from '@ome/persistence';
import { LinkConnectivity } from './link-connectivity';
import { StoreConnectivity } from './store-connectivity';
import { workersOf } from './workers';

/** The period that latencies are computed from. */
const LATENCY_WINDOW_MS = 5 * 60_000;

/** The engine's connections and their state. */
@Injectable()
export class Connectivity {
  constructor(
    private readonly stores: StoreConnectivity,
    private readonly links: LinkConnectivity,
    private readonly statuses: LinkStatusStore,
    private readonly sweeps: SweepStatusStore,
    private readonly samples: LinkSamples,
    private readonly clock: Clock,
  ) {}

  async show(): Promise<ConnectivityView> {
    const at = this.clock.now();
    const [mongodb, redis] = await Promise.all([this.stores.mongodb(), this.stores.redis()]);
    const seen = mongodb.state === 'up' ? await this.seen(at) : null;
    return {
      at: at.toISOString(),
      latencyWindowMs: LATENCY_WINDOW_MS,
      mongodb,
      redis,
      workers: seen ? workersOf(seen.statuses, seen.sweeps) : [],
      links: seen ? await this.links.all(seen) : [],
    };
  }

  private async seen(at: Date) {
    const [statuses, sweeps, samples] = await Promise.all([
      this.statuses.all(),
      this.sweeps.all(),
      this.samples.since(new Date(at.getTime() - LATENCY_WINDOW_MS)),
    ]);
    return { statuses, sweeps, samples };
  }
}
