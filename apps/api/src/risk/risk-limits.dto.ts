import { isDecimalRule, RISK_RULE_NAMES, type RiskRule } from '@ome/domain';
import { ID } from '@ome/order-entry';
import type {
  LimitScopeRequest,
  QueryOf,
  RemoveLimitsRequest,
  RiskLimitsRequest,
  RiskOverviewRequest,
  RiskRuleValues,
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

const WithRules = LimitScopeQuery as new () => LimitScopeQuery & RiskRuleValues;

/** `PUT /risk/limits`: sets the given rules, or removes those that are null; the others stay. */
export class RiskLimitsDto extends WithRules implements RiskLimitsRequest {
  /** The version of the limits that were read (`GET /risk/limits`): refused if they changed since. */
  @IsOptional()
  @IsInt()
  @Min(0)
  version?: number;
}

const COUNTS: { readonly [Rule in RiskRule]?: [min: number, max: number] } = {
  maxOrdersPerSecond: [1, MAX_COUNT],
  repeatWindowMs: [1, MAX_REPEAT_WINDOW_MS],
  maxOpenOrders: [0, MAX_COUNT],
};

/** The decorators of a rule's field, in the order in which they are applied: from the last one. */
function checksOf(rule: RiskRule): PropertyDecorator[] {
  if (isDecimalRule(rule)) return [IsExactDecimal('positive')];
  const range = COUNTS[rule];
  return range ? [Max(range[1]), Min(range[0]), IsInt()] : [IsBoolean()];
}

for (const rule of RISK_RULE_NAMES) {
  for (const check of [...checksOf(rule), IsOptional()]) check(RiskLimitsDto.prototype, rule);
}

/** `GET /risk/limits` */
export class RiskOverviewQuery implements RiskOverviewRequest {
  @IsOptional()
  @Matches(ID, ID_RULE)
  account?: string;
}
