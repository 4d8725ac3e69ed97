import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { EventsRequest, QueryOf } from '@ome/contracts';
import { Scope } from '@ome/platform';
import { IsOptional, Matches } from 'class-validator';
import { BoundBy, Needs } from '../auth/declared-routes';
import type { Entitlement } from '@ome/domain';
import { Entitled } from '../auth/entitled.decorator';
import { ApiQueryOf } from '../docs/api-schema.decorators';
import { pageLimit } from '../http/page.query';
import { CURSOR } from './cursor';
import { FeedPages } from './feed-pages';

/** `GET /events` */
export class EventsQuery implements QueryOf<EventsRequest> {
  /** The cursor of the last item that was processed. Default: the beginning of the feed. */
  @IsOptional()
  @Matches(CURSOR, { message: '$property is not a valid cursor: send one that this API returned' })
  after?: string;

  @IsOptional()
  @Matches(/^\d{1,4}$/, { message: '$property must be a whole number from 1 to 1000' })
  limit?: string;
}

@ApiTags('events')
@Controller('events')
@Needs(Scope.View)
export class EventsController {
  constructor(private readonly pages: FeedPages) {}

  @Get()
  @BoundBy('handler')
  @ApiQueryOf(EventsQuery)
  @Header('content-type', 'application/json; charset=utf-8')
  page(@Entitled() within: Entitlement, @Query() query: EventsQuery): Promise<Buffer> {
    return this.pages.page(within, query.after ?? null, pageLimit(query));
  }
}
