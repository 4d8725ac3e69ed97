import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnModuleInit,
} from '@nestjs/common';
import { AbsorbRows, type BrokerLink, type Clock, ReconcileBroker } from '@ome/engine';
import { Leases } from '@ome/persistence';
import { Leader } from '@ome/composition';
import { BrokerSync, type StreamStatus } from './broker-sync';

const RECONNECT_MS = 5_000;

export interface SyncedBroker {
  link: BrokerLink;
  pollMs: number;
  reconcileMs: number;
}

/** One process serves each broker session, as brokers allow one socket per session. */
@Injectable()
export class BrokerSyncs implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(BrokerSyncs.name);
  private readonly syncs = new Map<string, BrokerSync>();
  private readonly leading = new Set<string>();
  private readonly leaders: Leader[];

  constructor(
    brokers: readonly SyncedBroker[],
    absorbRows: AbsorbRows,
    reconcile: ReconcileBroker,
    leases: Leases,
    clock: Clock,
  ) {
    this.leaders = brokers.map(({ link, ...intervals }) => {
      const { route } = link;
      const failed = (what: string, err: unknown): void =>
        this.logger.warn({ err, link: route }, `The broker session failed: ${what}`);
      const sync = new BrokerSync(link, absorbRows, reconcile, {
        ...intervals,
        reconnectMs: RECONNECT_MS,
        now: () => clock.now(),
        onFailure: failed,
      });
      this.syncs.set(route, sync);
      return new Leader(
        leases,
        `broker:${route}`,
        (stop) => this.lead(route, sync, stop),
        (error) => failed('all', error),
      );
    });
  }

  onModuleInit(): void {
    for (const leader of this.leaders) leader.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.leaders.map((leader) => leader.stop()));
  }

  /** The stream of a session that this process serves, else null. */
  streamOf(route: string): StreamStatus | null {
    return this.leading.has(route) ? this.syncs.get(route)!.status : null;
  }

  private async lead(route: string, sync: BrokerSync, stop: AbortSignal): Promise<void> {
    this.leading.add(route);
    await sync.run(stop).finally(() => this.leading.delete(route));
  }
}
