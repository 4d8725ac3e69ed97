import { Inject, Injectable } from '@nestjs/common';
import { type Refusal, refusalText, refuse, RefusalCode } from '@ome/domain';
import { ChangeOrder, OrderReader, type Origin, PlaceOrder } from '@ome/engine';
import { wireNumber } from '@ome/execution-links';
import { FillQueries, OrderQueries } from '@ome/persistence';
import { SETTINGS, type Settings, startOfDay } from '@ome/platform';
import { invalid } from '../problems/invalid-request';
import { checked } from '../validation/validation.pipe';

import { newOrderCommand, replaceOf } from './order-endpoint.command';
import {
  CancelOrderMessage,
  ChangeOrderMessage,
  NewOrderMessage,
  UserOrdersMessage,
} from './order-endpoint.dto';
import { orderTable } from './order-table';

/** A table longer than this helps nobody; GET /orders pages through the rest. */
const MAX_TABLE_ORDERS = 10_000;
const MAX_SYMBOLS = 1_000;
const ORDER_ID = /^[0-9a-f]{24}$/;

const refusal = (refused: Refusal) => ({ success: false, comment: refusalText(refused) });

/** The five requests of wire format 1. */
@Injectable()
export class OrderEndpoint {
  constructor(
    private readonly placeOrder: PlaceOrder,
    private readonly changeOrder: ChangeOrder,
    private readonly orders: OrderReader,
    private readonly queries: OrderQueries,
    private readonly fills: FillQueries,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  handle(body: unknown, idempotencyKey: string | null, origin: Origin): Promise<object> {
    const { type } = (body ?? {}) as { type?: unknown };
    switch (typeof type === 'number' ? String(type) : type) {
      case '1':
        return this.newOrder(body, idempotencyKey, origin);
      case '2':
        return this.change(body, idempotencyKey, origin);
      case '3':
        return this.cancel(body, idempotencyKey, origin);
      case '4':
        return this.userOrders(body);
      case '5':
        return this.lastPrices((body as { symbols?: unknown }).symbols);
      default:
        throw invalid('type', 'must be a number from 1 to 5');
    }
  }

  private async newOrder(body: unknown, key: string | null, origin: Origin): Promise<object> {
    const message = await checked(NewOrderMessage, body);
    const placed = await this.placeOrder.execute(newOrderCommand(message), origin, key);
    if ('refused' in placed) return refusal(placed);
    return { success: true, order_id: placed.order.orderId };
  }

  private async change(body: unknown, key: string | null, origin: Origin): Promise<object> {
    const message = await checked(ChangeOrderMessage, body);
    if (!ORDER_ID.test(message.order_id)) return refusal(refuse(RefusalCode.OrderNotFound));
    const order = await this.orders.load(message.order_id);
    const request = replaceOf(message, order, key);
    const changed = await this.changeOrder.replace(message.order_id, request, origin);
    return 'refused' in changed ? refusal(changed) : { success: true };
  }

  private async cancel(body: unknown, key: string | null, origin: Origin): Promise<object> {
    const message = await checked(CancelOrderMessage, body);
    if (!ORDER_ID.test(message.order_id)) return refusal(refuse(RefusalCode.OrderNotFound));
    const request = { clOrdId: key, text: message.reason_cancellation ?? null };
    const changed = await this.changeOrder.cancel(message.order_id, request, origin);
    return 'refused' in changed ? refusal(changed) : { success: true };
  }

  private async userOrders(body: unknown): Promise<object> {
    const { user_id: userId } = await checked(UserOrdersMessage, body);
    const orders = await this.queries.ofUser(BigInt(userId).toString(), MAX_TABLE_ORDERS);
    const fills = await this.fills.ofOrders(orders.map(({ orderId }) => orderId));
    return orderTable(orders, fills, this.settings.MARKET_TIME_ZONE);
  }

  private async lastPrices(symbols: unknown): Promise<object> {
    const wanted = symbolList(symbols);
    const today = startOfDay(new Date(), this.settings.MARKET_TIME_ZONE);
    const ltps: Record<string, unknown> = {};
    const sps: Record<string, unknown> = {};
    for (const symbol of wanted) {
      const last = await this.fills.lastPrice(symbol);
      if (last === null) continue;
      ltps[symbol] = wireNumber(last);
      const first = await this.fills.firstPriceSince(symbol, today);
      if (first !== null) sps[symbol] = wireNumber(first);
    }
    return { ltps, sps };
  }
}

function symbolList(symbols: unknown): string[] {
  const list = typeof symbols === 'string' ? [symbols] : symbols;
  const fits =
    Array.isArray(list) &&
    list.length <= MAX_SYMBOLS &&
    list.every((symbol) => typeof symbol === 'string' && symbol !== '__proto__');
  if (!fits) throw invalid('symbols', `must be a list of at most ${MAX_SYMBOLS} symbols`);
  return [...new Set(list as string[])];
}
