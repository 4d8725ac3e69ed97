import { Controller, Delete, Get, Query } from '@nestjs/common';
import { Venue } from '../link/venue';
import { ReportSender } from '../reports/report-sender';
import { Ledger, type LedgerPage } from './ledger';
import { parseLedgerQuery } from './ledger-query';

export type Summary = ReturnType<Ledger['counts']> &
  ReturnType<Venue['counts']> &
  ReturnType<ReportSender['counts']>;

@Controller('ledger')
export class LedgerController {
  constructor(
    private readonly ledger: Ledger,
    private readonly venue: Venue,
    private readonly sender: ReportSender,
  ) {}

  @Get()
  read(@Query() query: Record<string, string>): LedgerPage {
    return this.ledger.page(parseLedgerQuery(query));
  }

  @Get('summary')
  summary(): Summary {
    return { ...this.ledger.counts(), ...this.venue.counts(), ...this.sender.counts() };
  }

  /** As a restart of the simulator: orders and reports still to be sent are forgotten as well. */
  @Delete()
  reset(): Summary {
    this.venue.reset();
    this.sender.reset();
    this.ledger.reset();
    return this.summary();
  }
}
