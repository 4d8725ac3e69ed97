import { Logger, type Provider } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import { BasketJournal, ConversionJournal, EventFeed, Journal, SharedFeed } from '@ome/engine';
import type { Connection } from 'mongoose';
import { AuditQueries } from '../audit/audit-queries';
import { BASKET_STREAM } from '../baskets/basket-stream';
import { ChangeStreamFeed } from '../feed/change-stream-feed';
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
  marketTimeZone,
  observeBatch,
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
    provide: EventFeed,
    inject: [getConnectionToken(), FeedPositions, SetAsideHistories],
    useFactory: ({ db }: Connection, positions: FeedPositions, { note }: SetAsideHistories) =>
      new SharedFeed(
        new ChangeStreamFeed(db!.collection('order_events'), () => positions.origin(), note),
      ),
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
