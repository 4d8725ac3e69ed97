import { canonicalExchange, decimal, type LimitScope } from '@ome/domain';
import type { InstrumentNames, LimitChanges } from '@ome/engine';
import { InvalidRequest, invalid } from '@ome/order-entry';
import type { LimitScopeQuery, RiskLimitsDto } from './risk-limits.dto';

/** @throws InvalidRequest for an invalid scope */
export async function limitScope(
  { account, exchange, symbol }: LimitScopeQuery,
  names: Pick<InstrumentNames, 'symbolsOf'>,
): Promise<LimitScope> {
  if (!account && (exchange || symbol)) {
    throw invalid('account', 'is required with exchange or symbol');
  }
  if (exchange && symbol) {
    throw invalid('symbol', 'must be left out with exchange');
  }
  // Limits of a symbol apply on every exchange.
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

/** @throws InvalidRequest if no rule is given */
export function limitChanges(dto: RiskLimitsDto): LimitChanges {
  const { account: _account, exchange: _exchange, symbol: _symbol, version: _v, ...rules } = dto;
  const named = Object.entries(rules).filter(([, value]) => value !== undefined);
  if (named.length === 0) {
    throw new InvalidRequest([{ field: 'body', message: 'must contain a rule' }]);
  }
  const parsed = named.map(([rule, value]) => [
    rule,
    DECIMALS.includes(rule) && value !== null ? decimal(value as string | number) : value,
  ]);
  return Object.fromEntries(parsed) as LimitChanges;
}
