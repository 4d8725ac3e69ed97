import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AwaitingBasket, AwaitingOrder, OrderView } from '@ome/contracts';
import type { Entitlement } from '@ome/domain';
import { DecideApprovals, type Origin, orderOfApproval, orderView } from '@ome/engine';
import { BasketQueries, OrderQueries } from '@ome/persistence';
import { Scope } from '@ome/platform';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { Entitled } from '../auth/entitled.decorator';
import { EntitledOrders } from '../auth/entitled-orders';
import { FromCaller } from '../auth/origin.decorator';
import { ApiBodyOf, ApiQueryOf } from '../docs/api-schema.decorators';
import { LimitQuery, pageLimit } from '../http/page.query';
import { orRefuse } from '../problems/refused';
import { ApproveDto, RejectDto } from './approvals.dto';

/** New orders and replaces that wait for a second person, and staged orders. */
@ApiTags('approvals')
@Controller('approvals')
@Needs(Scope.Approvals)
@BoundBy('handler')
export class ApprovalsController {
  constructor(
    private readonly decide: DecideApprovals,
    private readonly orders: OrderQueries,
    private readonly baskets: BasketQueries,
    private readonly entitled: EntitledOrders,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What waits for somebody; what expires first comes first' })
  @ApiQueryOf(LimitQuery)
  async list(
    @Entitled() within: Entitlement,
    @Query() query: LimitQuery,
  ): Promise<{ items: AwaitingOrder[] }> {
    const orders = await this.orders.awaitingApproval(within, pageLimit(query));
    return { items: orders as AwaitingOrder[] };
  }

  @Get('baskets')
  @ApiOperation({ summary: 'Baskets that wait as a whole; what expires first comes first' })
  @ApiQueryOf(LimitQuery)
  async listBaskets(
    @Entitled() within: Entitlement,
    @Query() query: LimitQuery,
  ): Promise<{ items: AwaitingBasket[] }> {
    return { items: await this.baskets.awaitingApproval(within, pageLimit(query)) };
  }

  @Post(':id/approve')
  @Audited('approvals.approve')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Lets a request of somebody else go on, judged again by limits and switches as of now; what is refused goes on waiting',
  })
  @ApiBodyOf(ApproveDto, { reason: 'Agreed with the client' })
  async approve(
    @Entitled() within: Entitlement,
    @Param('id') id: string,
    @Body() { reason }: ApproveDto,
    @FromCaller() origin: Origin,
  ): Promise<OrderView> {
    await this.entitled.require(within, orderOfApproval(id));
    return orderView(orRefuse(await this.decide.approve(id, reason ?? null, origin)).order);
  }

  @Post(':id/reject')
  @Audited('approvals.reject')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ends a request that waits; a replace leaves its order as it was' })
  @ApiBodyOf(RejectDto, { reason: 'Too much for this account' })
  async reject(
    @Entitled() within: Entitlement,
    @Param('id') id: string,
    @Body() { reason }: RejectDto,
    @FromCaller() origin: Origin,
  ): Promise<OrderView> {
    await this.entitled.require(within, orderOfApproval(id));
    return orderView(orRefuse(await this.decide.reject(id, reason, origin)).order);
  }
}
