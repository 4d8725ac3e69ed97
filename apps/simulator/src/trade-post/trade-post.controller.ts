import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { sendAnswer } from '../answer';
import { Ledger, type LedgerPage } from '../ledger/ledger';
import { parseLedgerQuery } from '../ledger/ledger-query';
import { TradePost } from './trade-post';

@Controller('trade_post')
export class TradePostController {
  constructor(
    private readonly tradePost: TradePost,
    private readonly ledger: Ledger,
  ) {}

  @Post()
  deliver(@Body() body: unknown, @Res() reply: FastifyReply): void {
    sendAnswer(reply, this.tradePost.deliver(body));
  }

  @Get('deliveries')
  deliveries(@Query() query: Record<string, string>): LedgerPage {
    return this.ledger.page({ ...parseLedgerQuery(query), kind: 'delivery' });
  }
}
