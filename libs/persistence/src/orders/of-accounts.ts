import type { AccountFilter } from '@ome/engine';

/** The accounts of a link's session, in a filter on documents that have an account. */
export function ofAccounts(accounts: AccountFilter): { account?: object } {
  if ('in' in accounts) return { account: { $in: accounts.in } };
  return accounts.notIn.length === 0 ? {} : { account: { $nin: accounts.notIn } };
}
