import { Module, type DynamicModule } from '@nestjs/common';
import { Control } from './control/control';
import { ControlController } from './control/control.controller';
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

@Module({})
export class SimulatorModule {
  static register(config: SimulatorConfig): DynamicModule {
    return {
      module: SimulatorModule,
      controllers: [
        ExecutionLinkController,
        TradePostController,
        LedgerController,
        ControlController,
        HealthController,
      ],
      providers: [
        { provide: SimulatorConfig, useValue: config },
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
