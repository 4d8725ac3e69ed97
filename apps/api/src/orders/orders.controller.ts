import { cancelRequest, OrderEntry, replaceRequest } from '@ome/order-entry';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Res,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { CanceledAll, FillView, OrderHistoryItem, OrderView, Page } from '@ome/contracts';
import { type Entitlement, OrdType, Side, TimeInForce } from '@ome/domain';
import { CancelOrders, ChangeOrder, type Origin, orderView, PlaceOrder } from '@ome/engine';
import { CachedOrderFollowers } from '@ome/messaging';
import { FillQueries, OrderQueries } from '@ome/persistence';
import { MarketTime, Scope } from '@ome/platform';
import type { FastifyReply } from 'fastify';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { Entitled } from '../auth/entitled.decorator';
import { FromCaller } from '../auth/origin.decorator';
import { ApiBodyOf, ApiQueryOf } from '../docs/api-schema.decorators';
import { OrderIdPipe, UserIdPipe } from '../http/path-id.pipes';
import { PageQuery, pageLimit, timeRange } from '../http/page.query';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { orRefuse } from '../problems/refused';
import { CancelAllDto, CancelOrderDto, ReplaceOrderDto } from './change-order.dto';
import { NewOrderDto } from './new-order.dto';
import { OrderHistory } from './order-history';
import { OrderAtQuery, OrdersQuery } from './orders.query';

@ApiTags('orders')
@Controller('orders')
@Needs(Scope.Orders)
export class OrdersController {
  constructor(
    private readonly placeOrder: PlaceOrder,
    private readonly changeOrder: ChangeOrder,
    private readonly cancelOrders: CancelOrders,
    private readonly queries: OrderQueries,
    private readonly entry: OrderEntry,
    private readonly marketTime: MarketTime,
  ) {}

  @Post()
  @BoundBy('handler')
  @ApiBodyOf(NewOrderDto, {
    clOrdId: 'order-1',
    account: '42',
    symbol: 'ACC',
    exchange: 'NSE',
    side: Side.Buy,
    ordType: OrdType.Limit,
    quantity: '100',
    price: '1850',
    timeInForce: TimeInForce.Day,
  })
  async create(
    @Entitled() within: Entitlement,
    @Body() dto: NewOrderDto,
    @IdempotencyKey() key: string | null,
    @FromCaller() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    const command = this.entry.newOrder(within, dto);
    const placed = orRefuse(await this.placeOrder.execute(command, origin, key));
    void reply.status(placed.created ? 201 : 200);
    return orderView(placed.order);
  }

  @Get()
  @Needs(Scope.View)
  @BoundBy('handler')
  @ApiQueryOf(OrdersQuery)
  list(@Entitled() within: Entitlement, @Query() query: OrdersQuery): Promise<Page<OrderView>> {
    const {
      user: userId,
      status: ordStatus,
      open,
      account,
      symbol,
      exchange,
      side,
      link,
      tag,
      parent: parentOrderId,
    } = query;
    const equal = { account, userId, symbol, exchange, side, ordStatus, link, tag, parentOrderId };
    const times = timeRange(query, this.marketTime);
    const filter = { ...equal, ...(open && { open: open === 'true' }), ...times };
    return this.queries.page(within, filter, query.cursor ?? null, pageLimit(query));
  }

  @Post('cancel-all')
  @BoundBy('handler')
  @HttpCode(202)
  @ApiBodyOf(CancelAllDto, { account: '42', symbol: 'ACC' })
  async cancelMany(
    @Entitled() within: Entitlement,
    @Body() dto: CancelAllDto,
    @FromCaller() origin: Origin,
  ): Promise<CanceledAll> {
    const { reason = null, ...filter } = dto;
    return this.cancelOrders.execute(this.queries.openIds(within, filter), reason, origin);
  }

  @Put(':orderId')
  @BoundBy('order')
  @HttpCode(202)
  @ApiBodyOf(ReplaceOrderDto, { quantity: '120', price: '1849.5' })
  async replace(
    @Param('orderId', OrderIdPipe) orderId: string,
    @Body() dto: ReplaceOrderDto,
    @IdempotencyKey() key: string | null,
    @FromCaller() origin: Origin,
  ): Promise<OrderView> {
    const request = replaceRequest(dto, key);
    return orderView(orRefuse(await this.changeOrder.replace(orderId, request, origin)).order);
  }

  @Post(':orderId/cancel')
  @BoundBy('order')
  @HttpCode(202)
  @ApiBodyOf(CancelOrderDto, { reason: 'Too far from the market' })
  async cancel(
    @Param('orderId', OrderIdPipe) orderId: string,
    @Body() dto: CancelOrderDto,
    @IdempotencyKey() key: string | null,
    @FromCaller() origin: Origin,
  ): Promise<OrderView> {
    const request = cancelRequest(dto, key);
    return orderView(orRefuse(await this.changeOrder.cancel(orderId, request, origin)).order);
  }
}

/** One order with its events and fills. */
@ApiTags('orders')
@Controller('orders/:orderId')
@Needs(Scope.Orders)
@BoundBy('order')
export class OrderController {
  constructor(
    private readonly history: OrderHistory,
    private readonly fills: FillQueries,
    private readonly queries: OrderQueries,
    private readonly followers: CachedOrderFollowers,
    private readonly marketTime: MarketTime,
  ) {}

  @Get()
  @Needs(Scope.View)
  @ApiQueryOf(OrderAtQuery)
  async show(
    @Param('orderId', OrderIdPipe) orderId: string,
    @Query() { at }: OrderAtQuery,
  ): Promise<OrderView> {
    return orderView(
      at === undefined
        ? await this.history.order(orderId)
        : await this.history.orderAt(orderId, this.marketTime.instantOf(at)!),
    );
  }

  @Get('events')
  @Needs(Scope.View)
  @ApiQueryOf(PageQuery)
  events(
    @Param('orderId', OrderIdPipe) orderId: string,
    @Query() query: PageQuery,
  ): Promise<Page<OrderHistoryItem>> {
    return this.history.events(orderId, query.cursor ?? null, pageLimit(query));
  }

  @Get('fills')
  @Needs(Scope.View)
  @ApiQueryOf(PageQuery)
  async listFills(
    @Param('orderId', OrderIdPipe) orderId: string,
    @Entitled() within: Entitlement,
    @Query() query: PageQuery,
  ): Promise<Page<FillView>> {
    const { slicing } = await this.history.order(orderId);
    const slices = slicing && (await this.queries.slicesOf([orderId])).get(orderId);
    const orderIds = slices ?? [orderId];
    return this.fills.page(within, { orderIds }, query.cursor ?? null, pageLimit(query));
  }

  @Put('followers/:userId')
  @Audited('order.follow')
  @HttpCode(204)
  async follow(
    @Param('orderId', OrderIdPipe) orderId: string,
    @Param('userId', UserIdPipe) userId: string,
  ): Promise<void> {
    await this.history.order(orderId);
    await this.followers.add(orderId, userId);
  }

  @Delete('followers/:userId')
  @Audited('order.unfollow')
  @HttpCode(204)
  async unfollow(
    @Param('orderId', OrderIdPipe) orderId: string,
    @Param('userId', UserIdPipe) userId: string,
  ): Promise<void> {
    await this.history.order(orderId);
    await this.followers.remove(orderId, userId);
  }
}
