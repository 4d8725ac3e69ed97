import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Origin } from '@ome/engine';
import { wireText } from '@ome/execution-links';
import { Scope } from '@ome/platform';
import type { FastifyReply } from 'fastify';
import { BoundBy, Needs } from '../auth/declared-routes';
import type { Entitlement } from '@ome/domain';
import { Entitled } from '../auth/entitled.decorator';
import { FromCaller } from '../auth/origin.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { schemaOf } from '../validation/compiled-schemas';
import { OrderEndpoint } from './order-endpoint';
import { Takes } from '../http/takes.decorator';
import {
  CancelOrderMessage,
  ChangeOrderMessage,
  NewOrderMessage,
  UserOrdersMessage,
} from './order-endpoint.dto';

const MESSAGES = [NewOrderMessage, ChangeOrderMessage, CancelOrderMessage, UserOrdersMessage].map(
  (message, index) => ({ title: `type ${index + 1}`, ...schemaOf(message) }),
);

const ORDER_ID = '0123456789abcdef01234567';
const NEW_ORDER = {
  type: 1,
  user_id: 7,
  product_id: 'ACC',
  side: 0,
  price_instruction: 'LIMIT',
  ask_price: 1850,
  total_qty: 30,
  client: 3,
  exchange_id: 'NSE',
  account: 42,
};
const EXAMPLES = {
  new: { value: NEW_ORDER },
  change: { value: { type: 2, order_id: ORDER_ID, ask_price: 1849.5, total_qty: 40 } },
  cancel: { value: { type: 3, order_id: ORDER_ID } },
  'orders of a user': { value: { type: 4, user_id: 7 } },
};

/** Order entry gateways in wire format 1, JSON or form-encoded. */
@ApiTags('wire formats')
@Controller('order_endpoint')
@Needs(Scope.Orders)
export class OrderEndpointController {
  constructor(private readonly endpoint: OrderEndpoint) {}

  @Post()
  @BoundBy('handler')
  @Takes({ forms: true })
  @HttpCode(200)
  @ApiOperation({ summary: 'Types 1 to 5 of wire format 1; fields depend on `type`' })
  @ApiBody({ schema: { anyOf: MESSAGES }, examples: EXAMPLES })
  async post(
    @Entitled() within: Entitlement,
    @Body() body: unknown,
    @IdempotencyKey() key: string | null,
    @FromCaller() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    void reply.type('application/json; charset=utf-8');
    return wireText(await this.endpoint.handle(within, body, key, origin));
  }
}
