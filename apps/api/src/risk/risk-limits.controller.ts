import { Body, Controller, Delete, Get, HttpCode, Put, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type {
  LimitScopeView,
  PendingChangeView,
  RiskChangeView,
  RiskOverviewView,
} from '@ome/contracts';
import { type Entitlement, LimitTable } from '@ome/domain';
import { type Origin, RiskStore } from '@ome/engine';
import { maySeeRiskSetting, RiskLimitEntry } from '@ome/order-entry';
import { Scope } from '@ome/platform';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { Entitled } from '../auth/entitled.decorator';
import { FromCaller } from '../auth/origin.decorator';
import { ApiBodyOf, ApiQueryOf } from '../docs/api-schema.decorators';
import { LimitQuery, pageLimit } from '../http/page.query';
import { orRefuse } from '../problems/refused';
import { TwoPersons } from '../two-persons/two-persons';
import { waiting } from '../two-persons/waiting';
import { RemoveLimitsQuery, RiskLimitsDto, RiskOverviewQuery } from './risk-limits.dto';
import { RiskOverview, scopeView } from './risk-overview';

/** Limits for every new order and replace. */
@ApiTags('risk')
@Controller('risk')
@Needs(Scope.Risk)
@BoundBy('handler')
export class RiskLimitsController {
  constructor(
    private readonly overview: RiskOverview,
    private readonly entry: RiskLimitEntry,
    private readonly store: RiskStore,
    private readonly twoPersons: TwoPersons,
  ) {}

  @Get('limits')
  @ApiOperation({ summary: 'Every rule, its value in every scope, and how much of it is used' })
  @ApiQueryOf(RiskOverviewQuery)
  limits(
    @Entitled() within: Entitlement,
    @Query() { account }: RiskOverviewQuery,
  ): Promise<RiskOverviewView> {
    return this.overview.show(within, account ?? null);
  }

  @Put('limits')
  @Audited('risk.limits.set')
  @ApiOperation({ summary: 'Sets rules of a scope; answered once every process applies them' })
  @ApiBodyOf(RiskLimitsDto, {
    account: '42',
    lotSize: true,
    maxOrderQty: '500',
    maxDailyLoss: '25000',
  })
  async set(
    @Entitled() within: Entitlement,
    @Body() dto: RiskLimitsDto,
    @FromCaller() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LimitScopeView | PendingChangeView> {
    const held = await this.twoPersons.hold('risk.limits.set', dto, within, origin);
    if (held) return waiting(reply, held);
    const scope = orRefuse(await this.entry.set(within, dto, origin));
    return scopeView(new LimitTable((await this.store.load()).limits), scope);
  }

  @Delete('limits')
  @Audited('risk.limits.remove')
  @HttpCode(204)
  @ApiOperation({ summary: 'Removes all rules of a scope' })
  @ApiQueryOf(RemoveLimitsQuery)
  async remove(
    @Entitled() within: Entitlement,
    @Query() query: RemoveLimitsQuery,
    @FromCaller() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void | PendingChangeView> {
    const { version, ...scope } = query;
    const seen = version === undefined ? {} : { version: Number(version) };
    const request = { ...scope, ...seen };
    const held = await this.twoPersons.hold('risk.limits.remove', request, within, origin);
    if (held) return waiting(reply, held);
    orRefuse(await this.entry.remove(within, request, origin));
  }

  @Get('changes')
  @ApiOperation({ summary: 'Who changed limits and kill switches, and when; the newest first' })
  @ApiQueryOf(LimitQuery)
  async changes(
    @Entitled() within: Entitlement,
    @Query() query: LimitQuery,
  ): Promise<{ items: RiskChangeView[] }> {
    const changes = await this.store.changes(pageLimit(query));
    const own = changes.filter(({ scope }) => maySeeRiskSetting(within, scope));
    return { items: own.map(({ at, ...change }) => ({ at: at.toISOString(), ...change })) };
  }
}
