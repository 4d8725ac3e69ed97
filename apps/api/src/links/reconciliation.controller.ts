import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { DifferenceView, Page } from '@ome/contracts';
import { Differences } from '@ome/engine';
import { Scope } from '@ome/platform';
import { Needs } from '../auth/api-key.guard';
import { ApiQueryOf } from '../docs/api-schema.decorators';
import { pageLimit } from '../http/page.query';
import { DifferencesQuery } from './links.dto';

/** What brokers' books and ours did not agree on, and what was done about it. */
@ApiTags('ops')
@Controller('reconciliation')
@Needs(Scope.Ops)
export class ReconciliationController {
  constructor(private readonly differences: Differences) {}

  @Get()
  @ApiQueryOf(DifferencesQuery)
  list(@Query() query: DifferencesQuery): Promise<Page<DifferenceView>> {
    const { cursor, limit: _limit, open, ...filter } = query;
    const isOpen = open === undefined ? {} : { open: open === 'true' };
    return this.differences.page({ ...filter, ...isOpen }, cursor ?? null, pageLimit(query));
  }
}
