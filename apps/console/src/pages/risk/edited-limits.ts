import type { LimitScopeView, RiskLimitsRequest, RiskOverviewView } from '@ome/contracts';
import { withoutBlanks } from '../../api/without-blanks';

type Rules = RiskOverviewView['rules'];

/** Each rule as typed: empty if this scope does not set it. */
export type LimitFields = Record<string, string>;

export const limitFields = (rules: Rules, { rules: values, scope }: LimitScopeView): LimitFields =>
  Object.fromEntries(
    rules.map(({ rule }) => {
      const { value, from } = values[rule];
      return [rule, value === null || from !== scope ? '' : String(value)];
    }),
  );

/** The requested change: the edited rules, with null for removed ones. */
export function limitsRequest(
  rules: Rules,
  { account, exchange, symbol, version }: LimitScopeView,
  before: LimitFields,
  after: LimitFields,
): RiskLimitsRequest | null {
  const changed = rules.filter(({ rule }) => after[rule].trim() !== before[rule]);
  if (changed.length === 0) return null;
  const scope = { account: account ?? '', exchange: exchange ?? '', symbol: symbol ?? '' };
  const limits = changed.map(
    ({ rule, unit }) => [rule, valueOf(after[rule].trim(), unit)] as const,
  );
  return { ...withoutBlanks(scope), version, ...Object.fromEntries(limits) };
}

function valueOf(text: string, unit: Rules[number]['unit']): string | number | boolean | null {
  if (text === '') return null;
  switch (unit) {
    case 'on':
      return text === 'true';
    case 'orders':
    case 'ms':
      return Number(text);
    case 'units':
    case 'rupees':
    case 'percent':
      return text;
  }
}
