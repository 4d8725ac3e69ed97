import {
  type CancelRequest,
  decimal,
  hasLimitPrice,
  hasStopPrice,
  ORDER_DEFAULTS,
  type ReplaceRequest,
  TimeInForce,
} from '@ome/domain';
import type { PlaceOrderCommand } from '@ome/engine';
import type { MarketTime } from '@ome/platform';
import { invalid, InvalidRequest } from '../problems/invalid-request';
import type { CancelOrderDto, ReplaceOrderDto } from './change-order.dto';
import type { NewOrderDto } from './new-order.dto';

const decimalOrNull = (value: string | number | undefined | null) =>
  value === undefined || value === null ? null : decimal(value);

/** The command that a request means; throws InvalidRequest where its fields do not fit together. */
export function placeOrderCommand(
  dto: NewOrderDto,
  links: ReadonlySet<string>,
  now: Date,
  marketTime: MarketTime,
): PlaceOrderCommand {
  const { link = null } = dto;
  if (link !== null && !links.has(link)) {
    throw invalid('link', `must be one of ${[...links].join(', ')}`);
  }
  checkPrice('price', dto.price, hasLimitPrice(dto.ordType), dto.ordType);
  checkPrice('stopPrice', dto.stopPrice, hasStopPrice(dto.ordType), dto.ordType);
  if (dto.slice && dto.timeInForce === TimeInForce.FillOrKill) {
    throw invalid('slice', 'must be left out of FOK orders: slices are filled one by one');
  }
  return {
    ...ORDER_DEFAULTS,
    clOrdId: dto.clOrdId ?? null,
    account: dto.account,
    userId: dto.userId ?? null,
    symbol: dto.symbol,
    exchange: dto.exchange,
    side: dto.side,
    ordType: dto.ordType,
    orderQty: decimal(dto.quantity),
    price: decimalOrNull(dto.price),
    stopPrice: decimalOrNull(dto.stopPrice),
    timeInForce: dto.timeInForce ?? TimeInForce.Day,
    expireAt: expiry(dto, now, marketTime),
    product: dto.product ?? null,
    ...(dto.amo && { amo: true }),
    link,
    tag: dto.tag ?? null,
    slice: dto.slice ?? false,
  };
}

function checkPrice(
  field: 'price' | 'stopPrice',
  value: string | number | undefined | null,
  needed: boolean,
  ordType: string,
): void {
  const given = value !== undefined && value !== null;
  if (needed && !given) throw invalid(field, `is required for ${ordType} orders`);
  if (!needed && given) throw invalid(field, `must be left out of ${ordType} orders`);
}

function expiry(
  { timeInForce, expireAt }: NewOrderDto,
  now: Date,
  marketTime: MarketTime,
): Date | null {
  const needed = timeInForce === TimeInForce.GoodTillDate;
  if (!expireAt) {
    if (needed) throw invalid('expireAt', 'is required for GTD orders');
    return null;
  }
  if (!needed) throw invalid('expireAt', 'must be left out of all but GTD orders');
  const time = marketTime.instantOf(expireAt, 'end')!;
  if (time <= now) throw invalid('expireAt', 'must lie in the future');
  return time;
}

/** An Idempotency-Key stands in for a client's id that was not given. */
export function replaceRequest(
  dto: ReplaceOrderDto,
  idempotencyKey: string | null,
): ReplaceRequest {
  const request = {
    clOrdId: dto.clOrdId ?? idempotencyKey,
    quantity: decimalOrNull(dto.quantity),
    price: decimalOrNull(dto.price),
    stopPrice: decimalOrNull(dto.stopPrice),
  };
  if (!request.quantity && !request.price && !request.stopPrice) {
    throw new InvalidRequest([
      { field: 'quantity', message: 'or price or stopPrice must be given' },
    ]);
  }
  return request;
}

export const cancelRequest = (
  dto: CancelOrderDto,
  idempotencyKey: string | null,
): CancelRequest => ({
  clOrdId: dto.clOrdId ?? idempotencyKey,
  text: dto.reason ?? null,
});
