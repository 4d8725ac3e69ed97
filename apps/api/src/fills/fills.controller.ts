import { ID } from '@ome/order-entry';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FillsRequest, FillView, Page, QueryOf } from '@ome/contracts';
import { type Entitlement, Side } from '@ome/domain';
import { FillQueries } from '@ome/persistence';
import { MarketTime, Scope } from '@ome/platform';
import { IsEnum, IsIn, IsOptional, Matches } from 'class-validator';
import { BoundBy, Needs } from '../auth/declared-routes';
import { Entitled } from '../auth/entitled.decorator';
import { ApiQueryOf } from '../docs/api-schema.decorators';
import { pageLimit, TimeRangeQuery, timeRange } from '../http/page.query';

/** `GET /fills` */
export class FillsQuery extends TimeRangeQuery implements QueryOf<FillsRequest> {
  @IsOptional()
  @Matches(ID)
  account?: string;

  @IsOptional()
  @Matches(ID)
  user?: string;

  @IsOptional()
  @Matches(ID)
  symbol?: string;

  @IsOptional()
  @Matches(ID)
  exchange?: string;

  @IsOptional()
  @IsEnum(Side)
  side?: Side;

  @IsOptional()
  @Matches(ID)
  link?: string;

  @IsOptional()
  @Matches(/^[0-9a-f]{24}$/)
  orderId?: string;

  /** Only fills whose price ops have to confirm. */
  @IsOptional()
  @IsIn(['true'])
  doubted?: 'true';
}

@ApiTags('fills')
@Controller('fills')
@Needs(Scope.View)
export class FillsController {
  constructor(
    private readonly fills: FillQueries,
    private readonly marketTime: MarketTime,
  ) {}

  @Get()
  @BoundBy('handler')
  @ApiQueryOf(FillsQuery)
  list(@Entitled() within: Entitlement, @Query() query: FillsQuery): Promise<Page<FillView>> {
    const { user: userId, orderId, account, symbol, exchange, side, link } = query;
    const equal = { orderId, account, userId, symbol, exchange, side, link };
    const doubted = query.doubted && { doubted: true as const };
    return this.fills.page(
      within,
      { ...equal, ...doubted, ...timeRange(query, this.marketTime) },
      query.cursor ?? null,
      pageLimit(query),
    );
  }
}
