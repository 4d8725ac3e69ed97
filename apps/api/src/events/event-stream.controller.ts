import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Entitlement } from '@ome/domain';
import { Scope } from '@ome/platform';
import { IsOptional, Matches } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { credentialOf } from '../auth/callers';
import { BoundBy, Needs } from '../auth/declared-routes';
import { Entitled } from '../auth/entitled.decorator';
import { ApiQueryOf } from '../docs/api-schema.decorators';
import { LiveFeed } from '../live/live-feed';
import { ROOM, ROOM_RULE } from '../live/rooms';
import { Subscribers } from '../live/subscribers';
import { invalid } from '@ome/order-entry';
import { CURSOR } from './cursor';
import { EventStream } from './event-stream';
import { FeedExpired } from './feed-expired';

const EVENT_STREAM = 'text/event-stream; charset=utf-8';

/** `GET /events/stream` */
export class EventStreamQuery {
  /** The cursor of the last item that was processed. Default: from now on. */
  @IsOptional()
  @Matches(CURSOR, { message: '$property is not a valid cursor: send one that this API returned' })
  after?: string;

  /** Default: everything. */
  @IsOptional()
  @Matches(ROOM, { message: `$property ${ROOM_RULE}` })
  room?: string;
}

/** Live events for programs that read server-sent events. */
@ApiTags('events')
@Controller('events/stream')
@Needs(Scope.View)
export class EventStreamController {
  constructor(
    private readonly feed: LiveFeed,
    private readonly subscribers: Subscribers,
  ) {}

  @Get()
  @BoundBy('handler')
  @ApiOperation({ summary: 'Server-sent events; the id of each is its cursor' })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Takes precedence over `after`',
  })
  @ApiQueryOf(EventStreamQuery)
  async stream(
    @Entitled() within: Entitlement,
    @Query() { after, room = 'all' }: EventStreamQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (lastEventId && !CURSOR.test(lastEventId)) {
      throw invalid('Last-Event-ID', 'is not a valid cursor: send one that this API returned');
    }
    const cursor = await this.begin(lastEventId || (after ?? null));
    if (request.method === 'HEAD') {
      void reply.type(EVENT_STREAM).send();
      return;
    }
    const credential = request.caller ? credentialOf(request.headers) : null;
    const stream = new EventStream(credential, within, cursor);
    this.subscribers.join(stream);
    stream.body.once('close', () => this.subscribers.leave(stream));
    void reply
      .type(EVENT_STREAM)
      .header('cache-control', 'no-store')
      // Otherwise nginx would buffer events.
      .header('x-accel-buffering', 'no')
      .send(stream.body);
    this.subscribers.serve(stream, new Set([room]), cursor);
  }

  private async begin(after: string | null): Promise<string> {
    try {
      return await this.feed.begin(after);
    } catch (error) {
      const problem = await this.feed.problemOf(error);
      throw problem?.cursor ? new FeedExpired(problem.cursor) : error;
    }
  }
}
