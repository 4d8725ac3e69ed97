import { Controller, Delete, Get, Query } from '@nestjs/common';
import { BrokerLedger } from '../brokers/broker-ledger';
import { RateLimits, type WindowSummary } from '../brokers/rate-limits';
import { FixVenue } from '../fix/fix-venue';
import { LinkLedger } from '../link/link-ledger';
import { ReportSender } from '../reports/report-sender';
import { OrderFiller } from '../venue/order-filler';
import { Ledger, type LedgerPage } from './ledger';
import { parseLedgerQuery } from './ledger-query';

export type Summary = ReturnType<Ledger['counts']> &
  ReturnType<ReportSender['counts']> & { ordersFilling: number; limits: WindowSummary[] };

@Controller('ledger')
export class LedgerController {
  constructor(
    private readonly ledger: Ledger,
    private readonly linkBook: LinkLedger,
    private readonly fix: FixVenue,
    private readonly filler: OrderFiller,
    private readonly sender: ReportSender,
    private readonly brokerBook: BrokerLedger,
    private readonly limits: RateLimits,
  ) {}

  @Get()
  read(@Query() query: Record<string, string>): LedgerPage {
    return this.ledger.page(parseLedgerQuery(query));
  }

  @Get('summary')
  summary(): Summary {
    const { ordersFilling } = this.filler;
    const limits = this.limits.summary();
    return { ...this.ledger.counts(), ordersFilling, ...this.sender.counts(), limits };
  }

  /**
   * Like a restart of the simulator: orders and unsent reports are forgotten as well. Sessions
   * stay.
   */
  @Delete()
  reset(): Summary {
    this.filler.reset();
    this.linkBook.reset();
    this.fix.reset();
    this.sender.reset();
    this.ledger.reset();
    this.limits.reset();
    this.brokerBook.reset();
    return this.summary();
  }
}
