import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PendingChangeView } from '@ome/contracts';
import type { Origin } from '@ome/engine';
import { Scope } from '@ome/platform';
import { ApproveDto, RejectDto } from '../approvals/approvals.dto';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { FromCaller } from '../auth/origin.decorator';
import { ApiBodyOf, ApiQueryOf } from '../docs/api-schema.decorators';
import { LimitQuery, pageLimit } from '../http/page.query';
import { orRefuse } from '../problems/refused';
import { ApprovedChanges } from './approved-changes';
import { pendingChangeView, TwoPersons } from './two-persons';

/** Changes of limits, rules of approval, kill switches and keys that wait for a second person. */
@ApiTags('approvals')
@Controller('changes')
@Needs(Scope.Approvals)
@BoundBy('engine')
export class ChangesController {
  constructor(
    private readonly twoPersons: TwoPersons,
    private readonly changes: ApprovedChanges,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Changes that wait; what expires first comes first' })
  @ApiQueryOf(LimitQuery)
  async list(@Query() query: LimitQuery): Promise<{ items: PendingChangeView[] }> {
    return { items: await this.twoPersons.list(pageLimit(query)) };
  }

  @Post(':id/approve')
  @Audited('changes.approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Makes a change that somebody else asked for, as of now' })
  @ApiBodyOf(ApproveDto, { reason: 'Agreed' })
  async approve(
    @Param('id') id: string,
    @Body() _dto: ApproveDto,
    @FromCaller() origin: Origin,
  ): Promise<PendingChangeView> {
    const change = orRefuse(await this.twoPersons.approvable(id, origin));
    await this.changes.make(change, origin);
    return pendingChangeView(change);
  }

  @Post(':id/reject')
  @Audited('changes.reject')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ends a change that waits' })
  @ApiBodyOf(RejectDto, { reason: 'Too wide' })
  async reject(
    @Param('id') id: string,
    @Body() _dto: RejectDto,
    @FromCaller() origin: Origin,
  ): Promise<PendingChangeView> {
    return pendingChangeView(orRefuse(await this.twoPersons.rejected(id, origin)));
  }
}
