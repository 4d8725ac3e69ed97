import { type Entitlement, isEntitledToAccount, isEntitledToAll } from '@ome/domain';

/**
 * Whether a caller may see a broker session. Its books show all accounts that it serves, so the
 * caller must be entitled to every one of them.
 */
export const isEntitledToSession = (
  within: Entitlement,
  { accounts }: { accounts: readonly string[] | null },
): boolean =>
  accounts === null
    ? isEntitledToAll(within)
    : accounts.every((account) => isEntitledToAccount(within, account));
