import { Module, type DynamicModule } from '@nestjs/common';
import { BreezeAdmission } from './breeze/breeze-admission';
import { BreezeApi } from './breeze/breeze-api';
import { BreezeBooks } from './breeze/breeze-books';
import { BreezeDialect } from './breeze/breeze-dialect';
import { BreezeLogin } from './breeze/breeze-login';
import { BreezeOrderMaker } from './breeze/breeze-order-maker';
import { BreezeOrders } from './breeze/breeze-orders';
import { BreezeStream } from './breeze/breeze-stream';
import { BreezeTerminal } from './breeze/breeze-terminal';
import { BreezeController } from './breeze/breeze.controller';
import { BrokerBook } from './brokers/broker-book';
import { BrokerDesk } from './brokers/broker-desk';
import { BrokerGate } from './brokers/broker-gate';
import { BrokersControl } from './brokers/brokers-control';
import { BrokersController } from './brokers/brokers.controller';
import { RateLimits } from './brokers/rate-limits';
import { Sequence } from './brokers/sequence';
import { Sessions } from './brokers/sessions';
import { SimulatedUsers } from './brokers/simulated-users';
import { TerminalsController } from './brokers/terminals.controller';
import { Upgrades } from './brokers/upgrades';
import { Clock } from './clock';
import { Control } from './control/control';
import { ControlController } from './control/control.controller';
import { FlattradeAdmission } from './flattrade/flattrade-admission';
import { FlattradeApi } from './flattrade/flattrade-api';
import { FlattradeBooks } from './flattrade/flattrade-books';
import { FlattradeDialect } from './flattrade/flattrade-dialect';
import { FlattradeLogin } from './flattrade/flattrade-login';
import { FlattradeOrders } from './flattrade/flattrade-orders';
import { FlattradeQuotes } from './flattrade/flattrade-quotes';
import { FlattradeStream } from './flattrade/flattrade-stream';
import { FlattradeTerminal } from './flattrade/flattrade-terminal';
import { FlattradeController } from './flattrade/flattrade.controller';
import { HealthController } from './health.controller';
import { Ledger } from './ledger/ledger';
import { LedgerController } from './ledger/ledger.controller';
import { ExecutionLink } from './link/execution-link';
import { ExecutionLinkController } from './link/execution-link.controller';
import { LinkBook } from './link/link-book';
import { OrderReporter } from './link/order-reporter';
import { ReportSender } from './reports/report-sender';
import { SimulatorConfig } from './simulator.config';
import { TradePost } from './trade-post/trade-post';
import { TradePostController } from './trade-post/trade-post.controller';
import { MarketPrices } from './venue/market-prices';
import { OrderFiller } from './venue/order-filler';
import { Venue } from './venue/venue';

const BROKER_PROVIDERS = [
  BrokerBook,
  BrokerDesk,
  BrokerGate,
  BrokersControl,
  RateLimits,
  Sequence,
  Sessions,
  SimulatedUsers,
  Upgrades,
];

const BREEZE_PROVIDERS = [
  BreezeAdmission,
  BreezeApi,
  BreezeBooks,
  BreezeDialect,
  BreezeLogin,
  BreezeOrderMaker,
  BreezeOrders,
  BreezeStream,
  BreezeTerminal,
];

const FLATTRADE_PROVIDERS = [
  FlattradeAdmission,
  FlattradeApi,
  FlattradeBooks,
  FlattradeDialect,
  FlattradeLogin,
  FlattradeOrders,
  FlattradeQuotes,
  FlattradeStream,
  FlattradeTerminal,
];

@Module({})
export class SimulatorModule {
  static register(config: SimulatorConfig, clock: Clock): DynamicModule {
    return {
      module: SimulatorModule,
      controllers: [
        ExecutionLinkController,
        TradePostController,
        LedgerController,
        ControlController,
        HealthController,
        BrokersController,
        TerminalsController,
        BreezeController,
        FlattradeController,
      ],
      providers: [
        { provide: SimulatorConfig, useValue: config },
        { provide: Clock, useValue: clock },
        ...BROKER_PROVIDERS,
        ...BREEZE_PROVIDERS,
        ...FLATTRADE_PROVIDERS,
        Control,
        ExecutionLink,
        Ledger,
        LinkBook,
        MarketPrices,
        OrderFiller,
        OrderReporter,
        ReportSender,
        TradePost,
        Venue,
      ],
    };
  }
}
