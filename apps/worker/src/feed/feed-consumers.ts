import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { EventFeed } from '@ome/engine';
import { EventQueries, FeedPositions, Leases, SetAsideHistories } from '@ome/persistence';
import { Metrics } from '@ome/platform';
import { FeedConsumer } from './feed-consumer';
import { type FeedHandler, FeedHandlers } from './feed-handlers';
import { Leader } from '@ome/composition';

/** Runs each handler as a consumer of the feed, in one process at a time. */
@Injectable()
export class FeedConsumers implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(FeedConsumers.name);
  private readonly leaders: Leader[];

  constructor(
    private readonly feed: EventFeed,
    private readonly positions: FeedPositions,
    private readonly events: EventQueries,
    private readonly metrics: Metrics,
    private readonly aside: SetAsideHistories,
    leases: Leases,
    handlers: FeedHandlers,
  ) {
    this.leaders = Object.entries(handlers.byName).map(
      ([name, handler]) =>
        new Leader(
          leases,
          `feed:${name}`,
          (stop) => this.consumer(name, handler).run(stop),
          (error) => this.logger.error({ err: error, follower: name }, 'A feed consumer failed'),
        ),
    );
  }

  onModuleInit(): void {
    for (const leader of this.leaders) leader.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.leaders.map((leader) => leader.stop()));
  }

  private consumer(name: string, handler: FeedHandler): FeedConsumer {
    return new FeedConsumer(this.feed, this.positions, this.events, {
      name,
      ...handler,
      onFailure: (error) =>
        this.logger.warn(
          { err: error, follower: name },
          'A handler failed; the feed waits and retries',
        ),
      noteUnreadable: this.aside.note,
      onHandled: (lagMs) => this.metrics.feedLagSeconds.set({ follower: name }, lagMs / 1_000),
    });
  }
}
