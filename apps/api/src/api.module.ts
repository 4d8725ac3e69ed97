import { ApiKeys, Connections, processModules, UserSecrets } from '@ome/composition';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { isOpen, Metrics, type Settings } from '@ome/platform';
import { CallerGuard } from './auth/caller.guard';
import { Callers, OPEN } from './auth/callers';
import { RouteCheck } from './auth/declared-routes';
import { EntitledOrders } from './auth/entitled-orders';
import { UserSessions } from './auth/user-sessions';
import { BasketHistory } from './baskets/basket-history';
import { BasketsController } from './baskets/baskets.controller';
import { AuditInterceptor } from './audit/audit.interceptor';
import { AuditController } from './audit/audit.controller';
import { ApprovalRulesController } from './approvals/approval-rules.controller';
import { ApprovalsController } from './approvals/approvals.controller';
import { BasketApprovalsController } from './approvals/basket-approvals.controller';
import { ApprovedChanges } from './two-persons/approved-changes';
import { ChangesController } from './two-persons/changes.controller';
import { TwoPersons } from './two-persons/two-persons';
import { ReleaseController } from './approvals/release.controller';
import { AuditExport } from './audit/audit-export';
import { AuditList } from './audit/audit-list';
import { CallBudgets } from './connectivity/call-budgets';
import { Connectivity } from './connectivity/connectivity';
import { ConnectivityController } from './connectivity/connectivity.controller';
import { ConnectivityHistory } from './connectivity/connectivity-history';
import { LinkConnectivity } from './connectivity/link-connectivity';
import { StoreConnectivity } from './connectivity/store-connectivity';
import { InspectionController } from './inspection/inspection.controller';
import { FixSessionViews } from './fix-sessions/fix-session-views';
import { FixSessionsController } from './fix-sessions/fix-sessions.controller';
import { KeysController } from './keys/keys.controller';
import { LinkQueues } from './queues/link-queues';
import { QueueGuard } from './queues/queue-guard';
import { QueueSessions } from './queues/queue-sessions';
import { RebuildController } from './rebuild/rebuild.controller';
import { QueueSessionsController } from './queues/queue-sessions.controller';
import { CloseConnections } from './http/close-connections';
import { RateLimit } from './http/rate-limit';
import { ConsoleController, MARKET_TIME_ZONE } from './console/console.controller';
import { EngineModule } from './engine.module';
import { EventStreamController } from './events/event-stream.controller';
import { EventsController } from './events/events.controller';
import { FeedPages } from './events/feed-pages';
import { ExchangesController } from './exchanges/exchanges.controller';
import { ExecutionEndpointController } from './execution-endpoint/execution-endpoint.controller';
import { FillsController } from './fills/fills.controller';
import { CalendarCheck } from './health/calendar-check';
import { HealthController } from './health/health.controller';
import { OutstandingCounts } from './health/outstanding-counts';
import { Readiness } from './health/readiness';
import { IdempotencyInterceptor } from './idempotency/idempotency.interceptor';
import { ImportController } from './instruments/import.controller';
import { InstrumentsController } from './instruments/instruments.controller';
import { BrokerBooks } from './links/broker-books';
import { OursByRow } from './links/ours-by-row';
import { BrokerSessions } from './links/broker-sessions';
import { LinksController } from './links/links.controller';
import { LoginTries } from './links/login-tries';
import { ReconciliationController } from './links/reconciliation.controller';
import { LinkStatuses } from './ops/link-statuses';
import { LiveFeed } from './live/live-feed';
import { LiveGateway } from './live/live.gateway';
import { Subscribers } from './live/subscribers';
import { OpsLists } from './ops/ops-lists';
import { OpsController } from './ops/ops.controller';
import { ConfirmFillController } from './ops/confirm-fill.controller';
import { UnmatchedReportsController } from './ops/unmatched-reports.controller';
import { OrderEndpoint } from './order-endpoint/order-endpoint';
import { OrderEndpointQueries } from './order-endpoint/order-endpoint.queries';
import { OrderEndpointController } from './order-endpoint/order-endpoint.controller';
import { OrderHistory } from './orders/order-history';
import { OrderController, OrdersController } from './orders/orders.controller';
import { BrokerPositions } from './positions/broker-positions';
import { Passwords } from './people/passwords';
import { IdentityProvider } from './people/identity-provider';
import { BackChannelController } from './people/back-channel.controller';
import { DeviceSignIn } from './people/device-sign-in';
import { DeviceSignInController } from './people/device-sign-in.controller';
import { LogoutTokens } from './people/logout-tokens';
import { OidcController } from './people/oidc.controller';
import { OwnKeysController } from './people/own-keys.controller';
import { SessionController } from './people/session.controller';
import { Setups } from './people/setups';
import { SignIn } from './people/sign-in';
import { SignInController } from './people/sign-in.controller';
import { SignInTries } from './people/sign-in-tries';
import { UsersController } from './people/users.controller';
import { VouchedPeople } from './people/vouched-people';
import { VouchedSessions } from './people/vouched-sessions';
import { PositionList } from './positions/position-list';
import { PositionsController } from './positions/positions.controller';
import { PricesController } from './prices/prices.controller';
import { Relay } from './relay/relay';
import { RelayController } from './relay/relay.controller';
import { KillSwitchController } from './risk/kill-switch.controller';
import { RiskLimitsController } from './risk/risk-limits.controller';
import { RiskOverview } from './risk/risk-overview';
import { ProblemFilter } from './problems/problem.filter';
import { ValidationPipe } from './validation/validation.pipe';

