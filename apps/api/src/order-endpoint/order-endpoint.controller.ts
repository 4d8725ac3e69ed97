import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Origin } from '@ome/engine';
import { wireText } from '@ome/execution-links';
import { Scope } from '@ome/platform';
import type { FastifyReply } from 'fastify';
import { Needs } from '../auth/api-key.guard';
import { FromCaller } from '../auth/origin.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { OrderEndpoint } from './order-endpoint';

/** Order entry gateways that speak wire format 1, JSON or form-encoded. */
@ApiTags('wire formats')
@Controller('order_endpoint')
@Needs(Scope.Orders)
export class OrderEndpointController {
  constructor(private readonly endpoint: OrderEndpoint) {}

  @Post()
  @HttpCode(200)
  async post(
    @Body() body: unknown,
    @IdempotencyKey() key: string | null,
    @FromCaller() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    void reply.type('application/json; charset=utf-8');
    return wireText(await this.endpoint.handle(body, key, origin));
  }
}
