import { decimal, type LimitScope } from '@ome/domain';
import type { LimitChanges } from '@ome/engine';
import { InvalidRequest, invalid } from '../problems/invalid-request';
import type { LimitScopeQuery, RiskLimitsDto } from './risk-limits.dto';

/** @throws InvalidRequest for a scope that there is none of */
export function limitScope({ account, exchange, symbol }: LimitScopeQuery): LimitScope {
  if (!account && (exchange || symbol)) {
    throw invalid('account', 'must be given where exchange or symbol is');
  }
  if (exchange && symbol) {
    throw invalid('symbol', 'must be left out where exchange is given');
  }
  return { account: account ?? null, exchange: exchange ?? null, symbol: symbol ?? null };
}

const DECIMALS: readonly string[] = [
  'maxOrderQty',
  'maxOrderNotional',
  'priceBandPercent',
  'maxExposure',
  'maxDailyLoss',
] satisfies (keyof RiskLimitsDto)[];

/** @throws InvalidRequest where no rule is named */
export function limitChanges(dto: RiskLimitsDto): LimitChanges {
  const { account: _account, exchange: _exchange, symbol: _symbol, ...rules } = dto;
  const named = Object.entries(rules).filter(([, value]) => value !== undefined);
  if (named.length === 0) {
    throw new InvalidRequest([{ field: 'body', message: 'must name a rule' }]);
  }
  const parsed = named.map(([rule, value]) => [
    rule,
    DECIMALS.includes(rule) && value !== null ? decimal(value as string | number) : value,
  ]);
  return Object.fromEntries(parsed) as LimitChanges;
}
