import { Readable } from 'node:stream';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { AuditEntryView, AuditVerificationView, Page } from '@ome/contracts';
import type { Entitlement } from '@ome/domain';
import { AuditVerification } from '@ome/persistence';
import { Scope } from '@ome/platform';
import type { FastifyReply } from 'fastify';
import { BoundBy, Needs } from '../auth/declared-routes';
import { Entitled } from '../auth/entitled.decorator';
import { ApiQueryOf } from '../docs/api-schema.decorators';
import { AuditList, AuditExportQuery, AuditQuery } from './audit-list';
import { AuditExport } from './audit-export';

@ApiTags('ops')
@Controller('audit')
@Needs(Scope.Admin)
@BoundBy('handler')
export class AuditController {
  constructor(
    private readonly audit: AuditList,
    private readonly verification: AuditVerification,
    private readonly exported: AuditExport,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Who did what: requests that changed something, and requests on orders',
  })
  @ApiQueryOf(AuditQuery)
  page(@Entitled() within: Entitlement, @Query() query: AuditQuery): Promise<Page<AuditEntryView>> {
    return this.audit.page(within, query);
  }

  @Get('verification')
  @BoundBy('engine')
  @ApiOperation({ summary: 'Whether an entry was changed or taken out, by the chains of hashes' })
  verify(): Promise<AuditVerificationView> {
    return this.verification.run();
  }

  @Get('export')
  @BoundBy('engine')
  @ApiOperation({ summary: 'The audit as a file, with a signature as its last line' })
  @ApiProduces('application/x-ndjson', 'text/csv')
  @ApiQueryOf(AuditExportQuery)
  export(
    @Query() { format = 'jsonl', ...range }: AuditExportQuery,
    @Res() reply: FastifyReply,
  ): void {
    const lines = this.exported.lines(this.exported.signer(), format, range);
    void reply
      .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
      .header('content-disposition', `attachment; filename="audit.${format}"`)
      .send(Readable.from(lines));
  }
}
