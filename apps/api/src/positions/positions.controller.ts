import {
  Body,
  Controller,
  Get,
  HttpCode,
  NotFoundException,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ClosedPosition, Page, PositionDayView, PositionsPageView } from '@ome/contracts';
import type { Origin } from '@ome/engine';
import { PositionClosing } from '@ome/order-entry';
import { PositionQueries } from '@ome/persistence';
import { Scope } from '@ome/platform';
import type { FastifyReply } from 'fastify';
import { BoundBy, Needs } from '../auth/declared-routes';
import type { Entitlement } from '@ome/domain';
import { Entitled } from '../auth/entitled.decorator';
import { FromCaller } from '../auth/origin.decorator';
import { ApiBodyOf, ApiQueryOf } from '../docs/api-schema.decorators';
import { pageLimit } from '../http/page.query';
import { orRefuse } from '../problems/refused';
import { BrokerPositions } from './broker-positions';
import { PositionList } from './position-list';
import {
  CloseAllDto,
  ClosePositionDto,
  PositionHistoryQuery,
  PositionsQuery,
} from './positions.dto';

/** Positions from executions, per account, exchange, symbol, product and link. */
@ApiTags('positions')
@Controller('positions')
@Needs(Scope.Orders)
@BoundBy('handler')
export class PositionsController {
  constructor(
    private readonly positions: PositionList,
    private readonly queries: PositionQueries,
    private readonly brokers: BrokerPositions,
    private readonly closing: PositionClosing,
  ) {}

  /**
   * With `broker=true`, includes the net quantities of the accounts' broker sessions, at most two
   * seconds old.
   */
  @Get()
  @Needs(Scope.View)
  @ApiQueryOf(PositionsQuery)
  async list(
    @Entitled() within: Entitlement,
    @Query() query: PositionsQuery,
  ): Promise<PositionsPageView> {
    const { open, broker, account, symbol, exchange, product, link } = query;
    const key = { account, symbol, exchange, product, link };
    const filter = { ...key, ...(open && { open: open === 'true' }) };
    const [page, brokers] = await Promise.all([
      this.positions.page(within, filter, query.cursor ?? null, pageLimit(query)),
      broker === 'true' ? this.brokers.forAccounts(within, key) : null,
    ]);
    return { ...page, ...(brokers && { brokers }) };
  }

  /** The closing position of each market day with executions, oldest first. */
  @Get('history')
  @Needs(Scope.View)
  @ApiQueryOf(PositionHistoryQuery)
  history(
    @Entitled() within: Entitlement,
    @Query() query: PositionHistoryQuery,
  ): Promise<Page<PositionDayView>> {
    const { cursor = null, limit: _, ...filter } = query;
    return this.queries.history(within, filter, cursor, pageLimit(query));
  }

  @Post('close')
  @ApiBodyOf(ClosePositionDto, { account: '42', exchange: 'NSE', symbol: 'ACC' })
  async close(
    @Entitled() within: Entitlement,
    @Body() dto: ClosePositionDto,
    @FromCaller() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClosedPosition> {
    const result = await this.closing.one(within, dto, origin);
    if (!result) throw new NotFoundException('There is no such position');
    const closed = orRefuse(result);
    void reply.status(closed.created ? 201 : 200);
    return closed;
  }

  @Post('close-all')
  @HttpCode(200)
  @ApiBodyOf(CloseAllDto, { account: '42' })
  async closeAll(
    @Entitled() within: Entitlement,
    @Body() dto: CloseAllDto,
    @FromCaller() origin: Origin,
  ): Promise<{ items: ClosedPosition[] }> {
    return { items: await this.closing.all(within, dto, origin) };
  }
}
