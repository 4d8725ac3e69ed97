import { beginningOf, type Entitlement } from '@ome/domain';

/** A filter on documents that have an account and a user, narrowed to those that somebody may see. */
export const entitled = (within: Entitlement, filter: object): object =>
  both(filter, conditions(within));

/** The same on documents of accounts as a whole, such as positions. */
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

/** A text that stands for itself in a regular expression. */
export const escaped = (text: string): string => text.replace(/[^\w-]/g, '\\$&');
