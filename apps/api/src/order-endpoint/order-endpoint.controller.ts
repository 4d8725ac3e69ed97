import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Origin } from '@ome/engine';
import { wireText } from '@ome/execution-links';
import { Scope } from '@ome/platform';
import type { FastifyReply } from 'fastify';
import { Needs } from '../auth/api-key.guard';
import { FromCaller } from '../auth/origin.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { schemaOf } from '../validation/compiled-schemas';
import { OrderEndpoint } from './order-endpoint';
import {
  CancelOrderMessage,
  ChangeOrderMessage,
  NewOrderMessage,
  UserOrdersMessage,
} from './order-endpoint.dto';

const MESSAGES = [NewOrderMessage, ChangeOrderMessage, CancelOrderMessage, UserOrdersMessage].map(
  (message, index) => ({ title: `type ${index + 1}`, ...schemaOf(message) }),
);

/** Order entry gateways that speak wire format 1, JSON or form-encoded. */
@ApiTags('wire formats')
@Controller('order_endpoint')
@Needs(Scope.Orders)
export class OrderEndpointController {
  constructor(private readonly endpoint: OrderEndpoint) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Types 1 to 5 of wire format 1; fields depend on `type`' })
  @ApiBody({ schema: { oneOf: MESSAGES } })
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
