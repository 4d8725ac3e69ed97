import { type DynamicModule, Module } from '@nestjs/common';
import { getConnectionToken, getModelToken, MongooseModule } from '@nestjs/mongoose';
import {
  BasketProjector,
  BasketReader,
  BrokerStores,
  BrokerTokens,
  CallLog,
  AskedClosings,
  ClosingGuard,
  Differences,
  EventFeed,
  FedQuotes,
  Followers,
  InstrumentMaster,
  InstrumentNames,
  Instruments,
  Journal,
  LossBreaches,
  NetPositions,
  OrderReader,
  OverdueOrders,
  PlacementHolds,
  PositionBook,
  PositionHolders,
  PositionReader,
  ProjectionCheck,
  Projector,
  RiskCounters,
  RiskMarket,
  RiskStore,
  UndeliveredMessages,
  UnmatchedReports,
} from '@ome/engine';
import { dayIn, SecretBox } from '@ome/platform';
import type { Connection, Model } from 'mongoose';
import { ApiKeyRecord } from './api-keys/api-key.schema';
import { ApiKeyStore } from './api-keys/api-key-store';
import { AuditEntryRecord } from './audit/audit-entry.schema';
import { AuditStore } from './audit/audit-store';
import { BasketQueries, MongoBasketProjector } from './baskets/mongo-baskets';
import { MODELS } from './collections';
import { BrokerCallDays } from './connectivity/broker-call-days';
import { ReplicaSetStatus } from './connectivity/replica-set-status';
import { BrokerCallDayRecord, BrokerCallRecord } from './broker-calls/broker-call.schema';
import { MongoCallLog } from './broker-calls/mongo-call-log';
import { BrokerTokenRecord } from './broker-tokens/broker-token.schema';
import { MongoBrokerTokens } from './broker-tokens/mongo-broker-tokens';
import { PlacementHoldRecord } from './placement-holds/placement-hold.schema';
import { MongoPlacementHolds } from './placement-holds/mongo-placement-holds';
import { DifferenceRecord } from './reconciliation/difference.schema';
import { MongoDifferences } from './reconciliation/mongo-differences';
import { FeedPositionRecord } from './feed/feed-position.schema';
import { FeedPositions } from './feed/feed-positions';
import { eventStoreProviders } from './event-store/event-store.providers';
import { FollowerRecord } from './followers/follower.schema';
import { LeaseRecord } from './leases/lease.schema';
import { UndeliveredMessageRecord } from './trade-post/undelivered-message.schema';
import { UnmatchedReportRecord } from './unmatched-reports/unmatched-report.schema';
import { FillQueries } from './fills/fill-queries';
import { MongoFollowers } from './followers/mongo-followers';
import { StoreInspection } from './inspection/store-inspection';
import { InstrumentQueries } from './instruments/instrument-queries';
import { InstrumentStore } from './instruments/instrument-store';
import { MongoInstruments } from './instruments/mongo-instruments';
import { MongoJournal } from './journal/order-stream';
import { IdempotencyKeyRecord } from './idempotency-keys/idempotency-key.schema';
import { IdempotencyStore } from './idempotency-keys/idempotency-store';
import { MongoAskedClosings } from './closings/mongo-asked-closings';
import { ClosingLeases } from './leases/closing-leases';
import { Leases } from './leases/leases';
import { LinkSampleRecord } from './link-status/link-sample.schema';
import { LinkSamples } from './link-status/link-samples';
import { LinkStatusRecord } from './link-status/link-status.schema';
import { LinkStatusStore } from './link-status/link-status-store';
import { CurrentPositions } from './positions/current-positions';
import { MongoNetPositions } from './positions/mongo-net-positions';
import { MongoPositionBook } from './positions/mongo-position-book';
import { MongoPositionHolders } from './positions/mongo-position-holders';
import { PositionQueries } from './positions/position-queries';
import { LastPrices } from './prices/last-prices';
import { MongoFedQuotes } from './prices/mongo-fed-quotes';
import { SetAsideHistories } from './set-aside/set-aside-histories';
import { StoreHealth } from './store-health';
import { UndeliveredQueries } from './trade-post/undelivered-queries';
import { UnmatchedReportQueries } from './unmatched-reports/unmatched-report-queries';
import { onConnection, onModel, onNames } from './providers';
import { MongoProjectionCheck } from './projection-check';
import { MongoProjector } from './mongo-projector';
import { OperationRecord } from './operations/operation.schema';
import { RebuildRun } from './operations/rebuild-run';
import { MongoOrderReader } from './orders/mongo-order-reader';
import { MongoOverdueOrders } from './orders/mongo-overdue-orders';
import { OrderQueries } from './orders/order-queries';
import { MongoLossBreaches } from './risk/mongo-loss-breaches';
import { MongoRiskCounters } from './risk/mongo-risk-counters';
import { MongoRiskMarket } from './risk/mongo-risk-market';
import { MongoRiskStore } from './risk/mongo-risk-store';
import { MongoUndeliveredMessages } from './trade-post/mongo-undelivered-messages';
import { MongoUnmatchedReports } from './unmatched-reports/mongo-unmatched-reports';

