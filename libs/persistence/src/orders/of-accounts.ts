import type { AccountFilter } from '@ome/engine';

/** A MongoDB filter for the accounts of a link's session. */
export function ofAccounts(accounts: AccountFilter): { account?: object } {
  if ('in' in accounts) return { account: { $in: accounts.in } };
  return accounts.notIn.length === 0 ? {} : { account: { $nin: accounts.notIn } };
}
