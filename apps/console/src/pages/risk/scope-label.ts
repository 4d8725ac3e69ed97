import type { ApprovalRulesView, LimitScopeView } from '@ome/contracts';

type Scope = Pick<LimitScopeView, 'account' | 'exchange' | 'symbol'>;

/** The scope of limits, as users read it. */
export const scopeLabel = ({ account, exchange, symbol }: Scope): string =>
  account === null
    ? 'Everybody'
    : ['Account', account, ...(exchange ? ['on', exchange] : []), ...(symbol ? [symbol] : [])].join(
        ' ',
      );

/** Whose orders wait for a second person. */
export const approvalScopeLabel = ({
  account,
  userId,
}: Pick<ApprovalRulesView, 'account' | 'userId'>): string => {
  if (account !== null) return `Account ${account}`;
  return userId === null ? 'Everybody' : `User ${userId}`;
};