@Module({})
export class ApiModule {
  static forRoot(settings: Settings): DynamicModule {
    const metrics = new Metrics();
    return {
      module: ApiModule,
      imports: [...processModules('ome-api', settings, metrics), EngineModule, DiscoveryModule],
      controllers: [
        OrderEndpointController,
        ExecutionEndpointController,
        OrdersController,
        OrderController,
        ApprovalRulesController,
        ApprovalsController,
        ReleaseController,
        ChangesController,
        BasketApprovalsController,
        BasketsController,
        FillsController,
        PositionsController,
        PricesController,
        EventStreamController,
        EventsController,
        ExchangesController,
        ImportController,
        InstrumentsController,
        OpsController,
        UnmatchedReportsController,
        ConfirmFillController,
        LinksController,
        ReconciliationController,
        RelayController,
        RiskLimitsController,
        KillSwitchController,
        AuditController,
        ConnectivityController,
        InspectionController,
        KeysController,
        UsersController,
        SessionController,
        SignInController,
        OwnKeysController,
        OidcController,
        DeviceSignInController,
        BackChannelController,
        FixSessionsController,
        QueueSessionsController,
        RebuildController,
        HealthController,
        ConsoleController,
      ],
      providers: [
        { provide: OPEN, useValue: isOpen(settings) },
        { provide: MARKET_TIME_ZONE, useValue: settings.MARKET_TIME_ZONE },
        ApiKeys,
        Callers,
        UserSessions,
        IdentityProvider,
        Passwords,
        Setups,
        SignIn,
        SignInTries,
        UserSecrets,
        LogoutTokens,
        VouchedPeople,
        VouchedSessions,
        DeviceSignIn,
        EntitledOrders,
        RouteCheck,
        TwoPersons,
        ApprovedChanges,
        AuditExport,
        AuditList,
        CallBudgets,
        FixSessionViews,
        Connectivity,
        LinkQueues,
        QueueGuard,
        QueueSessions,
        ConnectivityHistory,
        LinkConnectivity,
        StoreConnectivity,
        CloseConnections,
        FeedPages,
        RateLimit,
        Connections,
        BasketHistory,
        BrokerBooks,
        OursByRow,
        BrokerSessions,
        OrderEndpoint,
        OrderEndpointQueries,
        OrderHistory,
        BrokerPositions,
        PositionList,
        LinkStatuses,
        LoginTries,
        OpsLists,
        LiveFeed,
        LiveGateway,
        Subscribers,
        Relay,
        RiskOverview,
        CalendarCheck,
        OutstandingCounts,
        Readiness,
        { provide: APP_GUARD, useClass: CallerGuard },
        { provide: APP_PIPE, useClass: ValidationPipe },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
        // Inside the idempotency interceptor: a repeated request changes nothing and is not
        // audited.
        { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
      ],
    };
  }
}
