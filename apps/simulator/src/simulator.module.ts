import { Module, type DynamicModule } from '@nestjs/common';
import { Control } from './control/control';
import { ControlController } from './control/control.controller';
import { HealthController } from './health.controller';
import { Ledger } from './ledger/ledger';
import { LedgerController } from './ledger/ledger.controller';
import { ExecutionLink } from './link/execution-link';
import { ExecutionLinkController } from './link/execution-link.controller';
import { OrderFiller } from './link/order-filler';
import { OrderReporter } from './link/order-reporter';
import { Venue } from './link/venue';
import { ReportSender } from './reports/report-sender';
import { SimulatorConfig } from './simulator.config';
import { TradePost } from './trade-post/trade-post';
import { TradePostController } from './trade-post/trade-post.controller';

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
        OrderFiller,
        OrderReporter,
        ReportSender,
        TradePost,
        Venue,
      ],
    };
  }
}
