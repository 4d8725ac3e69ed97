import {
  Body,
  Controller,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type {
  AlertView,
  OrderView,
  Page,
  PendingClosingView,
  SetAsideHistoryView,
  UndeliveredView,
  WaitingView,
} from '@ome/contracts';
import type { Entitlement } from '@ome/domain';
import { type Origin, orderView, Resolution, ResolveDoubt } from '@ome/engine';
import { ClosingQueries, OrderQueries, SetAsideHistories } from '@ome/persistence';
import { Scope } from '@ome/platform';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { Entitled } from '../auth/entitled.decorator';
import { FromCaller } from '../auth/origin.decorator';
import { ApiBodyOf, ApiQueryOf } from '../docs/api-schema.decorators';
import { OrderIdPipe } from '../http/path-id.pipes';
import { LimitQuery, PageQuery, pageLimit } from '../http/page.query';
import { orRefuse } from '../problems/refused';
import { LinkStatuses } from './link-statuses';
import { OpsLists } from './ops-lists';
import { ResolveDto } from './ops.dto';

/** What ops see and do about problems. */
@ApiTags('ops')
@Controller()
@Needs(Scope.Ops)
export class OpsController {
  constructor(
    private readonly orders: OrderQueries,
    private readonly closing: ClosingQueries,
    private readonly lists: OpsLists,
    private readonly aside: SetAsideHistories,
    private readonly links: LinkStatuses,
    private readonly resolveDoubt: ResolveDoubt,
  ) {}

  /**
   * Orders with a command that is queued, being sent or in doubt, their links, and why they wait.
   */
  @Get('ops/waiting')
  @BoundBy('handler')
  @ApiQueryOf(LimitQuery)
  async waiting(@Entitled() within: Entitlement, @Query() query: LimitQuery): Promise<WaitingView> {
    const limit = pageLimit(query);
    const [counts, items, links] = await Promise.all([
      this.orders.workCounts(within),
      this.orders.waiting(within, limit),
      this.links.all(within),
    ]);
    return { counts, links, items };
  }

  /** Requests to close positions that wait or were given up, newest first. */
  @Get('ops/closings')
  @BoundBy('handler')
  @ApiQueryOf(LimitQuery)
  async closings(
    @Entitled() within: Entitlement,
    @Query() query: LimitQuery,
  ): Promise<{ items: PendingClosingView[] }> {
    return { items: await this.closing.waiting(within, pageLimit(query)) };
  }

  @Get('ops/alerts')
  @BoundBy('handler')
  @ApiQueryOf(PageQuery)
  alerts(@Entitled() within: Entitlement, @Query() query: PageQuery): Promise<Page<AlertView>> {
    return this.lists.alerts(within, query.cursor ?? null, pageLimit(query));
  }

  @Get('ops/undelivered')
  @BoundBy('handler')
  @ApiQueryOf(PageQuery)
  undelivered(
    @Entitled() within: Entitlement,
    @Query() query: PageQuery,
  ): Promise<Page<UndeliveredView>> {
    return this.lists.undelivered(within, query.cursor ?? null, pageLimit(query));
  }

  /**
   * Histories that cannot be folded, oldest entries first. Nothing is decided on them, reports on
   * them are kept, and they are read again every few seconds.
   */
  @Get('ops/set-aside')
  @BoundBy('engine')
  @ApiQueryOf(PageQuery)
  async setAside(@Query() query: PageQuery): Promise<Page<SetAsideHistoryView>> {
    const page = await this.aside.page(query.cursor ?? null, pageLimit(query));
    const items = page.items.map(({ stream, since, ...history }) => ({
      ...history,
      stream: stream as SetAsideHistoryView['stream'],
      since: since.toISOString(),
    }));
    return { ...page, items };
  }

  @Post('ops/undelivered/retry')
  @BoundBy('engine')
  @Audited('deliveries.retry')
  @HttpCode(202)
  async retryAll(): Promise<{ scheduled: number }> {
    return { scheduled: await this.lists.retryAll() };
  }

  @Post('ops/undelivered/:id/retry')
  @BoundBy('handler')
  @Audited('deliveries.retry')
  @HttpCode(202)
  async retry(
    @Entitled() within: Entitlement,
    @Param('id') id: string,
  ): Promise<{ scheduled: number }> {
    const scheduled = await this.lists.retry(within, id);
    if (scheduled === 0)
      throw new NotFoundException('There is no undelivered message with this id');
    return { scheduled };
  }

  @Post('orders/:orderId/resolve')
  @BoundBy('order')
  @Audited('order.resolve')
  @HttpCode(200)
  @ApiBodyOf(ResolveDto, {
    resolution: Resolution.Adopt,
    brokerOrderId: '26112100001',
    reason: 'Seen on the terminal',
  })
  async resolve(
    @Param('orderId', OrderIdPipe) orderId: string,
    @Body() { resolution, brokerOrderId, reason }: ResolveDto,
    @FromCaller() origin: Origin,
  ): Promise<OrderView> {
    const command = { resolution, brokerOrderId: brokerOrderId ?? null, text: reason ?? null };
    return orderView(orRefuse(await this.resolveDoubt.execute(orderId, command, origin)).order);
  }
}
