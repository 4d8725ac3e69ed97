import { ID } from '@ome/order-entry';
import type {
  LimitScopeRequest,
  QueryOf,
  RemoveLimitsRequest,
  RiskLimitsRequest,
  RiskOverviewRequest,
} from '@ome/contracts';
import { IsBoolean, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { IsExactDecimal } from '../validation/field.validators';

const ID_RULE = { message: '$property must be 1 to 64 visible ASCII characters' };
const MAX_COUNT = 1_000_000;
/** A longer window would make every order of the account slower. */
const MAX_REPEAT_WINDOW_MS = 60_000;

/** Without fields: the engine's default. Else an account, or one exchange or symbol of it. */
export class LimitScopeQuery implements LimitScopeRequest {
  @IsOptional()
  @Matches(ID, ID_RULE)
  account?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  exchange?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  symbol?: string;
}

/** `DELETE /risk/limits` */
export class RemoveLimitsQuery extends LimitScopeQuery implements QueryOf<RemoveLimitsRequest> {
  /** The version of the limits that were read (`GET /risk/limits`): refused if they changed since. */
  @IsOptional()
  @Matches(/^\d{1,15}$/, { message: '$property must be a whole number' })
  version?: string;
}

/** `PUT /risk/limits`: sets the given rules, or removes those that are null; the others stay. */
export class RiskLimitsDto extends LimitScopeQuery implements RiskLimitsRequest {
  /** The version of the limits that were read (`GET /risk/limits`): refused if they changed since. */
  @IsOptional()
  @IsInt()
  @Min(0)
  version?: number;

  @IsOptional()
  @IsBoolean()
  knownInstrument?: boolean | null;

  @IsOptional()
  @IsBoolean()
  notExpired?: boolean | null;

  @IsOptional()
  @IsBoolean()
  symbolFormat?: boolean | null;

  @IsOptional()
  @IsBoolean()
  positiveQuantity?: boolean | null;

  @IsOptional()
  @IsBoolean()
  priceRequired?: boolean | null;

  @IsOptional()
  @IsBoolean()
  lotSize?: boolean | null;

  @IsOptional()
  @IsBoolean()
  tickSize?: boolean | null;

  @IsOptional()
  @IsBoolean()
  freezeQty?: boolean | null;

  @IsOptional()
  @IsExactDecimal('positive')
  maxOrderQty?: string | number | null;

  @IsOptional()
  @IsExactDecimal('positive')
  maxOrderNotional?: string | number | null;

  @IsOptional()
  @IsExactDecimal('positive')
  priceBandPercent?: string | number | null;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_COUNT)
  maxOrdersPerSecond?: number | null;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_REPEAT_WINDOW_MS)
  repeatWindowMs?: number | null;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_COUNT)
  maxOpenOrders?: number | null;

  @IsOptional()
  @IsExactDecimal('positive')
  maxExposure?: string | number | null;

  @IsOptional()
  @IsExactDecimal('positive')
  maxDailyLoss?: string | number | null;

  /** Applies to whole accounts: `maxDailyLoss` of narrower scopes only refuses orders. */
  @IsOptional()
  @IsBoolean()
  flattenOnDailyLoss?: boolean | null;
}

/** `GET /risk/limits` */
export class RiskOverviewQuery implements RiskOverviewRequest {
  @IsOptional()
  @Matches(ID, ID_RULE)
  account?: string;
}
