import { beginningOf, type Entitlement } from '@ome/domain';
import type { AccountFilter } from '@ome/engine';

/** Narrows a filter on documents with an account and a user to those that the caller may see. */
export const entitled = (within: Entitlement, filter: object): object =>
  both(filter, conditions(within));

/** Narrows a filter on documents of whole accounts, such as positions. */
export const entitledAccounts = (within: Entitlement, filter: object): object =>
  both(filter, within.users ? { account: { $in: [] } } : conditions(within));

const both = (filter: object, narrower: object): object =>
  Object.keys(narrower).length === 0 ? filter : { $and: [filter, narrower] };

const conditions = ({ accounts, users }: Entitlement): object => ({
  ...(accounts && { account: among(accounts) }),
  ...(users && { userId: among(users) }),
});

/** Matches what any of the entries of an entitlement stands for. */
export const among = (entries: readonly string[]) => ({
  $in: entries.map((entry) => {
    const beginning = beginningOf(entry);
    return beginning === null ? entry : new RegExp(`^${escaped(beginning)}`);
  }),
});

/** Escapes a string for use in a regular expression. */
export const escaped = (text: string): string => text.replace(/[^\w-]/g, '\\$&');

/** A MongoDB filter of the fields that are set; an array matches any of its values. */
export const equalTo = (filter: object): object =>
  Object.fromEntries(
    Object.entries(filter)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [field, Array.isArray(value) ? { $in: value } : (value as unknown)]),
  );

/** A MongoDB filter for the accounts of a link's session. */
export function ofAccounts(accounts: AccountFilter): { account?: object } {
  if ('in' in accounts) return { account: { $in: accounts.in } };
  return accounts.notIn.length === 0 ? {} : { account: { $nin: accounts.notIn } };
}
