import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Origin } from '@ome/engine';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/declared-routes';
import { FromCaller } from '../auth/origin.decorator';
import { ApiBodyOf } from '../docs/api-schema.decorators';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { checked } from '../validation/validation.pipe';
import { Relay } from './relay';
import { Takes } from '../http/takes.decorator';
import { RelayedOrderDto } from './relay.dto';

/** The Breeze relay of wire format 5. Its secret replaces an API key. */
@ApiTags('wire formats')
@Controller('place_order')
export class RelayController {
  constructor(private readonly relay: Relay) {}

  @Post()
  @Public()
  @Takes({ forms: true, strangers: true })
  @HttpCode(200)
  @ApiBodyOf(RelayedOrderDto, {
    stock_code: 'RELIND',
    exchange_code: 'NSE',
    product: 'cash',
    action: 'buy',
    order_type: 'limit',
    quantity: '1',
    price: '2450',
    validity: 'day',
  })
  async post(
    @Body() body: { secret?: unknown } | undefined,
    @IdempotencyKey() key: string | null,
    @FromCaller() origin: Origin,
    @Req() { id }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    this.relay.checkSecret(body?.secret, id);
    const order = await checked(RelayedOrderDto, body);
    const answer = await this.relay.place(order, key, origin);
    void reply.status(answer.status);
    return answer.body;
  }
}
