import { processModules, sendTiming } from '@ome/composition';
import { type DynamicModule, Logger, Module } from '@nestjs/common';
import {
  AbsorbRows,
  AnnounceEvents,
  BasketWriter,
  Brokers,
  Clock,
  DeliverFills,
  ExecutionLinks,
  ExpireApprovals,
  ExpireDayOrders,
  ProjectPositions,
  AdvanceSlices,
  type GivenUp,
  Journal,
  JudgeWaiting,
  PersistentClosings,
  MatchReports,
  ReconcileBroker,
  SettleCounters,
} from '@ome/engine';
import { brokerNamed } from '@ome/execution-links';
import { CachedOrderFollowers, connectSubscriber, REDIS } from '@ome/messaging';
import {
  Leases,
  LinkSamples,
  LinkStatusStore,
  SweepStatusStore,
  MongoProjectionRepair,
  MongoProjector,
  OrderQueries,
  SetAsideHistories,
  StoreHealth,
} from '@ome/persistence';
import { provide, Metrics, processName, SETTINGS, type Settings } from '@ome/platform';
import type { Redis } from 'ioredis';
import { BasketSweep } from './baskets/basket-sweep';
import { BrokerSyncs } from './brokers/broker-syncs';
import { CallTimes } from './dispatch/call-times';
import { Dispatchers } from './dispatch/dispatchers';
import { LinkConsumers } from './dispatch/link-consumers';
import { LinkSampler } from './dispatch/link-sampler';
import { LinkStatusReporter } from './dispatch/link-status-reporter';
import { EngineModule } from './engine.module';
import { FeedConsumers } from './feed/feed-consumers';
import { FeedHandlers } from './feed/feed-handlers';
import { SetAsideSweep } from './feed/set-aside-sweep';
import { FIX_LINKS } from './fix-links/fix-links.providers';
import { HealthController } from './health/health.controller';
import { LegacyChannels } from './legacy-channels';
import { LinkChanges } from './outside.module';
import { LossFlattener } from './risk/loss-flattener';
import { OutstandingWorkSweep } from './sweeper/outstanding-work';
import { SweepReporter } from './sweeper/sweep-reporter';
import { Sweeper } from './sweeper/sweeper';

const REPORTS_A_SWEEP = 100;
const DELIVERIES_A_SWEEP = 200;
const closingLogger = new Logger(PersistentClosings.name);

@Module({})
export class WorkerModule {
  static forRoot(settings: Settings): DynamicModule {
    const name = processName();
    const metrics = new Metrics();
    return {
      module: WorkerModule,
      imports: [...processModules('ome-worker', settings, metrics, name), EngineModule],
      controllers: [HealthController],
      providers: [
        LinkConsumers,
        provide(
          FeedHandlers,
          AnnounceEvents,
          ProjectPositions,
          AdvanceSlices,
          BasketSweep,
          DeliverFills,
        ),
        FeedConsumers,
        provide(
          SetAsideSweep,
          SetAsideHistories,
          Journal,
          MongoProjector,
          FeedHandlers,
          BasketWriter,
          Clock,
        ),
        LossFlattener,
        {
          provide: OutstandingWorkSweep,
          inject: [OrderQueries, ExecutionLinks, Dispatchers, Clock],
          useFactory: (
            orders: OrderQueries,
            links: ExecutionLinks,
            dispatchers: Dispatchers,
            clock: Clock,
          ) => new OutstandingWorkSweep(orders, links, dispatchers, sendTiming(settings), clock),
        },
        {
          provide: Sweeper,
          inject: [
            OutstandingWorkSweep,
            MatchReports,
            DeliverFills,
            ProjectPositions,
            AdvanceSlices,
            MongoProjector,
            MongoProjectionRepair,
            SettleCounters,
            ExpireDayOrders,
            ExpireApprovals,
            PersistentClosings,
            BasketSweep,
            Metrics,
            LinkChanges,
            SetAsideSweep,
            JudgeWaiting,
          ],
          useFactory: sweeper,
        },
        {
          provide: SweepReporter,
          inject: [Sweeper, SweepStatusStore],
          useFactory: (sweeps: Sweeper, store: SweepStatusStore) =>
            new SweepReporter(sweeps, store, name),
        },
        {
          provide: BrokerSyncs,
          inject: [Brokers, AbsorbRows, ReconcileBroker, Leases, Clock],
          useFactory: (
            { all }: Brokers,
            absorbRows: AbsorbRows,
            reconcile: ReconcileBroker,
            leases: Leases,
            clock: Clock,
          ) => {
            const synced = all.map((link) => ({
              link,
              pollMs: brokerNamed(link.name).pollMs(settings),
              reconcileMs: settings.BROKER_RECONCILE_MS,
            }));
            return new BrokerSyncs(synced, absorbRows, reconcile, leases, clock);
          },
        },
        {
          provide: LinkStatusReporter,
          inject: [ExecutionLinks, BrokerSyncs, LinkStatusStore, LinkChanges],
          useFactory: (
            { outside }: ExecutionLinks,
            syncs: BrokerSyncs,
            store: LinkStatusStore,
            changes: LinkChanges,
          ) => {
            const reporter = new LinkStatusReporter(outside, syncs, store, name);
            changes.on('change', () => void reporter.report());
            return reporter;
          },
        },
        linkSampler,
        ...FIX_LINKS,
        ...(settings.LEGACY_CHANNELS ? [legacyChannels] : []),
      ],
    };
  }
}

