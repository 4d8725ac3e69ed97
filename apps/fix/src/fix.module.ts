import {
  ApiKeys,
  Connections,
  ENTRY_PROCESS_LINKS,
  ON_REDIS,
  ORDER_ENTRY,
  processModules,
  REDIS_CONNECTION,
  SessionHours,
} from '@ome/composition';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Injectable,
  Logger,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import {
  BasketWriter,
  CancelOrders,
  ChangeOrder,
  Clock,
  CreateBasket,
  EntryChecks,
  EventFeed,
  ExchangeCalendar,
  ExecutionLinks,
  Ids,
  InstrumentNames,
  Journal,
  OrderReader,
  PlaceOrder,
  VenueTerms,
} from '@ome/engine';
import { FixAcceptor } from '@ome/fix';
import { OrderEntry } from '@ome/order-entry';
import {
  EventQueries,
  FixSessionLeases,
  FixSessionStatusStore,
  FixSessionStore,
  OrderQueries,
} from '@ome/persistence';
import {
  isOpenForFix,
  Metrics,
  processName,
  provide,
  SETTINGS,
  type Settings,
} from '@ome/platform';
import { OrderEntryApplication, type OrderEntryPorts } from './order-entry/order-entry-application';
import { ReportedEvents } from './reports/reported-events';
import { DropCopyApplication } from './sessions/drop-copy-application';
import { FixSessions, type ReportSources } from './sessions/fix-sessions';
import { MissedEvents } from './sessions/missed-events';
import { SessionDefinitions } from './sessions/session-definition';
import { StatusReports } from './sessions/status-reports';
import { tlsOf } from './tls';

const logger = new Logger('FIX');
const REPORT_SOURCES = Symbol('REPORT_SOURCES');
const ORDER_ENTRY_PORTS = Symbol('ORDER_ENTRY_PORTS');

/** Listens for counterparties, and tells them what happens to orders. */
@Injectable()
export class FixGateway implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Where it listens. */
  port = 0;
  private readonly acceptor: FixAcceptor;

  constructor(
    private readonly sessions: FixSessions,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.acceptor = new FixAcceptor({
      sessionOf: (logon, peer) => this.sessions.find(logon, peer),
      tls: tlsOf(settings),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.sessions.start();
    const { FIX_HOST, FIX_PORT } = this.settings;
    this.port = await this.acceptor.listen(FIX_PORT, FIX_HOST);
    logger.log({ port: this.port }, 'Listening for FIX sessions');
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.sessions.stop();
    await this.acceptor.close();
  }
}

/** Order entry and drop copies over FIX. */
@Module({})
export class FixModule {
  static forRoot(settings: Settings): DynamicModule {
    const metrics = new Metrics();
    const process = processName();
    return {
      module: FixModule,
      imports: processModules('ome-fix', settings, metrics, process),
      providers: [
        REDIS_CONNECTION,
        ...ON_REDIS,
        ...ENTRY_PROCESS_LINKS,
        ...ORDER_ENTRY,
        Connections,
        provide(ReportedEvents, Journal),
        provide(CreateBasket, BasketWriter, Ids, ExecutionLinks, VenueTerms, EntryChecks),
        ApiKeys,
        {
          provide: SessionDefinitions,
          inject: [FixSessionStore],
          useFactory: (store: FixSessionStore) =>
            new SessionDefinitions(store, isOpenForFix(settings)),
        },
        {
          provide: SessionHours,
          inject: [Clock, SETTINGS, ExchangeCalendar],
          useFactory: (
            clock: Clock,
            { MARKET_TIME_ZONE }: Settings,
            calendar: ExchangeCalendar,
          ): SessionHours => new SessionHours(clock, MARKET_TIME_ZONE, calendar),
        },
        {
          provide: ORDER_ENTRY_PORTS,
          inject: [
            OrderEntry,
            PlaceOrder,
            CreateBasket,
            ChangeOrder,
            CancelOrders,
            OrderReader,
            InstrumentNames,
            OrderQueries,
            Journal,
            ReportedEvents,
            Ids,
            Clock,
          ],
          useFactory: (
            entry: OrderEntry,
            placeOrder: PlaceOrder,
            createBasket: CreateBasket,
            changeOrder: ChangeOrder,
            cancelOrders: CancelOrders,
            orders: OrderReader,
            names: InstrumentNames,
            openOrders: OrderQueries,
            journal: Journal,
            told: ReportedEvents,
            ids: Ids,
            clock: Clock,
          ): OrderEntryPorts => ({
            entry,
            placeOrder,
            createBasket,
            changeOrder,
            cancelOrders,
            orders,
            names,
            openOrders,
            journal,
            told,
            ids,
            clock,
            onCancelFailed: (session, err) =>
              logger.warn(
                { err, session },
                'Open orders of a disconnected session are not canceled yet',
              ),
          }),
        },
        {
          provide: REPORT_SOURCES,
          inject: [EventFeed, ReportedEvents, EventQueries],
          useFactory: (
            feed: EventFeed,
            events: ReportedEvents,
            journal: EventQueries,
          ): ReportSources => ({ feed, events, missed: new MissedEvents(feed, journal) }),
        },
        {
          provide: FixSessions,
          inject: [
            SessionDefinitions,
            SessionHours,
            FixSessionStore,
            FixSessionStatusStore,
            FixSessionLeases,
            ApiKeys,
            REPORT_SOURCES,
            ORDER_ENTRY_PORTS,
          ],
          useFactory: (
            definitions: SessionDefinitions,
            hours: SessionHours,
            store: FixSessionStore,
            statuses: FixSessionStatusStore,
            leases: FixSessionLeases,
            keys: ApiKeys,
            reports: ReportSources,
            ports: OrderEntryPorts,
          ) =>
            new FixSessions(
              definitions,
              hours,
              leases,
              keys,
              (definition) => store.logOf(definition),
              { process, reports: new StatusReports(statuses) },
              reports,
              (definition, check) =>
                definition.role === 'dropCopy'
                  ? new DropCopyApplication(check)
                  : new OrderEntryApplication(definition, check, ports),
              {
                info: (what, text) => logger.log(what, text),
                warn: (what, text) => logger.warn(what, text),
              },
            ),
        },
        FixGateway,
      ],
    };
  }
}
