import {
  ENTRY_PROCESS_LINKS,
  ON_REDIS,
  ORDER_ENTRY,
  processModules,
  REDIS_CONNECTION,
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
import { getConnectionToken } from '@nestjs/mongoose';
import {
  CancelOrders,
  ChangeOrder,
  EventFeed,
  Ids,
  Journal,
  OrderReader,
  PlaceOrder,
} from '@ome/engine';
import { FixAcceptor } from '@ome/fix';
import { OrderEntry } from '@ome/order-entry';
import { Leases, MongoFixLog, OrderQueries } from '@ome/persistence';
import { isLoopback, isOpen, provide, Metrics, SETTINGS, type Settings } from '@ome/platform';
import type { Connection } from 'mongoose';
import { OrderEntryApplication } from './order-entry/order-entry-application';
import { ReportedEvents } from './reports/reported-events';
import { DropCopyApplication } from './sessions/drop-copy-application';
import { FixSessions } from './sessions/fix-sessions';
import { DEVELOPMENT_SESSIONS, type SessionDefinition } from './sessions/session-definition';

const logger = new Logger('FIX');

/** Listens for counterparties, and tells them what happens to orders. */
@Injectable()
export class FixGateway implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly acceptor: FixAcceptor;

  constructor(
    private readonly sessions: FixSessions,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.acceptor = new FixAcceptor({ sessionOf: (logon) => this.sessions.find(logon) });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.sessions.start();
    const { FIX_HOST, FIX_PORT } = this.settings;
    const port = await this.acceptor.listen(FIX_PORT, FIX_HOST);
    logger.log({ port }, 'Listening for FIX sessions');
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
    const isFree = isOpen(settings) && isLoopback(settings.FIX_HOST);
    const definitions = isFree ? DEVELOPMENT_SESSIONS : [];
    return {
      module: FixModule,
      imports: processModules('ome-fix', settings, metrics),
      providers: [
        REDIS_CONNECTION,
        ...ON_REDIS,
        ...ENTRY_PROCESS_LINKS,
        ...ORDER_ENTRY,
        provide(ReportedEvents, Journal),
        {
          provide: FixSessions,
          inject: [
            getConnectionToken(),
            Leases,
            EventFeed,
            ReportedEvents,
            OrderEntry,
            PlaceOrder,
            ChangeOrder,
            CancelOrders,
            OrderReader,
            OrderQueries,
            Journal,
            Ids,
          ],
          useFactory: (
            connection: Connection,
            leases: Leases,
            feed: EventFeed,
            events: ReportedEvents,
            entry: OrderEntry,
            placeOrder: PlaceOrder,
            changeOrder: ChangeOrder,
            cancelOrders: CancelOrders,
            orders: OrderReader,
            openOrders: OrderQueries,
            journal: Journal,
            ids: Ids,
          ) => {
            const ports = {
              entry,
              placeOrder,
              changeOrder,
              cancelOrders,
              orders,
              openOrders,
              journal,
              ids,
            };
            const applicationOf = (definition: SessionDefinition) =>
              definition.role === 'dropCopy'
                ? new DropCopyApplication()
                : new OrderEntryApplication(definition, ports);
            const logOf = (session: string) =>
              new MongoFixLog(connection.collection('fix_log'), session);
            return new FixSessions(definitions, leases, logOf, feed, events, applicationOf, {
              info: (what, text) => logger.log(what, text),
              warn: (what, text) => logger.warn(what, text),
            });
          },
        },
        FixGateway,
      ],
    };
  }
}
