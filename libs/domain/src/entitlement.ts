/**
 * Whose orders somebody may see and touch: those that are of one of these accounts and of one of
 * these users. An entry is the whole name, or the beginning of it with a `*` behind.
 */
export interface Entitlement {
  /** Null for all of them. */
  accounts: readonly string[] | null;
  /** Null for all of them, and for orders of no user. */
  users: readonly string[] | null;
}

export const EVERYTHING: Entitlement = { accounts: null, users: null };

/** What an order, or anything else that belongs to an account, is entitled by. */
export interface Owner {
  account: string;
  userId: string | null;
}

export const isEntitledToAll = ({ accounts, users }: Entitlement): boolean =>
  accounts === null && users === null;

export const isEntitledTo = (
  { accounts, users }: Entitlement,
  { account, userId }: Owner,
): boolean =>
  (accounts === null || isAmong(accounts, account)) &&
  (users === null || (userId !== null && isAmong(users, userId)));

/** What belongs to an account as a whole, such as its positions, shows what all its users do. */
export const isEntitledToAccount = ({ accounts, users }: Entitlement, account: string): boolean =>
  users === null && (accounts === null || isAmong(accounts, account));

/** What a user does in every account. */
export const isEntitledToUser = ({ accounts, users }: Entitlement, userId: string): boolean =>
  accounts === null && (users === null || isAmong(users, userId));

/** Whether the first holds all of what the other one holds. */
export const covers = (one: Entitlement, other: Entitlement): boolean =>
  coversNames(one.accounts, other.accounts) && coversNames(one.users, other.users);

function coversNames(one: readonly string[] | null, other: readonly string[] | null): boolean {
  if (one === null) return true;
  return other !== null && other.every((entry) => one.some((wider) => coversEntry(wider, entry)));
}

/** What both hold; null where that is nothing. */
export function overlap(one: Entitlement, other: Entitlement): Entitlement | null {
  const accounts = commonEntries(one.accounts, other.accounts);
  const users = commonEntries(one.users, other.users);
  return accounts?.length === 0 || users?.length === 0 ? null : { accounts, users };
}

function commonEntries(
  one: readonly string[] | null,
  other: readonly string[] | null,
): readonly string[] | null {
  if (one === null) return other;
  if (other === null) return one;
  const narrower = (some: readonly string[], wider: readonly string[]) =>
    some.filter((entry) => wider.some((each) => coversEntry(each, entry)));
  return [...new Set([...narrower(one, other), ...narrower(other, one)])];
}

const isAmong = (entries: readonly string[], name: string): boolean =>
  entries.some((entry) => coversEntry(entry, name));

/** A name is an entry that stands for itself alone. */
function coversEntry(wider: string, entry: string): boolean {
  const beginning = beginningOf(wider);
  return beginning === null ? wider === entry : entry.startsWith(beginning);
}

/** What names begin with that an entry stands for; null where it stands for one name. */
export const beginningOf = (entry: string): string | null =>
  entry.endsWith('*') ? entry.slice(0, -1) : null;
