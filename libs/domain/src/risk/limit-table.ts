import { canonicalSymbol } from '../instrument-symbol';
import { RISK_RULE_NAMES, type RiskRule, type SetLimits } from './risk-rules';

/** Null matches every value: without an account it is the engine's default. */
export interface LimitScope {
  account: string | null;
  /** Only together with an account; never together with a symbol. */
  exchange: string | null;
  symbol: string | null;
}

export interface LimitSetting extends LimitScope {
  limits: SetLimits;
  /**
   * Changes with every change of the scope and is never reused; 0 for older settings without one.
   */
  version: number;
  setBy: string | null;
  setAt: Date;
}

export type LimitScopeName = 'engine' | 'account' | 'exchange' | 'symbol';

export const scopeName = ({ account, exchange, symbol }: LimitScope): LimitScopeName => {
  if (symbol !== null) return 'symbol';
  if (exchange !== null) return 'exchange';
  return account === null ? 'engine' : 'account';
};

/** The effective limits of one order, and the scope in which each rule was set. */
export interface EffectiveLimits {
  limits: SetLimits;
  scopes: Readonly<Partial<Record<RiskRule, LimitScope>>>;
}

interface AccountLimits {
  account: LimitSetting | null;
  exchanges: Map<string, LimitSetting>;
  symbols: LimitSetting[];
}

const NONE: EffectiveLimits = { limits: {}, scopes: {} };

/** All settings; of several that match an order the most specific one wins, rule by rule. */
export class LimitTable {
  private readonly byAccount = new Map<string, AccountLimits>();
  private readonly fallback: LimitSetting | null;
  /** Cached: orders come by the thousand and scopes by the dozen. */
  private readonly resolved = new Map<string, EffectiveLimits>();

  constructor(readonly settings: readonly LimitSetting[]) {
    this.fallback = settings.find(({ account }) => account === null) ?? null;
    for (const setting of settings) this.add(setting);
  }

  get isEmpty(): boolean {
    return this.settings.length === 0;
  }

  /** Undefined if no setting could concern the order. */
  effective(account: string, exchange: string, symbol: string): EffectiveLimits | undefined {
    const own = this.byAccount.get(account);
    if (!own) return this.fallback ? this.resolve('', [this.fallback]) : undefined;
    const ofSymbol = own.symbols.filter((setting) => isSameSymbol(setting, exchange, symbol));
    const ofExchange = own.exchanges.get(exchange);
    const levels = [this.fallback, own.account, ofExchange, ...ofSymbol].filter(isSet);
    const key = JSON.stringify(
      levels.map((level) => [level.account, level.exchange, level.symbol]),
    );
    return this.resolve(key, levels);
  }

  /** The settings of a scope itself, over those that it inherits. */
  ofScope({ account, exchange, symbol }: LimitScope): EffectiveLimits {
    const own = account === null ? undefined : this.byAccount.get(account);
    const ofSymbol = own?.symbols.filter((setting) => setting.symbol === symbol) ?? [];
    const ofExchange = exchange === null ? undefined : own?.exchanges.get(exchange);
    return merged([this.fallback, own?.account, ofExchange, ...ofSymbol].filter(isSet));
  }

  /** Whether the account has one of these rules set, in any scope. */
  sets(account: string, rules: readonly RiskRule[]): boolean {
    return this.settings.some(
      (setting) =>
        (setting.account === null || setting.account === account) &&
        rules.some((rule) => setting.limits[rule] !== undefined),
    );
  }

  private add(setting: LimitSetting): void {
    const { account, exchange, symbol } = setting;
    if (account === null) return;
    const own: AccountLimits = this.byAccount.get(account) ?? {
      account: null,
      exchanges: new Map(),
      symbols: [],
    };
    this.byAccount.set(account, own);
    if (symbol !== null) own.symbols.push(setting);
    else if (exchange !== null) own.exchanges.set(exchange, setting);
    else own.account = setting;
  }

  private resolve(key: string, levels: LimitSetting[]): EffectiveLimits {
    const known = this.resolved.get(key);
    if (known) return known;
    const effective = merged(levels);
    this.resolved.set(key, effective);
    return effective;
  }
}

const isSet = (setting: LimitSetting | null | undefined): setting is LimitSetting =>
  setting !== null && setting !== undefined;

/** `INFY-EQ` is `INFY`: another spelling must not bypass a limit. */
const isSameSymbol = (setting: LimitScope, exchange: string, symbol: string): boolean =>
  setting.symbol === symbol ||
  canonicalSymbol(exchange, setting.symbol!) === canonicalSymbol(exchange, symbol);

/** Later levels are more specific. */
function merged(levels: LimitSetting[]): EffectiveLimits {
  if (levels.length === 0) return NONE;
  const limits: Record<string, unknown> = {};
  const scopes: Partial<Record<RiskRule, LimitScope>> = {};
  for (const level of levels) {
    for (const rule of RISK_RULE_NAMES) {
      if (level.limits[rule] === undefined) continue;
      limits[rule] = level.limits[rule];
      const { account, exchange, symbol } = level;
      scopes[rule] = { account, exchange, symbol };
    }
  }
  return { limits, scopes };
}
