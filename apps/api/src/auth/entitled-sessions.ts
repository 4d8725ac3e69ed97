import { type Entitlement, isEntitledToAccount, isEntitledToAll } from '@ome/domain';

/**
 * A session is one client at the broker, whose books show all accounts that it serves: they are for
 * those who may see every one of these.
 */
export const isEntitledToSession = (
  within: Entitlement,
  { accounts }: { accounts: readonly string[] | null },
): boolean =>
  accounts === null
    ? isEntitledToAll(within)
    : accounts.every((account) => isEntitledToAccount(within, account));
