import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CanceledAll, KillSwitchView, PulledKillSwitchView } from '@ome/contracts';
import { type KillSwitch, type KillSwitchKey, KillSwitchMode, KillSwitchScope } from '@ome/domain';
import { type Origin, RiskControls, RiskStore } from '@ome/engine';
import { Scope } from '@ome/platform';
import { Audited } from '../audit/audited.decorator';
import { Needs } from '../auth/api-key.guard';
import { FromCaller } from '../auth/origin.decorator';
import { ApiBodyOf } from '../docs/api-schema.decorators';
import { CancelAll } from '../orders/cancel-all';
import { invalid } from '@ome/order-entry';
import { KillSwitchDto } from './kill-switch.dto';

/**
 * Stops new orders, and replaces that raise exposure; cancels always pass, and orders that only
 * reduce a position unless all is blocked.
 */
@ApiTags('risk')
@Controller('risk/kill-switch')
@Needs(Scope.Ops)
export class KillSwitchController {
  constructor(
    private readonly controls: RiskControls,
    private readonly store: RiskStore,
    private readonly cancelAll: CancelAll,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The switches that are pulled, by whom and why' })
  async list(): Promise<{ items: KillSwitchView[] }> {
    return { items: (await this.store.load()).switches.map(switchView) };
  }

  @Post()
  @Audited('risk.killSwitch.pull')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Pulls a switch, by default against what does not only reduce a position; answered when no process takes such an order any more',
  })
  @ApiBodyOf(KillSwitchDto, {
    scope: KillSwitchScope.Account,
    id: '42',
    mode: KillSwitchMode.BlockNew,
    reason: 'Too much for one day',
    cancelOpen: true,
  })
  async pull(
    @Body() dto: KillSwitchDto,
    @FromCaller() origin: Origin,
  ): Promise<PulledKillSwitchView> {
    const { scope, id = null, mode = null, reason } = dto;
    const pulled = await this.controls.pull(keyOf(scope, id), { mode, reason }, origin);
    const canceled = dto.cancelOpen ? await this.cancelOpen(pulled, origin) : null;
    return { ...switchView(pulled), canceled };
  }

  @Delete(['engine', ':scope/:id'])
  @Audited('risk.killSwitch.release')
  @HttpCode(204)
  @ApiOperation({ summary: 'Puts a switch back' })
  async release(
    @Param() { scope = KillSwitchScope.Engine, id = null }: Partial<KillSwitchKey>,
    @FromCaller() origin: Origin,
  ): Promise<void> {
    const released = await this.controls.release(keyOf(scope, id), origin);
    if (!released) throw new NotFoundException('No such switch is pulled');
  }

  private cancelOpen({ scope, id, reason }: KillSwitch, origin: Origin): Promise<CanceledAll> {
    const filter = {
      ...(scope === KillSwitchScope.Account && { account: id! }),
      ...(scope === KillSwitchScope.User && { userId: id! }),
    };
    return this.cancelAll.execute({ ...filter, reason }, origin);
  }
}

const switchView = ({ at, ...pulled }: KillSwitch): KillSwitchView => ({
  ...pulled,
  at: at.toISOString(),
});

function keyOf(scope: KillSwitchScope, id: string | null): KillSwitchKey {
  if (scope === KillSwitchScope.Engine && id !== null) {
    throw invalid('id', 'must be left out where the whole engine is meant');
  }
  if (scope !== KillSwitchScope.Engine && id === null) {
    throw invalid('id', `must name the ${scope}`);
  }
  return { scope, id };
}
