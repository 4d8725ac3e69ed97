import type {
  DecimalInput,
  LimitScopeRequest,
  RemoveLimitsRequest,
  RiskLimitsRequest,
} from '@ome/contracts';
import {
  type ApprovalScope,
  canonicalExchange,
  decimal,
  type Entitlement,
  isDecimalRule,
  isEntitledToAccount,
  type KillSwitchKey,
  type LimitScope,
  type Refusal,
  type RiskRule,
} from '@ome/domain';
import type { ChangeOrigin, InstrumentNames, LimitChanges, RiskControls } from '@ome/engine';
import { maySeeApprovalRules } from './approval-rules';
import { invalid } from './invalid-request';
import { maySeeSwitch } from './kill-switches';
import { requireAccount, requireEverything } from './not-entitled';

/** Sets and removes risk limits, from any entry point. */
export class RiskLimitEntry {
  constructor(
    private readonly controls: RiskControls,
    private readonly names: InstrumentNames,
  ) {}

  /**
   * @returns the scope whose limits changed
   * @throws InvalidRequest, and NotEntitled
   */
  async set(
    within: Entitlement,
    request: RiskLimitsRequest,
    origin: ChangeOrigin,
  ): Promise<LimitScope | Refusal> {
    const scope = await this.scope(within, request);
    const { version = null } = request;
    return (await this.controls.setLimits(scope, limitChanges(request), version, origin)) ?? scope;
  }

  /** @throws InvalidRequest, and NotEntitled */
  async remove(
    within: Entitlement,
    request: RemoveLimitsRequest,
    origin: ChangeOrigin,
  ): Promise<LimitScope | Refusal> {
    const scope = await this.scope(within, request);
    const { symbol, version = null } = request;
    const refusal = await this.controls.removeLimits(scope, version, origin);
    if (refusal) return refusal;
    // Earlier versions stored limits under the name as given.
    if (symbol && symbol !== scope.symbol) {
      await this.controls.removeLimits({ ...scope, symbol }, null, origin);
    }
    return scope;
  }

  private async scope(
    within: Entitlement,
    { account, exchange, symbol }: LimitScopeRequest,
  ): Promise<LimitScope> {
    if (!account && (exchange || symbol)) {
      throw invalid('account', 'is required with exchange or symbol');
    }
    if (exchange && symbol) throw invalid('symbol', 'must be left out with exchange');
    // Limits of a symbol apply on every exchange.
    const [canonical = null] = symbol ? await this.names.symbolsOf(symbol) : [];
    if (account) requireAccount(within, account);
    else requireEverything(within);
    return {
      account: account ?? null,
      exchange: exchange ? canonicalExchange(exchange) : null,
      symbol: canonical,
    };
  }
}

/** Everybody may see settings that apply to everybody. */
export const maySeeRiskSetting = (
  within: Entitlement,
  of: LimitScope | ApprovalScope | KillSwitchKey,
): boolean =>
  'userId' in of
    ? maySeeApprovalRules(within, of)
    : 'account' in of
      ? of.account === null || isEntitledToAccount(within, of.account)
      : maySeeSwitch(within, of);

/** @throws InvalidRequest if no rule is given */
function limitChanges(request: RiskLimitsRequest): LimitChanges {
  const {
    account: _account,
    exchange: _exchange,
    symbol: _symbol,
    version: _v,
    ...rules
  } = request;
  const named = Object.entries(rules).filter(([, value]) => value !== undefined);
  if (named.length === 0) throw invalid('body', 'must contain a rule');
  const parsed = named.map(([rule, value]) => [
    rule,
    isDecimalRule(rule as RiskRule) && value !== null ? decimal(value as DecimalInput) : value,
  ]);
  return Object.fromEntries(parsed) as LimitChanges;
}
