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

  /** Left out, it is DAY. */
  @IsOptional()
  @IsEnum(TimeInForce)
  timeInForce?: TimeInForce;

  @IsOptional()
  @IsInstant('end')
  expireAt?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  product?: string;

  /** An after-market order: the broker keeps it for the next session, where it has such orders. */
  @IsOptional()
  @IsBoolean()
  amo?: boolean;

  @IsOptional()
  @Matches(ID, ID_RULE)
  link?: string;

  @IsOptional()
  @IsText(64)
  tag?: string;

  /** Above the freeze quantity of its instrument the order goes out in slices within it. */
  @IsOptional()
  @IsBoolean()
  slice?: boolean;
}