function sweeper(
  work: OutstandingWorkSweep,
  matchReports: MatchReports,
  deliverFills: DeliverFills | null,
  positions: ProjectPositions,
  slices: AdvanceSlices,
  projector: MongoProjector,
  projections: MongoProjectionRepair,
  counters: SettleCounters,
  expireDayOrders: ExpireDayOrders | null,
  approvals: ExpireApprovals,
  closings: PersistentClosings,
  baskets: BasketSweep,
  metrics: Metrics,
  changes: LinkChanges,
  aside: SetAsideSweep,
  waiting: JudgeWaiting,
): Sweeper {
  const sweeps = [
    { name: 'projections', run: () => projector.repairStale() },
    { name: 'expected projections', run: () => projections.run() },
    { name: 'histories set aside', run: () => aside.run() },
    { name: 'outstanding work', run: () => work.run() },
    { name: 'waiting orders', run: () => waiting.run() },
    { name: 'unmatched reports', run: () => matchReports.sweep(REPORTS_A_SWEEP) },
    { name: 'unannounced positions', run: () => positions.announce() },
    { name: 'sliced orders', run: () => slices.sweep() },
    { name: 'risk counters', run: () => counters.run() },
    { name: 'end of the day', run: async () => expireDayOrders?.run() },
    { name: 'approvals', run: () => approvals.run() },
    { name: 'closings that wait', run: () => closings.resume(givenUp) },
    { name: 'undelivered fills', run: async () => deliverFills?.retry(DELIVERIES_A_SWEEP) },
    { name: 'baskets', run: () => baskets.run() },
  ];
  const made = new Sweeper(sweeps, (sweep, at) =>
    metrics.sweepSucceededSeconds.set({ sweep }, at.getTime() / 1_000),
  );
  changes.on('change', () => made.start());
  return made;
}

/** The client was told that closing continues by itself. */
const givenUp: GivenUp = ({ account, origin, at }, closings) =>
  closingLogger.warn(
    { account, ...origin, askedAt: at, positions: closings.map(({ closed }) => closed) },
    'Closing positions was given up: check the remaining positions of the account',
  );

const linkSampler = {
  provide: LinkSampler,
  inject: [
    ...[ExecutionLinks, BrokerSyncs, LinkSamples, OrderQueries, CallTimes],
    ...[StoreHealth, REDIS],
  ],
  useFactory: (
    links: ExecutionLinks,
    syncs: BrokerSyncs,
    samples: LinkSamples,
    orders: OrderQueries,
    times: CallTimes,
    store: StoreHealth,
    redis: Redis,
  ) =>
    new LinkSampler(links, syncs, samples, orders, times, {
      mongodb: () => store.ping(),
      redis: () => redis.ping(),
    }),
};

const legacyChannels = {
  provide: LegacyChannels,
  inject: [SETTINGS, CachedOrderFollowers],
  useFactory: ({ REDIS_URL }: Settings, followers: CachedOrderFollowers) =>
    new LegacyChannels(connectSubscriber(REDIS_URL!), followers),
};
