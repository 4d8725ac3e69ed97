import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { type ExecutionLink, isBrokerLink } from '@ome/engine';
import type { LinkStatusStore } from '@ome/persistence';
import type { BrokerSyncs } from '../brokers/broker-syncs';

const INTERVAL_MS = 3_000;

/** Saves this worker's view of its links, for the API and for ops. */
export class LinkStatusReporter implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly links: readonly ExecutionLink[],
    private readonly syncs: BrokerSyncs,
    private readonly store: LinkStatusStore,
    private readonly worker: string,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.report(), INTERVAL_MS);
    void this.report();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.links.map(({ route }) => this.store.withdraw(route, this.worker)));
  }

  /** If a report cannot be saved, readers see that the last one is old. */
  async report(): Promise<void> {
    const { worker } = this;
    const reportedAt = new Date();
    await Promise.all(
      this.links.map((link) =>
        this.store.report({
          link: link.route,
          worker,
          ...link.status,
          login: isBrokerLink(link) ? link.loginState : null,
          dedupe: isBrokerLink(link) ? link.dedupe : null,
          stream: this.syncs.streamOf(link.route),
          reportedAt,
        }),
      ),
    ).catch(() => undefined);
  }
}
