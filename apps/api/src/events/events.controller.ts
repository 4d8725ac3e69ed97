import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { EventsRequest, FeedPageView, QueryOf } from '@ome/contracts';
import { CursorExpired, EventFeed, EventMessages } from '@ome/engine';
import { Scope } from '@ome/platform';
import { IsOptional, Matches } from 'class-validator';
import { BoundBy, Needs } from '../auth/declared-routes';
import { type Entitlement, isEntitledTo } from '@ome/domain';
import { Entitled } from '../auth/entitled.decorator';
import { ApiQueryOf } from '../docs/api-schema.decorators';
import { pageLimit } from '../http/page.query';
import { CURSOR } from './cursor';
import { FeedExpired } from './feed-expired';

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
  constructor(
    private readonly feed: EventFeed,
    private readonly messages: EventMessages,
  ) {}

  @Get()
  @BoundBy('handler')
  @ApiQueryOf(EventsQuery)
  async page(@Entitled() within: Entitlement, @Query() query: EventsQuery): Promise<FeedPageView> {
    const { entries, nextCursor } = await this.read(query.after ?? null, pageLimit(query));
    const described = await this.messages.describe(entries);
    const items = described
      .filter(({ order }) => isEntitledTo(within, order))
      .map(({ message, entry }) => ({ ...message, cursor: entry.cursor }));
    return { items, nextCursor };
  }

  private async read(after: string | null, limit: number) {
    try {
      return await this.feed.page(after, limit);
    } catch (error) {
      if (error instanceof CursorExpired) throw new FeedExpired(await this.feed.end());
      throw error;
    }
  }
}
