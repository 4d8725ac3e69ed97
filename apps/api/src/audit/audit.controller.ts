import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AuditEntryView, Page } from '@ome/contracts';
import type { Entitlement } from '@ome/domain';
import { Scope } from '@ome/platform';
import { BoundBy, Needs } from '../auth/declared-routes';
import { Entitled } from '../auth/entitled.decorator';
import { ApiQueryOf } from '../docs/api-schema.decorators';
import { AuditList } from './audit-list';
import { AuditQuery } from './audit.query';

@ApiTags('ops')
@Controller('audit')
@Needs(Scope.Admin)
@BoundBy('handler')
export class AuditController {
  constructor(private readonly audit: AuditList) {}

  @Get()
  @ApiOperation({
    summary: 'Who did what: requests that changed something, and requests on orders',
  })
  @ApiQueryOf(AuditQuery)
  page(@Entitled() within: Entitlement, @Query() query: AuditQuery): Promise<Page<AuditEntryView>> {
    return this.audit.page(within, query);
  }
}
