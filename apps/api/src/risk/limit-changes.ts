import { canonicalExchange, decimal, type LimitScope } from '@ome/domain';
import type { InstrumentNames, LimitChanges } from '@ome/engine';
import { InvalidRequest, invalid } from '@ome/order-entry';
import type { LimitScopeQuery, RiskLimitsDto } from './risk-limits.dto';

/** @throws InvalidRequest for a scope that there is none of */
export async function limitScope(
  { account, exchange, symbol }: LimitScopeQuery,
  names: Pick<InstrumentNames, 'symbolsOf'>,
): Promise<LimitScope> {
  if (!account && (exchange || symbol)) {
    throw invalid('account', 'must be given where exchange or symbol is');
  }
  if (exchange && symbol) {
    throw invalid('symbol', 'must be left out where exchange is given');
  }
  // Limits of a symbol are for it on every exchange.
  const [canonical = null] = symbol === undefined ? [] : await names.symbolsOf(symbol);
  return {
    account: account ?? null,
    exchange: exchange === undefined ? null : canonicalExchange(exchange),
    symbol: canonical,
  };
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
  const { account: _account, exchange: _exchange, symbol: _symbol, version: _v, ...rules } = dto;
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
