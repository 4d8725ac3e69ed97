import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnModuleInit,
} from '@nestjs/common';
import { AbsorbRows, type BrokerLink, ReconcileBroker } from '@ome/engine';
import { Leases } from '@ome/persistence';
import { Leader } from '@ome/composition';
import { BrokerFollower, type StreamStatus } from './broker-follower';

const RECONNECT_MS = 5_000;

export interface FollowedBroker {
  link: BrokerLink;
  pollMs: number;
  reconcileMs: number;
}

/** One process serves each broker session, as brokers allow one socket per session. */
@Injectable()
export class BrokerFollowers implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(BrokerFollowers.name);
  private readonly followers = new Map<string, BrokerFollower>();
  private readonly leading = new Set<string>();
  private readonly leaders: Leader[];

  constructor(
    brokers: readonly FollowedBroker[],
    absorbRows: AbsorbRows,
    reconcile: ReconcileBroker,
    leases: Leases,
  ) {
    this.leaders = brokers.map(({ link, ...intervals }) => {
      const { route } = link;
      const failed = (what: string, err: unknown): void =>
        this.logger.warn({ err, link: route }, `The broker session failed: ${what}`);
      const follower = new BrokerFollower(link, absorbRows, reconcile, {
        ...intervals,
        reconnectMs: RECONNECT_MS,
        onFailure: failed,
      });
      this.followers.set(route, follower);
      return new Leader(
        leases,
        `broker:${route}`,
        (stop) => this.lead(route, follower, stop),
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
    return this.leading.has(route) ? this.followers.get(route)!.status : null;
  }

  private async lead(route: string, follower: BrokerFollower, stop: AbortSignal): Promise<void> {
    this.leading.add(route);
    await follower.run(stop).finally(() => this.leading.delete(route));
  }
}
