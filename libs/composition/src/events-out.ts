import {
  AnnounceEvents,
  Clock,
  DeliverFills,
  EventMessages,
  ProjectPositions,
  MatchReports,
  PositionAnnouncer,
  PositionProjector,
  ProjectionRepair,
  TradePost,
  UndeliveredMessages,
} from '@ome/engine';
import { Logger, type Provider } from '@nestjs/common';
import { CachedOrderFollowers, REDIS, RedisAnnouncer } from '@ome/messaging';
import { SETTINGS, type Settings } from '@ome/platform';
import type { Redis } from 'ioredis';

const logger = new Logger('Engine');

/** Providers that publish events: announcements, positions, and the trade post if there is one. */
export const EVENTS_OUT: Provider[] = [
  {
    provide: AnnounceEvents,
    inject: [EventMessages, CachedOrderFollowers, REDIS, MatchReports, ProjectionRepair, SETTINGS],
    useFactory: (
      messages: EventMessages,
      followers: CachedOrderFollowers,
      redis: Redis,
      matchReports: MatchReports,
      projections: ProjectionRepair,
      { LEGACY_CHANNELS }: Settings,
    ) =>
      new AnnounceEvents(
        messages,
        followers,
        new RedisAnnouncer(redis, LEGACY_CHANNELS),
        matchReports,
        projections,
      ),
  },
  {
    provide: ProjectPositions,
    inject: [PositionProjector, PositionAnnouncer],
    useFactory: (book: PositionProjector, announcer: PositionAnnouncer) =>
      new ProjectPositions(book, announcer, (err) =>
        logger.warn({ err }, 'Positions are announced later'),
      ),
  },
  {
    provide: DeliverFills,
    inject: [EventMessages, TradePost, UndeliveredMessages, Clock],
    useFactory: (
      messages: EventMessages,
      tradePost: TradePost | null,
      undelivered: UndeliveredMessages,
      clock: Clock,
    ) => tradePost && new DeliverFills(messages, tradePost, undelivered, clock),
  },
];
