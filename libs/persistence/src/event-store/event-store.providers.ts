import { Logger, type Provider } from '@nestjs/common';
import { BasketJournal, ConversionJournal, EventFeed, Journal, SharedFeed } from '@ome/engine';
import { AuditQueries } from '../audit/audit-queries';
import { BASKET_STREAM } from '../baskets/basket-stream';
import { PRIMARY_READS, SERVING } from '../client-options';
import { ChangeStreamFeed } from '../feed/change-stream-feed';
import { FeedClient } from '../feed/feed-client';
import { FeedPositions } from '../feed/feed-positions';
import { EventQueries } from '../journal/event-queries';
import { MongoJournal } from '../journal/order-stream';
import { MongoConversionJournal } from '../positions/mongo-conversion-journal';
import { onModel, onReading, type PersistenceOptions } from '../providers';
import { SetAsideHistories } from '../set-aside/set-aside-histories';
import { SetAsideHistoryRecord } from '../set-aside/set-aside-history.schema';
import { type EventStoreOptions, MongoEventStore } from './mongo-event-store';

const VERDICT_TIMEOUT_MS = 8_000;

const logger = new Logger('EventStore');

const optionsFor = ({ note }: SetAsideHistories): EventStoreOptions => ({
  verdictTimeoutMs: VERDICT_TIMEOUT_MS,
  maxInFlight: 1,
  noteUnreadable: note,
});

/** The journals, the feed and the queries on events. */
export const eventStoreProviders = ({
  mongoUrl,
  marketTimeZone,
  observeBatch,
  observeFeedStreams,
}: PersistenceOptions): Provider[] => [
  onModel(
    SetAsideHistories,
    SetAsideHistoryRecord,
    (model) =>
      new SetAsideHistories(model, (place) =>
        logger.error(place, 'A history cannot be read and is set aside: see GET /ops/set-aside'),
      ),
  ),
  onReading(
    MongoJournal,
    ({ db }, aside) =>
      new MongoJournal(db!, { ...optionsFor(aside), ...(observeBatch && { observeBatch }) }),
  ),
  { provide: Journal, useExisting: MongoJournal },
  onReading(
    BasketJournal,
    ({ db }, aside) => new MongoEventStore(db!, BASKET_STREAM, optionsFor(aside)),
  ),
  onReading(
    ConversionJournal,
    (connection, aside) =>
      new MongoConversionJournal(connection, marketTimeZone, optionsFor(aside)),
  ),
  {
    provide: FeedClient,
    useFactory: () => new FeedClient(mongoUrl, { ...PRIMARY_READS, ...SERVING }),
  },
  {
    provide: EventFeed,
    inject: [FeedClient, FeedPositions, SetAsideHistories],
    useFactory: ({ db }: FeedClient, positions: FeedPositions, { note }: SetAsideHistories) =>
      new SharedFeed(new ChangeStreamFeed(db, () => positions.origin(), note, observeFeedStreams)),
  },
  onReading(
    EventQueries,
    ({ db }, { note }) => new EventQueries(db!.collection('order_events'), note),
  ),
  onReading(
    AuditQueries,
    ({ db }, { note }) =>
      new AuditQueries(db!.collection('audit_entries'), db!.collection('order_events'), note),
  ),
];
