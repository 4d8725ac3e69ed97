import { ID } from '@ome/order-entry';
import type {
  CloseAllRequest,
  ClosePositionRequest,
  ClosingRequest,
  PositionHistoryRequest,
  PositionsRequest,
  QueryOf,
} from '@ome/contracts';
import { IsBoolean, IsIn, IsOptional, Matches } from 'class-validator';
import { PageQuery } from '../http/page.query';
import { IsDay, IsExactDecimal } from '../validation/field.validators';

const ID_RULE = { message: '$property must be 1 to 64 visible ASCII characters' };

class PositionKeyQuery extends PageQuery {
  @IsOptional()
  @Matches(ID, ID_RULE)
  account?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  symbol?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  exchange?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  product?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  link?: string;
}

/** `GET /positions` */
export class PositionsQuery extends PositionKeyQuery implements QueryOf<PositionsRequest> {
  /** `true` for open positions, `false` for flat ones. */
  @IsOptional()
  @IsIn(['true', 'false'])
  open?: string;

  /** `true` adds the brokers' net quantities. */
  @IsOptional()
  @IsIn(['true', 'false'])
  broker?: string;
}

/** `GET /positions/history`: from and to market days, both inclusive. */
export class PositionHistoryQuery
  extends PositionKeyQuery
  implements QueryOf<PositionHistoryRequest>
{
  @IsOptional()
  @IsDay()
  from?: string;

  @IsOptional()
  @IsDay()
  to?: string;
}

class ClosingDto implements ClosingRequest {
  /** First cancels open orders that would reopen a position. Default: by the settings. */
  @IsOptional()
  @IsBoolean()
  cancelResting?: boolean;

  /** Closes the booked position, even if the broker's position differs. */
  @IsOptional()
  @IsBoolean()
  ignoreBroker?: boolean;
}

/** `POST /positions/close` */
export class ClosePositionDto extends ClosingDto implements ClosePositionRequest {
  /** ClOrdID of the closing order; a repeat returns the same order. */
  @IsOptional()
  @Matches(ID, ID_RULE)
  clOrdId?: string;

  @Matches(ID, ID_RULE)
  account!: string;

  @Matches(ID, ID_RULE)
  exchange!: string;

  @Matches(ID, ID_RULE)
  symbol!: string;

  /** Required if several products are open. */
  @IsOptional()
  @Matches(ID, ID_RULE)
  product?: string;

  /** Required if positions on several links are open. */
  @IsOptional()
  @Matches(ID, ID_RULE)
  link?: string;

  /** The limit price of the closing order; without it, a market order. */
  @IsOptional()
  @IsExactDecimal('positive')
  price?: string | number;
}

/** `POST /positions/close-all` */
export class CloseAllDto extends ClosingDto implements CloseAllRequest {
  @Matches(ID, ID_RULE)
  account!: string;
}
