import { Logger, Module } from '@nestjs/common';
import {
  AnnounceEvents,
  BookReport,
  Clock,
  DeliverFills,
  EventMessages,
  type ExecutionLink,
  Followers,
  Ids,
  Journal,
  MatchReports,
  OrderReader,
  OrderWriter,
  ProjectionCheck,
  Projector,
  SendCommands,
  TradePost,
  UndeliveredMessages,
  UnmatchedReports,
} from '@ome/engine';
import { CachedFollowers, RedisAnnouncer } from '@ome/messaging';
import { derivedId, Metrics, nextId, SETTINGS, type Settings } from '@ome/platform';
import type { Redis } from 'ioredis';
import { Dispatchers } from './dispatch/dispatchers';
import { OutsideModule } from './outside.module';
import { sendTiming } from './send-timing';
import { LINKS, REDIS } from './tokens';

const systemClock: Clock = { now: () => new Date() };
const randomIds: Ids = { next: nextId, derive: derivedId };

const logger = new Logger('Engine');

/** The use cases that the worker runs. */
@Module({
  imports: [OutsideModule],
  providers: [
    { provide: Clock, useValue: systemClock },
    { provide: Ids, useValue: randomIds },
    {
      provide: OrderWriter,
      inject: [Journal, OrderReader, Projector, Clock, Metrics],
      useFactory: (
        journal: Journal,
        orders: OrderReader,
        projector: Projector,
        clock: Clock,
        { events }: Metrics,
      ) => new OrderWriter(journal, orders, projector, clock, ({ type }) => events.inc({ type })),
    },
    {
      provide: SendCommands,
      inject: [OrderWriter, LINKS, Ids, Clock, SETTINGS, Metrics],
      useFactory: (
        writer: OrderWriter,
        links: ExecutionLink[],
        ids: Ids,
        clock: Clock,
        settings: Settings,
        metrics: Metrics,
      ) =>
        new SendCommands(
          writer,
          new Map(links.map((link) => [link.name, link])),
          ids,
          clock,
          sendTiming(settings),
          {
            sent: ({ link, orderId }, { kind, clOrdId, requestId }, outcome, tookMs) => {
              metrics.commandsSent.inc({ link, kind, outcome });
              metrics.linkCallSeconds.observe({ link }, tookMs / 1_000);
              const sent = { link, orderId, clOrdId, kind, requestId, outcome, tookMs };
              if (outcome === 'accepted') logger.debug(sent, 'A command was sent');
              else logger.warn(sent, 'A command was not taken');
            },
          },
        ),
    },
    {
      provide: Dispatchers,
      inject: [LINKS, SendCommands, SETTINGS],
      useFactory: (links: ExecutionLink[], send: SendCommands, settings: Settings) =>
        new Dispatchers(links, send, settings.LINK_CONCURRENCY, {
          failed: (orderId, err) =>
            logger.error({ err, orderId }, 'An order could not be advanced'),
        }),
    },
    {
      provide: BookReport,
      inject: [OrderWriter, Journal, OrderReader, UnmatchedReports, Ids, Dispatchers],
      useFactory: (
        writer: OrderWriter,
        journal: Journal,
        orders: OrderReader,
        unmatched: UnmatchedReports,
        ids: Ids,
        dispatchers: Dispatchers,
      ) =>
        new BookReport(writer, journal, orders, unmatched, ids, {
          nudge: (link, orderId) => void dispatchers.nudge(link, [orderId], 'normal'),
        }),
    },
    {
      provide: MatchReports,
      inject: [UnmatchedReports, BookReport],
      useFactory: (...ports: ConstructorParameters<typeof MatchReports>) =>
        new MatchReports(...ports),
    },
    {
      provide: CachedFollowers,
      inject: [Followers, REDIS],
      useFactory: (followers: Followers, redis: Redis) => new CachedFollowers(followers, redis),
    },
    {
      provide: EventMessages,
      inject: [Journal],
      useFactory: (journal: Journal) => new EventMessages(journal),
    },
    {
      provide: AnnounceEvents,
      inject: [EventMessages, CachedFollowers, REDIS, MatchReports, ProjectionCheck, SETTINGS],
      useFactory: (
        messages: EventMessages,
        followers: CachedFollowers,
        redis: Redis,
        matchReports: MatchReports,
        projections: ProjectionCheck,
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
      provide: DeliverFills,
      inject: [EventMessages, TradePost, UndeliveredMessages, Clock],
      useFactory: (
        messages: EventMessages,
        tradePost: TradePost | null,
        undelivered: UndeliveredMessages,
        clock: Clock,
      ) => tradePost && new DeliverFills(messages, tradePost, undelivered, clock),
    },
  ],
  exports: [
    OutsideModule,
    Dispatchers,
    MatchReports,
    CachedFollowers,
    AnnounceEvents,
    DeliverFills,
  ],
})
export class EngineModule {}
