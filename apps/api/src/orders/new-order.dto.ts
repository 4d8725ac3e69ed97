import { ID } from '@ome/order-entry';
import type { NewOrderRequest } from '@ome/contracts';
import { OrdType, Side, TimeInForce } from '@ome/domain';
import { IsBoolean, IsEnum, IsOptional, Matches } from 'class-validator';
import { IsExactDecimal, IsInstant, IsText } from '../validation/field.validators';

const ID_RULE = { message: '$property must be 1 to 64 visible ASCII characters' };

/** `POST /orders` */
export class NewOrderDto implements NewOrderRequest {
  @IsOptional()
  @Matches(ID, ID_RULE)
  clOrdId?: string;

  @Matches(ID, ID_RULE)
  account!: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  userId?: string;

  @Matches(ID, ID_RULE)
  symbol!: string;

  @Matches(ID, ID_RULE)
  exchange!: string;

  @IsEnum(Side)
  side!: Side;

  @IsEnum(OrdType)
  ordType!: OrdType;

  @IsExactDecimal('positive')
  quantity!: string | number;

  @IsOptional()
  @IsExactDecimal('positive')
  price?: string | number;

  @IsOptional()
  @IsExactDecimal('positive')
  stopPrice?: string | number;

  /** Default: DAY. */
  @IsOptional()
  @IsEnum(TimeInForce)
  timeInForce?: TimeInForce;

  @IsOptional()
  @IsInstant('end')
  expireAt?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  product?: string;

  /**
   * An after-market order, which the broker keeps for the next session if it supports such orders.
   */
  @IsOptional()
  @IsBoolean()
  amo?: boolean;

  @IsOptional()
  @Matches(ID, ID_RULE)
  link?: string;

  @IsOptional()
  @IsText(64)
  tag?: string;

  /** An order above the freeze quantity of its instrument is sent in slices. */
  @IsOptional()
  @IsBoolean()
  slice?: boolean;

  /** A care order: it waits until a trader releases it, and can be changed until then. */
  @IsOptional()
  @IsBoolean()
  staged?: boolean;
}
