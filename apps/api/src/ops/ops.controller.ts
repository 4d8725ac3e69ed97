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
  SetAsideHistoryView,
  UndeliveredView,
  WaitingView,
} from '@ome/contracts';
import {
  type Origin,
  orderView,
  Resolution,
  ResolveDoubt,
  type UndeliveredMessage,
} from '@ome/engine';
import {
  EventQueries,
  OrderQueries,
  SetAsideHistories,
  UndeliveredQueries,
} from '@ome/persistence';
import { Scope } from '@ome/platform';
import { Audited } from '../audit/audited.decorator';
import { Needs } from '../auth/api-key.guard';
import { FromCaller } from '../auth/origin.decorator';
import { ApiBodyOf, ApiQueryOf } from '../docs/api-schema.decorators';
import { OrderIdPipe } from '../http/path-id.pipes';
import { LimitQuery, PageQuery, pageLimit } from '../http/page.query';
import { plainJson } from '../orders/plain-json';
import { orRefuse } from '../problems/refused';
import { LinkStatuses } from './link-statuses';
import { ResolveDto } from './ops.dto';

/** What people need to see and do when something does not go by itself. */
@ApiTags('ops')
@Controller()
@Needs(Scope.Ops)
export class OpsController {
  constructor(
    private readonly orders: OrderQueries,
    private readonly events: EventQueries,
    private readonly undeliveredFills: UndeliveredQueries,
    private readonly aside: SetAsideHistories,
    private readonly links: LinkStatuses,
    private readonly resolveDoubt: ResolveDoubt,
  ) {}

  /** Orders with a command that is queued, being sent or in doubt, the links, and why they wait. */
  @Get('ops/waiting')
  @ApiQueryOf(LimitQuery)
  async waiting(@Query() query: LimitQuery): Promise<WaitingView> {
    const limit = pageLimit(query);
    const [counts, items, links] = await Promise.all([
      this.orders.workCounts(),
      this.orders.waiting(limit),
      this.links.all(),
    ]);
    return { counts, links, items };
  }

  @Get('ops/alerts')
  @ApiQueryOf(PageQuery)
  async alerts(@Query() query: PageQuery): Promise<Page<AlertView>> {
    const page = await this.events.withAlerts(query.cursor ?? null, pageLimit(query));
    const items = page.items.map(({ id, event }) => ({ id, ...plainJson(event) }));
    return { items, nextCursor: page.nextCursor };
  }

  @Get('ops/undelivered')
  @ApiQueryOf(PageQuery)
  async undelivered(@Query() query: PageQuery): Promise<Page<UndeliveredView>> {
    const page = await this.undeliveredFills.page(query.cursor ?? null, pageLimit(query));
    return { ...page, items: page.items.map(undeliveredView) };
  }

  /**
   * Histories that cannot be folded, the longest known first. Nothing is decided on them, what venues
   * report on them is kept, and they are read again every few seconds.
   */
  @Get('ops/set-aside')
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
  @Audited('deliveries.retry')
  @HttpCode(202)
  async retryAll(): Promise<{ scheduled: number }> {
    return { scheduled: await this.undeliveredFills.makeDue() };
  }

  @Post('ops/undelivered/:id/retry')
  @Audited('deliveries.retry')
  @HttpCode(202)
  async retry(@Param('id') id: string): Promise<{ scheduled: number }> {
    const scheduled = await this.undeliveredFills.makeDue(id);
    if (scheduled === 0) throw new NotFoundException('There is no such undelivered message');
    return { scheduled };
  }

  @Post('orders/:orderId/resolve')
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

const undeliveredView = ({ since, nextAttemptAt, ...message }: UndeliveredMessage) => ({
  ...message,
  since: since.toISOString(),
  nextAttemptAt: nextAttemptAt.toISOString(),
});
