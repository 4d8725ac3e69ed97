import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { sendAnswer } from '../answer';
import { ExecutionLink } from './execution-link';

@Controller('link')
export class ExecutionLinkController {
  constructor(private readonly link: ExecutionLink) {}

  @Post('new_order')
  newOrder(@Body() body: unknown, @Res() reply: FastifyReply): void {
    sendAnswer(reply, this.link.request('new', body));
  }

  @Post('update_order')
  updateOrder(@Body() body: unknown, @Res() reply: FastifyReply): void {
    sendAnswer(reply, this.link.request('replace', body));
  }

  @Post('delete_order')
  deleteOrder(@Body() body: unknown, @Res() reply: FastifyReply): void {
    sendAnswer(reply, this.link.request('cancel', body));
  }

  @Get('orders/:clOrdId')
  lookUp(@Param('clOrdId') clOrdId: string, @Res() reply: FastifyReply): void {
    sendAnswer(reply, this.link.lookUp(clOrdId));
  }
}
