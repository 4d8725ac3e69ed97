import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { DifferenceView, Page } from '@ome/contracts';
import type { Entitlement } from '@ome/domain';
import { Scope } from '@ome/platform';
import { BoundBy, Needs } from '../auth/declared-routes';
import { Entitled } from '../auth/entitled.decorator';
import { ApiQueryOf } from '../docs/api-schema.decorators';
import { pageLimit } from '../http/page.query';
import { OpsLists } from '../ops/ops-lists';
import { DifferencesQuery } from './links.dto';

/** Differences between brokers' books and ours, and what was done about them. */
@ApiTags('ops')
@Controller('reconciliation')
@Needs(Scope.Ops)
@BoundBy('handler')
export class ReconciliationController {
  constructor(private readonly lists: OpsLists) {}

  @Get()
  @ApiQueryOf(DifferencesQuery)
  list(
    @Entitled() within: Entitlement,
    @Query() query: DifferencesQuery,
  ): Promise<Page<DifferenceView>> {
    const { cursor, limit: _limit, open, ...filter } = query;
    const isOpen = open === undefined ? {} : { open: open === 'true' };
    const asked = { ...filter, ...isOpen };
    return this.lists.differences(within, asked, cursor ?? null, pageLimit(query));
  }
}
