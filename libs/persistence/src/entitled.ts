import { beginningOf, type Entitlement } from '@ome/domain';

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

const among = (entries: readonly string[]) => ({
  $in: entries.map((entry) => {
    const beginning = beginningOf(entry);
    return beginning === null ? entry : new RegExp(`^${escaped(beginning)}`);
  }),
});

/** Escapes a string for use in a regular expression. */
export const escaped = (text: string): string => text.replace(/[^\w-]/g, '\\$&');
