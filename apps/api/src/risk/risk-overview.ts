import { Injectable } from '@nestjs/common';
import type { CounterUseView, LimitScopeView, RiskOverviewView, RuleInScope } from '@ome/contracts';
import {
  decimalText,
  type Entitlement,
  isEntitledToAccount,
  type LimitScope,
  type LimitSetting,
  LimitTable,
  limitValue,
  RISK_RULE_NAMES,
  RISK_RULES,
  type RiskRule,
  scopeName,
} from '@ome/domain';
import { maySeeRiskSetting, requireAccount } from '@ome/order-entry';
import { type CounterUse, PreTradeChecks, RiskCounters, RiskStore } from '@ome/engine';

const ENGINE: LimitScope = { account: null, exchange: null, symbol: null };

/** The limits by scope, and how much of them is used. */
@Injectable()
export class RiskOverview {
  constructor(
    private readonly store: RiskStore,
    private readonly counters: RiskCounters,
    private readonly checks: PreTradeChecks,
  ) {}

  async show(within: Entitlement, account: string | null): Promise<RiskOverviewView> {
    if (account !== null) requireAccount(within, account);
    const all = (await this.store.load()).limits;
    const limits = all.filter((setting) => maySeeRiskSetting(within, setting));
    const table = new LimitTable(limits);
    const counted = (await this.counters.use(account)).filter((use) =>
      isEntitledToAccount(within, use.account),
    );
    return {
      rules: RISK_RULE_NAMES.map((rule) => ({ rule, ...RISK_RULES[rule] })),
      scopes: scopesOf(limits, account).map((scope) => scopeView(table, scope)),
      use: await Promise.all(counted.map((each) => this.useView(each, table))),
    };
  }

  private async useView(use: CounterUse, table: LimitTable): Promise<CounterUseView> {
    const limitsLoss = table.sets(use.account, ['maxDailyLoss']);
    const result = limitsLoss ? await this.checks.dayResult(use.account) : null;
    return {
      ...use,
      exposure: decimalText(use.exposure),
      dayResult: result && decimalText(result),
    };
  }
}

/** The default first; a requested account is included even without rules. */
function scopesOf(settings: LimitSetting[], account: string | null): LimitScope[] {
  const asked = settings.filter((each) => account === null || each.account === account);
  const always = account === null ? [ENGINE] : [ENGINE, { ...ENGINE, account }];
  const all = [...always, ...asked];
  return [...new Map(all.map((scope) => [keyOf(scope), scope])).values()];
}

const keyOf = ({ account, exchange, symbol }: LimitScope): string =>
  JSON.stringify([account, exchange, symbol]);

export function scopeView(table: LimitTable, scope: LimitScope): LimitScopeView {
  const { account, exchange, symbol } = scope;
  const { limits, scopes } = table.ofScope(scope);
  const setting = table.settings.find((each) => keyOf(each) === keyOf(scope));
  const rules = RISK_RULE_NAMES.map((rule): [RiskRule, RuleInScope] => {
    const value = limits[rule];
    const from = scopes[rule];
    return [
      rule,
      {
        value: value === undefined ? null : limitValue(value),
        from: from ? scopeName(from) : null,
      },
    ];
  });
  return {
    scope: scopeName(scope),
    account,
    exchange,
    symbol,
    version: setting?.version ?? 0,
    setBy: setting?.setBy ?? null,
    setAt: setting?.setAt.toISOString() ?? null,
    rules: Object.fromEntries(rules) as Record<RiskRule, RuleInScope>,
  };
}
