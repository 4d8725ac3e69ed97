import { Body, Controller, Get, Put, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ApprovalRulesView, PendingChangeView } from '@ome/contracts';
import type { ApprovalSetting, Entitlement } from '@ome/domain';
import { type Origin, plainRules, RiskStore } from '@ome/engine';
import { ApprovalRuleEntry, maySeeApprovalRules } from '@ome/order-entry';
import { Scope } from '@ome/platform';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { Entitled } from '../auth/entitled.decorator';
import { FromCaller } from '../auth/origin.decorator';
import { ApiBodyOf } from '../docs/api-schema.decorators';
import { orRefuse } from '../problems/refused';
import { TwoPersons } from '../two-persons/two-persons';
import { waiting } from '../two-persons/waiting';
import type { FastifyReply } from 'fastify';
import { ApprovalRulesDto } from './approvals.dto';

/** Which orders wait for a second person. */
@ApiTags('approvals')
@Controller('approvals/rules')
@Needs(Scope.Risk)
@BoundBy('handler')
export class ApprovalRulesController {
  constructor(
    private readonly entry: ApprovalRuleEntry,
    private readonly store: RiskStore,
    private readonly twoPersons: TwoPersons,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The rules of every scope; those of all scopes of an order hold it' })
  async list(@Entitled() within: Entitlement): Promise<{ items: ApprovalRulesView[] }> {
    const { approvals } = await this.store.load();
    const seen = approvals.filter((setting) => maySeeApprovalRules(within, setting));
    return { items: seen.map(rulesView) };
  }

  @Put()
  @Audited('approvals.rules.set')
  @ApiOperation({ summary: 'Sets rules of a scope; answered once every process applies them' })
  @ApiBodyOf(ApprovalRulesDto, { account: '42', aboveValue: '1000000', manualEntry: true })
  async set(
    @Entitled() within: Entitlement,
    @Body() dto: ApprovalRulesDto,
    @FromCaller() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ items: ApprovalRulesView[] } | PendingChangeView> {
    const held = await this.twoPersons.hold('approvals.rules.set', dto, within, origin);
    if (held) return waiting(reply, held);
    const { account, userId } = orRefuse(await this.entry.set(within, dto, origin));
    const { approvals } = await this.store.load();
    const own = approvals.filter((each) => each.account === account && each.userId === userId);
    return { items: own.map(rulesView) };
  }
}

const rulesView = ({ rules, setAt, ...setting }: ApprovalSetting): ApprovalRulesView => ({
  ...setting,
  rules: plainRules(rules),
  setAt: setAt.toISOString(),
});
