import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { BasketView } from '@ome/contracts';
import { basketView, DecideBaskets, type Origin } from '@ome/engine';
import { Scope } from '@ome/platform';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { FromCaller } from '../auth/origin.decorator';
import { ApiBodyOf } from '../docs/api-schema.decorators';
import { BasketIdPipe } from '../http/path-id.pipes';
import { orRefuse } from '../problems/refused';
import { ApproveDto, RejectDto } from './approvals.dto';

/** Baskets that wait for a second person, as a whole. */
@ApiTags('baskets')
@Controller('baskets/:basketId')
@Needs(Scope.Approvals)
@BoundBy('basket')
export class BasketApprovalsController {
  constructor(private readonly decide: DecideBaskets) {}

  @Post('approve')
  @Audited('basket.approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lets a basket of somebody else begin' })
  @ApiBodyOf(ApproveDto, { reason: 'Agreed with the client' })
  async approve(
    @Param('basketId', BasketIdPipe) basketId: string,
    @Body() { reason }: ApproveDto,
    @FromCaller() origin: Origin,
  ): Promise<BasketView> {
    const decided = await this.decide.approve(basketId, reason ?? null, origin);
    return basketView(orRefuse(decided).basket);
  }

  @Post('reject')
  @Audited('basket.reject')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ends a basket that waits: nothing of it is sent' })
  @ApiBodyOf(RejectDto, { reason: 'Too much for this account' })
  async reject(
    @Param('basketId', BasketIdPipe) basketId: string,
    @Body() { reason }: RejectDto,
    @FromCaller() origin: Origin,
  ): Promise<BasketView> {
    return basketView(orRefuse(await this.decide.reject(basketId, reason, origin)).basket);
  }
}
