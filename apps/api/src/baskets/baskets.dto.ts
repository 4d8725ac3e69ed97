import { BASKET_ID, ID, MAX_STAGES } from '@ome/order-entry';
import {
  BASKET_STATUSES,
  type BasketStatus,
  ON_FAILURE,
  type OnFailure,
  OrdType,
  PROCEED_WHEN,
  type ProceedWhen,
  Side,
  TimeInForce,
} from '@ome/domain';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsEnum,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { PageQuery } from '../http/page.query';
import { IsDay, IsExactDecimal, IsText } from '../validation/field.validators';

const ID_RULE = { message: '$property must be 1 to 64 visible ASCII characters' };
const BASKET_ID_RULE = { message: '$property must be 1 to 56 visible ASCII characters' };

export const MAX_LEGS = 50;
const MIN_TIMEOUT_MS = 100;
const MAX_TIMEOUT_MS = 86_400_000;
const MAX_LOTS = 1_000_000;

/** A leg of `POST /baskets` */
export class BasketLegDto {
  @IsInt()
  @Min(1)
  @Max(MAX_STAGES)
  stage!: number;

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

  /** Default: DAY. Good till date is not available for legs. */
  @IsOptional()
  @IsIn([
    TimeInForce.Day,
    TimeInForce.GoodTillCancel,
    TimeInForce.ImmediateOrCancel,
    TimeInForce.FillOrKill,
  ])
  timeInForce?: TimeInForce;

  @IsOptional()
  @Matches(ID, ID_RULE)
  product?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  link?: string;

  @IsOptional()
  @IsText(64)
  tag?: string;

  /**
   * An after-market order, which the broker keeps for the next session if it supports such orders.
   */
  @IsOptional()
  @IsBoolean()
  amo?: boolean;

  /** A leg above the freeze quantity is sent in slices. */
  @IsOptional()
  @IsBoolean()
  slice?: boolean;
}

/** The fields of a basket as a whole. */
class BasketHeadDto {
  @Matches(BASKET_ID, BASKET_ID_RULE)
  basketClOrdId!: string;

  @Matches(ID, ID_RULE)
  account!: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  userId?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  link?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  product?: string;
}

/** `POST /baskets`; each leg is a BasketLegDto. */
export class NewBasketDto extends BasketHeadDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_LEGS)
  legs!: object[];

  @IsIn(PROCEED_WHEN)
  proceedWhen!: ProceedWhen;

  @IsInt()
  @Min(MIN_TIMEOUT_MS)
  @Max(MAX_TIMEOUT_MS)
  stageTimeoutMs!: number;

  @IsIn(ON_FAILURE)
  onFailure!: OnFailure;
}

/** One of the four legs of an iron condor. */
export class IronCondorLegDto {
  @IsExactDecimal('positive')
  strike!: string | number;

  /** The limit price; without it, a market order. */
  @IsOptional()
  @IsExactDecimal('positive')
  price?: string | number;
}

/** `POST /baskets/iron-condor`; each of the four is an IronCondorLegDto. */
export class IronCondorDto extends BasketHeadDto {
  @IsOptional()
  @IsText(64)
  tag?: string;

  @Matches(ID, ID_RULE)
  underlying!: string;

  @IsOptional()
  @IsIn(['NFO', 'BFO', 'CDS', 'MCX'])
  exchange?: 'NFO' | 'BFO' | 'CDS' | 'MCX';

  @IsDay()
  expiry!: string;

  @IsObject()
  putBuy!: object;

  @IsObject()
  putSell!: object;

  @IsObject()
  callSell!: object;

  @IsObject()
  callBuy!: object;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_LOTS)
  lots?: number;

  @IsOptional()
  @IsExactDecimal('positive')
  quantity?: string | number;

  @IsOptional()
  @IsIn(PROCEED_WHEN)
  proceedWhen?: ProceedWhen;

  @IsOptional()
  @IsInt()
  @Min(MIN_TIMEOUT_MS)
  @Max(MAX_TIMEOUT_MS)
  stageTimeoutMs?: number;

  @IsOptional()
  @IsIn(ON_FAILURE)
  onFailure?: OnFailure;
}

/** `POST /baskets/:basketId/cancel` */
export class CancelBasketDto {
  @IsOptional()
  @IsText(256)
  reason?: string;

  /** Whether filled quantities are closed as well. */
  @IsOptional()
  @IsBoolean()
  unwind?: boolean;
}

/** `GET /baskets` */
export class BasketsQuery extends PageQuery {
  @IsOptional()
  @Matches(ID, ID_RULE)
  account?: string;

  @IsOptional()
  @IsIn(BASKET_STATUSES)
  status?: BasketStatus;

  @IsOptional()
  @IsIn(['true', 'false'])
  open?: string;
}
