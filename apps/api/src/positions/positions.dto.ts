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
import { IsExactDecimal } from '../validation/field.validators';

const ID_RULE = { message: '$property must be 1 to 64 visible ASCII characters' };
const DAY = /^\d{4}-\d\d-\d\d$/;
const DAY_RULE = { message: '$property must be a day such as 2026-11-20' };

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
  /** `true` for what is not flat, `false` for what is. */
  @IsOptional()
  @IsIn(['true', 'false'])
  open?: string;

  /** `true` for the brokers' net quantities beside ours. */
  @IsOptional()
  @IsIn(['true', 'false'])
  broker?: string;
}

/** `GET /positions/history`: market days, both inclusive. */
export class PositionHistoryQuery
  extends PositionKeyQuery
  implements QueryOf<PositionHistoryRequest>
{
  @IsOptional()
  @Matches(DAY, DAY_RULE)
  from?: string;

  @IsOptional()
  @Matches(DAY, DAY_RULE)
  to?: string;
}

class ClosingDto implements ClosingRequest {
  /** Cancels first what rests and would open a position again; left out, as the settings say. */
  @IsOptional()
  @IsBoolean()
  cancelResting?: boolean;

  /** Closes by what is booked here, whatever the broker holds. */
  @IsOptional()
  @IsBoolean()
  ignoreBroker?: boolean;
}

/** `POST /positions/close` */
export class ClosePositionDto extends ClosingDto implements ClosePositionRequest {
  /** Of the closing order; a repeat with it is answered with the same order. */
  @IsOptional()
  @Matches(ID, ID_RULE)
  clOrdId?: string;

  @Matches(ID, ID_RULE)
  account!: string;

  @Matches(ID, ID_RULE)
  exchange!: string;

  @Matches(ID, ID_RULE)
  symbol!: string;

  /** Needed where several products are open. */
  @IsOptional()
  @Matches(ID, ID_RULE)
  product?: string;

  /** Needed where positions on several links are open. */
  @IsOptional()
  @Matches(ID, ID_RULE)
  link?: string;

  /** The limit of the closing order; left out, it is a market order. */
  @IsOptional()
  @IsExactDecimal('positive')
  price?: string | number;
}

/** `POST /positions/close-all` */
export class CloseAllDto extends ClosingDto implements CloseAllRequest {
  @Matches(ID, ID_RULE)
  account!: string;
}