export interface PersistenceOptions {
  mongoUrl: string;
  /** Names this process in leases. */
  holder: string;
  /** Encrypts the tokens of broker sessions. */
  brokerTokenKey: string;
  /** Whose days positions are counted by. */
  marketTimeZone: string;
  observeBatch?: (size: number) => void;
  onProjectionFailed?: (orderId: string, error: unknown) => void;
}

const LEASE_MS = 5_000;

/**
 * Options of every connection, whatever the URL asks for: the engine decides on what the primary
 * has, and says itself where a majority must have it. `setUpStore` makes collections and indexes.
 */
export const storeOptions = {
  autoCreate: false,
  autoIndex: false,
  readPreference: 'primary',
  readConcernLevel: 'local',
} as const;

/** Options of a process that serves requests. */
export const connectionOptions = {
  ...storeOptions,
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 3_000,
  // A store that takes a command and never answers must not keep a request for ever.
  socketTimeoutMS: 10_000,
  maxPoolSize: 20,
  // Whoever finds no connection for so long is told to come back.
  waitQueueTimeoutMS: 5_000,
};

/** The ports of the engine on MongoDB. */
@Module({})
export class PersistenceModule {
  static forRoot(options: PersistenceOptions): DynamicModule {
    const { mongoUrl, holder, brokerTokenKey, marketTimeZone, observeBatch, onProjectionFailed } =
      options;
    const dayOf = dayIn(marketTimeZone);
    const today = (): string => dayOf(new Date());
    const providers = [
      ...eventStoreProviders({ marketTimeZone, ...(observeBatch && { observeBatch }) }),
      onConnection(
        OrderReader,
        ({ db }) => new MongoOrderReader(db!.collection('orders'), dayIn(marketTimeZone)),
      ),
      {
        provide: MongoProjector,
        inject: [getConnectionToken(), MongoJournal],
        useFactory: ({ db }: Connection, journal: MongoJournal) =>
          new MongoProjector(db!.collection('orders'), db!.collection('fills'), journal, {
            failed: onProjectionFailed ?? (() => undefined),
          }),
      },
      { provide: Projector, useExisting: MongoProjector },
      {
        provide: MongoProjectionCheck,
        inject: [getConnectionToken(), MongoProjector],
        useFactory: ({ db }: Connection, projector: MongoProjector) =>
          new MongoProjectionCheck(db!.collection('orders'), db!.collection('fills'), projector),
      },
      { provide: ProjectionCheck, useExisting: MongoProjectionCheck },
      onModel(FeedPositions, FeedPositionRecord, (model) => new FeedPositions(model)),
      onModel(Leases, LeaseRecord, (model) => new Leases(model, holder, LEASE_MS)),
      onConnection(
        AskedClosings,
        ({ db }) => new MongoAskedClosings(db!.collection('asked_closings')),
      ),
      {
        provide: ClosingGuard,
        inject: [Leases],
        useFactory: (leases: Leases) => new ClosingLeases(leases),
      },
      onModel(Followers, FollowerRecord, (model) => new MongoFollowers(model)),
      onModel(UnmatchedReports, UnmatchedReportRecord, (model) => new MongoUnmatchedReports(model)),
      onModel(
        UndeliveredMessages,
        UndeliveredMessageRecord,
        (model) => new MongoUndeliveredMessages(model),
      ),
      onModel(ApiKeyStore, ApiKeyRecord, (model) => new ApiKeyStore(model)),
      onModel(IdempotencyStore, IdempotencyKeyRecord, (model) => new IdempotencyStore(model)),
      {
        provide: CallLog,
        inject: [getModelToken(BrokerCallRecord.name), getModelToken(BrokerCallDayRecord.name)],
        useFactory: (calls: Model<BrokerCallRecord>, days: Model<BrokerCallDayRecord>) =>
          new MongoCallLog(calls, days),
      },
      onModel(
        BrokerTokens,
        BrokerTokenRecord,
        (model) => new MongoBrokerTokens(model, new SecretBox(brokerTokenKey)),
      ),
      {
        provide: PlacementHolds,
        inject: [getModelToken(PlacementHoldRecord.name), Journal],
        useFactory: (model: Model<PlacementHoldRecord>, journal: Journal) =>
          new MongoPlacementHolds(model, journal),
      },
      {
        provide: BrokerStores,
        inject: [BrokerTokens, Instruments, PlacementHolds, OrderReader, CallLog, FedQuotes],
        useFactory: (...stores: ConstructorParameters<typeof BrokerStores>) =>
          new BrokerStores(...stores),
      },
      onModel(Differences, DifferenceRecord, (model) => new MongoDifferences(model)),
      onModel(LinkSamples, LinkSampleRecord, (model) => new LinkSamples(model)),
      onModel(BrokerCallDays, BrokerCallDayRecord, (model) => new BrokerCallDays(model)),
      {
        provide: RebuildRun,
        inject: [
          ...[getConnectionToken(), getModelToken(OperationRecord.name), Leases],
          SetAsideHistories,
        ],
        useFactory: (
          connection: Connection,
          model: Model<OperationRecord>,
          leases: Leases,
          { note }: SetAsideHistories,
        ) => new RebuildRun(connection, model, leases, { timeZone: marketTimeZone, note }),
      },
      onConnection(StoreInspection, (connection) => new StoreInspection(connection)),
      onConnection(ReplicaSetStatus, (connection) => new ReplicaSetStatus(connection)),
      onModel(LinkStatusStore, LinkStatusRecord, (model) => new LinkStatusStore(model)),
      onModel(
        UnmatchedReportQueries,
        UnmatchedReportRecord,
        (model) => new UnmatchedReportQueries(model),
      ),
      onModel(
        UndeliveredQueries,
        UndeliveredMessageRecord,
        (model) => new UndeliveredQueries(model),
      ),
      onConnection(StoreHealth, (connection) => new StoreHealth(connection)),
      onConnection(
        Instruments,
        ({ db }) => new MongoInstruments(db!.collection('instruments'), today),
      ),
      onConnection(
        InstrumentMaster,
        ({ db }) => new InstrumentStore(db!.collection('instruments')),
      ),
      onConnection(
        InstrumentQueries,
        ({ db }) => new InstrumentQueries(db!.collection('instruments'), today),
      ),
      onConnection(OverdueOrders, ({ db }) => new MongoOverdueOrders(db!.collection('orders'))),
      {
        provide: InstrumentNames,
        inject: [Instruments],
        useFactory: (instruments: Instruments) => new InstrumentNames(instruments),
      },
      onNames(OrderQueries, ({ db }, names) => new OrderQueries(db!.collection('orders'), names)),
      onNames(FillQueries, ({ db }, names) => new FillQueries(db!, names)),
      onConnection(
        RiskStore,
        (connection) => new MongoRiskStore(connection.db!, connection.getClient()),
      ),
      {
        provide: CurrentPositions,
        inject: [getConnectionToken(), EventFeed, FeedPositions, PositionBook],
        useFactory: (
          { db }: Connection,
          feed: EventFeed,
          followed: FeedPositions,
          book: PositionBook,
        ) => new CurrentPositions(db!, feed, followed, book),
      },
      {
        provide: RiskCounters,
        inject: [getConnectionToken(), Journal, CurrentPositions],
        useFactory: ({ db }: Connection, journal: Journal, positions: CurrentPositions) =>
          new MongoRiskCounters(
            db!.collection('risk_counters'),
            db!.collection('orders'),
            journal,
            positions,
          ),
      },
      {
        provide: RiskMarket,
        inject: [getConnectionToken(), FillQueries, LastPrices, CurrentPositions],
        useFactory: (
          { db }: Connection,
          fills: FillQueries,
          prices: LastPrices,
          positions: CurrentPositions,
        ) => new MongoRiskMarket(db!.collection('fills'), fills, prices, positions, dayOf),
      },
      onConnection(
        LossBreaches,
        (connection) => new MongoLossBreaches(connection.db!, connection.getClient()),
      ),
      {
        provide: PositionBook,
        inject: [getConnectionToken(), MongoProjector],
        useFactory: (connection: Connection, projector: MongoProjector) =>
          new MongoPositionBook(connection, (orderId) => projector.repair(orderId), marketTimeZone),
      },
      onNames(
        PositionQueries,
        ({ db }, names) =>
          new PositionQueries(db!.collection('positions'), db!.collection('position_days'), names),
      ),
      onConnection(
        PositionHolders,
        ({ db }) => new MongoPositionHolders(db!.collection('positions')),
      ),
      { provide: PositionReader, useExisting: PositionQueries },
      onConnection(LastPrices, ({ db }) => new LastPrices(db!, dayOf)),
      {
        provide: FedQuotes,
        inject: [LastPrices, Instruments],
        useFactory: (prices: LastPrices, instruments: Instruments) =>
          new MongoFedQuotes(prices, instruments),
      },
      {
        provide: NetPositions,
        inject: [getConnectionToken(), CurrentPositions],
        useFactory: ({ db }: Connection, current: CurrentPositions) =>
          new MongoNetPositions(db!.collection('positions'), current),
      },
      onModel(AuditStore, AuditEntryRecord, (model) => new AuditStore(model)),
      onConnection(
        MongoBasketProjector,
        ({ db }) =>
          new MongoBasketProjector(
            db!.collection('baskets'),
            onProjectionFailed ?? (() => undefined),
          ),
      ),
      { provide: BasketProjector, useExisting: MongoBasketProjector },
      onConnection(
        BasketQueries,
        ({ db }) => new BasketQueries(db!.collection('baskets'), db!.collection('basket_events')),
      ),
      { provide: BasketReader, useExisting: BasketQueries },
    ];
    const features = MongooseModule.forFeature(MODELS);
    return {
      module: PersistenceModule,
      global: true,
      imports: [MongooseModule.forRoot(mongoUrl, { ...connectionOptions }), features],
      providers,
      exports: [...providers.map(({ provide }) => provide), features],
    };
  }
}
