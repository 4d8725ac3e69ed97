import { Module, type DynamicModule } from '@nestjs/common';
import { BrokerLedger } from './brokers/broker-ledger';
import { BrokerDesk } from './brokers/broker-desk';
import { BrokerGate } from './brokers/broker-gate';
import { BrokersControl } from './brokers/brokers-control';
import { BrokersController } from './brokers/brokers.controller';
import { Funds } from './brokers/funds';
import { LoggedInController } from './brokers/logged-in.controller';
import { PriceTriggers } from './brokers/price-triggers';
import { RateLimits } from './brokers/rate-limits';
import { Sequence } from './brokers/sequence';
import { Sessions } from './brokers/sessions';
import { SimulatedBrokers } from './brokers/simulated-broker';
import { SimulatedUsers } from './brokers/simulated-users';
import { TerminalsController } from './brokers/terminals.controller';
import { Upgrades } from './brokers/upgrades';
import { Clock } from './clock';
import { Control } from './control/control';
import { ControlController } from './control/control.controller';
import { FixController } from './fix/fix.controller';
import { FixVenue } from './fix/fix-venue';
import { HealthController } from './health.controller';
import { Ledger } from './ledger/ledger';
import { LedgerController } from './ledger/ledger.controller';
import { ExecutionLink } from './link/execution-link';
import { ExecutionLinkController } from './link/execution-link.controller';
import { LinkLedger } from './link/link-ledger';
import { OrderReporter } from './link/order-reporter';
import { Instruments } from './market/instruments';
import { Market } from './market/market';
import { MarketController } from './market/market.controller';
import { MarketFloor } from './market/market-floor';
import { RequestDesk } from './link/request-desk';
import { MarketHistory } from './market/market-history';
import { PriceFeed } from './market/price-feed';
import { Ticker } from './market/ticker';
import { ReportSender } from './reports/report-sender';
import { SIMULATED_BROKERS } from './simulated-brokers';
import { SimulatorConfig } from './simulator.config';
import { TradePost } from './trade-post/trade-post';
import { TradePostController } from './trade-post/trade-post.controller';
import { MarketPrices } from './venue/market-prices';
import { OrderFiller } from './venue/order-filler';
import { Venue } from './venue/venue';

const BROKER_PROVIDERS = [
  BrokerLedger,
  BrokerDesk,
  BrokerGate,
  BrokersControl,
  Funds,
  PriceTriggers,
  RateLimits,
  Sequence,
  Sessions,
  SimulatedUsers,
  Upgrades,
];

/** Of the REST link. */
const linkLedger = {
  provide: LinkLedger,
  inject: [Ledger, Venue, ReportSender],
  useFactory: (ledger: Ledger, venue: Venue, sender: ReportSender) =>
    new LinkLedger('rest', ledger, venue, new OrderReporter(sender)),
};

const requestDesk = {
  provide: RequestDesk,
  inject: [SimulatorConfig, Control, Ledger, LinkLedger],
  useFactory: (config: SimulatorConfig, control: Control, ledger: Ledger, book: LinkLedger) =>
    new RequestDesk('rest', config, control, ledger, book),
};

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
        FixController,
        HealthController,
        BrokersController,
        LoggedInController,
        MarketController,
        TerminalsController,
        ...SIMULATED_BROKERS.map(({ controller }) => controller),
      ],
      providers: [
        { provide: SimulatorConfig, useValue: config },
        { provide: Clock, useValue: clock },
        ...BROKER_PROVIDERS,
        { provide: SimulatedBrokers, useValue: new SimulatedBrokers(SIMULATED_BROKERS) },
        ...SIMULATED_BROKERS.flatMap(({ providers }) => providers),
        Control,
        ExecutionLink,
        Ledger,
        FixVenue,
        linkLedger,
        requestDesk,
        Instruments,
        Market,
        MarketFloor,
        MarketHistory,
        PriceFeed,
        Ticker,
        MarketPrices,
        OrderFiller,
        ReportSender,
        TradePost,
        Venue,
      ],
    };
  }
}
