import { Injectable } from '@nestjs/common';
import { type Entitlement, type Refusal, refusalText, refuse, RefusalCode } from '@ome/domain';
import { ChangeOrder, OrderReader, type Origin, PlaceOrder } from '@ome/engine';
import { invalid, OrderEntry } from '@ome/order-entry';
import { EntitledOrders } from '../auth/entitled-orders';
import { checked } from '../validation/validation.pipe';

import { newOrderFields, PRICE_NAMES, replaceOf } from './order-endpoint.command';
import { CancelOrderMessage, ChangeOrderMessage, NewOrderMessage } from './order-endpoint.dto';
import { OrderEndpointQueries } from './order-endpoint.queries';

const ORDER_ID = /^[0-9a-f]{24}$/;

const refusal = (refused: Refusal) => ({ success: false, comment: refusalText(refused) });

/** The five requests of wire format 1. */
@Injectable()
export class OrderEndpoint {
  constructor(
    private readonly entry: OrderEntry,
    private readonly placeOrder: PlaceOrder,
    private readonly changeOrder: ChangeOrder,
    private readonly orders: OrderReader,
    private readonly queries: OrderEndpointQueries,
    private readonly entitled: EntitledOrders,
  ) {}

  handle(
    within: Entitlement,
    body: unknown,
    idempotencyKey: string | null,
    origin: Origin,
  ): Promise<object> {
    const { type } = (body ?? {}) as { type?: unknown };
    switch (typeof type === 'number' ? String(type) : type) {
      case '1':
        return this.newOrder(within, body, idempotencyKey, origin);
      case '2':
        return this.change(within, body, idempotencyKey, origin);
      case '3':
        return this.cancel(within, body, idempotencyKey, origin);
      case '4':
        return this.queries.userOrders(within, body);
      case '5':
        return this.queries.lastPrices(within, body);
      default:
        throw invalid('type', 'must be a number from 1 to 5');
    }
  }

  private async newOrder(
    within: Entitlement,
    body: unknown,
    key: string | null,
    origin: Origin,
  ): Promise<object> {
    const message = await checked(NewOrderMessage, body);
    const command = this.entry.newOrder(within, newOrderFields(message), PRICE_NAMES);
    const placed = await this.placeOrder.execute(command, origin, key);
    if ('refused' in placed) return refusal(placed);
    return { success: true, order_id: placed.order.orderId };
  }

  private async change(
    within: Entitlement,
    body: unknown,
    key: string | null,
    origin: Origin,
  ): Promise<object> {
    const message = await checked(ChangeOrderMessage, body);
    if (!ORDER_ID.test(message.order_id)) return refusal(refuse(RefusalCode.OrderNotFound));
    await this.entitled.require(within, message.order_id);
    const order = await this.orders.load(message.order_id);
    const request = replaceOf(message, order, key);
    const changed = await this.changeOrder.replace(message.order_id, request, origin);
    return 'refused' in changed ? refusal(changed) : { success: true };
  }

  private async cancel(
    within: Entitlement,
    body: unknown,
    key: string | null,
    origin: Origin,
  ): Promise<object> {
    const message = await checked(CancelOrderMessage, body);
    if (!ORDER_ID.test(message.order_id)) return refusal(refuse(RefusalCode.OrderNotFound));
    await this.entitled.require(within, message.order_id);
    const request = { clOrdId: key, text: message.reason_cancellation ?? null };
    const changed = await this.changeOrder.cancel(message.order_id, request, origin);
    return 'refused' in changed ? refusal(changed) : { success: true };
  }
}
