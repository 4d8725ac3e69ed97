import { OrderEntry } from '@ome/order-entry';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { BasketDetailView, BasketView, Page } from '@ome/contracts';
import {
  basketView,
  CancelBasket,
  CreateBasket,
  type CreateBasketCommand,
  type Origin,
} from '@ome/engine';
import { BasketQueries } from '@ome/persistence';
import { Scope } from '@ome/platform';
import type { FastifyReply } from 'fastify';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import type { Entitlement } from '@ome/domain';
import { Entitled } from '../auth/entitled.decorator';
import { FromCaller } from '../auth/origin.decorator';
import { ApiBodyOf, ApiQueryOf } from '../docs/api-schema.decorators';
import { BasketIdPipe } from '../http/path-id.pipes';
import { pageLimit } from '../http/page.query';
import { orRefuse } from '../problems/refused';
import { BasketHistory } from './basket-history';
import {
  BasketLegDto,
  BasketsQuery,
  CancelBasketDto,
  IronCondorDto,
  IronCondorLegDto,
  NewBasketDto,
} from './baskets.dto';
import { BASKET_EXAMPLE, IRON_CONDOR_EXAMPLE } from './examples';
import { ApiBodyWithParts, checkedPart } from './nested';

/**
 * Orders that belong together: a stage is sent only after the stage before has met its condition.
 */
@ApiTags('baskets')
@Controller('baskets')
@Needs(Scope.Orders)
export class BasketsController {
  constructor(
    private readonly createBasket: CreateBasket,
    private readonly cancelBasket: CancelBasket,
    private readonly entry: OrderEntry,
    private readonly history: BasketHistory,
    private readonly queries: BasketQueries,
  ) {}

  @Post()
  @BoundBy('handler')
  @Audited('basket.create')
  @ApiBodyWithParts(NewBasketDto, { legs: BasketLegDto }, BASKET_EXAMPLE)
  async create(
    @Entitled() within: Entitlement,
    @Body() dto: NewBasketDto,
    @FromCaller() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BasketView> {
    const legs = await Promise.all(
      dto.legs.map((leg, index) => checkedPart(BasketLegDto, `legs[${index}]`, leg)),
    );
    return this.created(this.entry.newBasket(within, { ...dto, legs }), origin, reply);
  }

  @Post('iron-condor')
  @BoundBy('handler')
  @Audited('basket.create')
  @ApiBodyWithParts(
    IronCondorDto,
    {
      putBuy: IronCondorLegDto,
      putSell: IronCondorLegDto,
      callSell: IronCondorLegDto,
      callBuy: IronCondorLegDto,
    },
    IRON_CONDOR_EXAMPLE,
  )
  async ironCondor(
    @Entitled() within: Entitlement,
    @Body() dto: IronCondorDto,
    @FromCaller() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BasketView> {
    const part = (name: 'putBuy' | 'putSell' | 'callSell' | 'callBuy') =>
      checkedPart(IronCondorLegDto, name, dto[name]);
    const command = await this.entry.ironCondor(within, {
      ...dto,
      putBuy: await part('putBuy'),
      putSell: await part('putSell'),
      callSell: await part('callSell'),
      callBuy: await part('callBuy'),
    });
    return this.created(command, origin, reply);
  }

  @Get()
  @Needs(Scope.View)
  @BoundBy('handler')
  @ApiQueryOf(BasketsQuery)
  list(@Entitled() within: Entitlement, @Query() query: BasketsQuery): Promise<Page<BasketView>> {
    const { account, status, open, cursor = null } = query;
    const equal = { ...(account && { account }), ...(status && { status }) };
    const filter = { ...equal, ...(open && { open: open === 'true' }) };
    return this.queries.page(within, filter, cursor, pageLimit(query));
  }

  /** Includes the state of its orders, and its events. */
  @Get(':basketId')
  @Needs(Scope.View)
  @BoundBy('basket')
  show(@Param('basketId', BasketIdPipe) basketId: string): Promise<BasketDetailView> {
    return this.history.detail(basketId);
  }

  /** Sends no further stage and cancels open orders; `unwind` also closes what is filled. */
  @Post(':basketId/cancel')
  @BoundBy('basket')
  @Audited('basket.cancel')
  @HttpCode(202)
  @ApiBodyOf(CancelBasketDto, { reason: 'The market has moved', unwind: true })
  async cancel(
    @Param('basketId', BasketIdPipe) basketId: string,
    @Body() { reason, unwind }: CancelBasketDto,
    @FromCaller() origin: Origin,
  ): Promise<BasketView> {
    const command = { text: reason ?? null, unwind: unwind ?? false };
    return basketView(orRefuse(await this.cancelBasket.execute(basketId, command, origin)).basket);
  }

  private async created(
    command: CreateBasketCommand,
    origin: Origin,
    reply: FastifyReply,
  ): Promise<BasketView> {
    const created = orRefuse(await this.createBasket.execute(command, origin));
    void reply.status(created.created ? 201 : 200);
    return basketView(created.basket);
  }
}
