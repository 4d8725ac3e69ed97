import { ID } from '@ome/order-entry';
import type { CancelAllRequest, CancelOrderRequest, ReplaceOrderRequest } from '@ome/contracts';
import { Side } from '@ome/domain';
import { IsEnum, IsOptional, Matches } from 'class-validator';
import { IsExactDecimal, IsText } from '../validation/field.validators';

const ID_RULE = { message: '$property must be 1 to 64 visible ASCII characters' };

/** `PUT /orders/:orderId`; the quantity is the total, including fills. */
export class ReplaceOrderDto implements ReplaceOrderRequest {
  @IsOptional()
  @Matches(ID, ID_RULE)
  clOrdId?: string;

  @IsOptional()
  @IsExactDecimal('positive')
  quantity?: string | number;

  @IsOptional()
  @IsExactDecimal('positive')
  price?: string | number;

  @IsOptional()
  @IsExactDecimal('positive')
  stopPrice?: string | number;
}

/** `POST /orders/:orderId/cancel` */
export class CancelOrderDto implements CancelOrderRequest {
  @IsOptional()
  @Matches(ID, ID_RULE)
  clOrdId?: string;

  @IsOptional()
  @IsText(256)
  reason?: string;
}

/** `POST /orders/cancel-all`; without a filter it cancels every open order. */
export class CancelAllDto implements CancelAllRequest {
  @IsOptional()
  @Matches(ID, ID_RULE)
  account?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  symbol?: string;

  @IsOptional()
  @IsEnum(Side)
  side?: Side;

  @IsOptional()
  @IsText(256)
  reason?: string;
}
