import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Res,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type {
  CanceledAll,
  KillSwitchView,
  PendingChangeView,
  PulledKillSwitchView,
} from '@ome/contracts';
import {
  type Entitlement,
  type KillSwitch,
  type KillSwitchKey,
  KillSwitchMode,
  KillSwitchScope,
} from '@ome/domain';
import { CancelOrders, type Origin, RiskStore } from '@ome/engine';
import { KillSwitches, maySeeRiskSetting } from '@ome/order-entry';
import { OrderQueries } from '@ome/persistence';
import { Scope } from '@ome/platform';
import type { FastifyReply } from 'fastify';
import { TwoPersons } from '../two-persons/two-persons';
import { waiting } from '../two-persons/waiting';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { Entitled } from '../auth/entitled.decorator';
import { FromCaller } from '../auth/origin.decorator';
import { ApiBodyOf } from '../docs/api-schema.decorators';
import { orRefuse } from '../problems/refused';
import { KillSwitchDto } from './kill-switch.dto';

/**
 * Stops new orders and replaces that raise exposure. Cancels always pass, and reduce-only orders
 * unless everything is blocked.
 */
@ApiTags('risk')
@Controller('risk/kill-switch')
@Needs(Scope.Risk)
@BoundBy('handler')
export class KillSwitchController {
  constructor(
    private readonly killSwitches: KillSwitches,
    private readonly store: RiskStore,
    private readonly cancelOrders: CancelOrders,
    private readonly orders: OrderQueries,
    private readonly twoPersons: TwoPersons,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The active switches, who pulled them and why' })
  async list(@Entitled() within: Entitlement): Promise<{ items: KillSwitchView[] }> {
    const { switches } = await this.store.load();
    return { items: switches.filter((each) => maySeeRiskSetting(within, each)).map(switchView) };
  }

  @Post()
  @Audited('risk.killSwitch.pull')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Pulls a switch, by default against orders that do not only reduce a position; answered once no process accepts such an order any more',
  })
  @ApiBodyOf(KillSwitchDto, {
    scope: KillSwitchScope.Account,
    id: '42',
    mode: KillSwitchMode.BlockNew,
    reason: 'Too much for one day',
    cancelOpen: true,
  })
  async pull(
    @Entitled() within: Entitlement,
    @Body() dto: KillSwitchDto,
    @FromCaller() origin: Origin,
  ): Promise<PulledKillSwitchView> {
    const pulled = await this.killSwitches.pull(within, dto, origin);
    const canceled = dto.cancelOpen ? await this.cancelOpen(within, pulled, origin) : null;
    return { ...switchView(pulled), canceled };
  }

  @Delete(['engine', ':scope/:id'])
  @Audited('risk.killSwitch.release')
  @HttpCode(204)
  @ApiOperation({ summary: 'Puts a switch back' })
  async release(
    @Entitled() within: Entitlement,
    @Param() key: Partial<KillSwitchKey>,
    @FromCaller() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void | PendingChangeView> {
    const held = await this.twoPersons.hold('risk.killSwitch.release', key, within, origin);
    if (held) return waiting(reply, held);
    const released = orRefuse(await this.killSwitches.release(within, key, origin));
    if (!released) throw new NotFoundException('This switch is not pulled');
  }

  private cancelOpen(
    within: Entitlement,
    { scope, id, reason }: KillSwitch,
    origin: Origin,
  ): Promise<CanceledAll> {
    const filter = {
      ...(scope === KillSwitchScope.Account && { account: id! }),
      ...(scope === KillSwitchScope.User && { userId: id! }),
    };
    return this.cancelOrders.execute(this.orders.openIds(within, filter), reason, origin);
  }
}

const switchView = ({ at, ...pulled }: KillSwitch): KillSwitchView => ({
  ...pulled,
  at: at.toISOString(),
});
