import { ID } from '@ome/order-entry';
import type { OrdersRequest, QueryOf } from '@ome/contracts';
import { OrdStatus, Side } from '@ome/domain';
import { IsEnum, IsIn, IsOptional, Matches } from 'class-validator';
import { IsInstant, IsText } from '../validation/field.validators';
import { TimeRangeQuery } from '../http/page.query';

const ID_RULE = { message: '$property must be 1 to 64 visible ASCII characters' };

/** `GET /orders` */
export class OrdersQuery extends TimeRangeQuery implements QueryOf<OrdersRequest> {
  @IsOptional()
  @Matches(ID, ID_RULE)
  account?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  user?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  symbol?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  exchange?: string;

  @IsOptional()
  @IsEnum(Side)
  side?: Side;

  @IsOptional()
  @IsEnum(OrdStatus)
  status?: OrdStatus;

  @IsOptional()
  @IsIn(['true', 'false'])
  open?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  link?: string;

  @IsOptional()
  @IsText(64)
  tag?: string;

  /** Only slices of this order. */
  @IsOptional()
  @Matches(/^[0-9a-f]{24}$/, { message: '$property must be an order id' })
  parent?: string;
}

/** `GET /orders/:orderId` */
export class OrderAtQuery {
  /** Returns the order as it was at this instant. */
  @IsOptional()
  @IsInstant()
  at?: string;
}
